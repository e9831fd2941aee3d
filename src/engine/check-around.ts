import { createAroundCheck } from '../detect/publishable.ts'
import { PerdeError } from '../errors.ts'
import type { TextAround } from '../io/formats/format.ts'
import type { Input } from './inputs.ts'

/**
 * What stands in a document outside its records is written as it is, and no rule of a policy covers it: something personal
 * there stops the run. Throws INPUT_SURPRISE without saying what it is.
 */
export function checkAround(
  texts: readonly TextAround[],
  { sourceName, bytes, options }: Pick<Input, 'sourceName' | 'bytes' | 'options'>,
  publishable: (name: string) => boolean,
): void {
  if (options.around === 'drop') return
  const isPersonal = createAroundCheck()
  const found = texts.find(({ path, text }) => isPersonal(text) || (text === '' && !publishable(path)))
  if (!found) return
  throw new PerdeError('INPUT_SURPRISE', 'the document holds something personal outside its records', {
    where: { source: sourceName, part: bytes.name, ...(publishable(found.path) && { field: found.path }) },
    hints: ['no rule covers what stands there; set "around: drop" for the source, and only its records are written'],
  })
}
