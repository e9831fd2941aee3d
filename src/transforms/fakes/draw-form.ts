/**
 * By which text a whole name is drawn: surname, given name, patronymic, in the spelling that joins. `Имя Отчество Фамилия`
 * is the same person in the polite order.
 */
import { joiningForm } from '../../record/normalise.ts'
import type { NameIndex } from './name-index.ts'
import { nameShape, nameWords } from './name-shape.ts'
import type { NamePart } from './name-shape.ts'

const OFFICIAL: readonly NamePart[] = ['surname', 'given', 'patronymic']

export function createNameForm(index: NameIndex): (name: string) => string {
  const form = joiningForm('person')
  return (name) => form(POLITE.test(name) ? inOfficialOrder(name, index) : name)
}

/** Three words, the second of which may be a patronymic: all others are in the official order, or have none. */
const POLITE =
  /^\s*[\p{L}\p{M}'’-]{1,60}\s+[\p{L}\p{M}'’-]{1,60}(?:вич|вна|ьич|мич|чна|ұлы|қызы|улы|кызы|оглы|гызы|vich|vna|uly|kyzy|qyzy)\s+[\p{L}\p{M}'’-]{1,60}\s*$/iu

function inOfficialOrder(name: string, index: NameIndex): string {
  const words = nameWords(name, index)
  const parts = nameShape(name, index).pieces.map(({ part }) => part)
  if (words.length !== OFFICIAL.length || parts.length !== OFFICIAL.length) return name
  const at = OFFICIAL.map((part) => parts.indexOf(part))
  return at.includes(-1) ? name : at.map((i) => name.slice(words[i]!.start, words[i]!.end)).join(' ')
}
