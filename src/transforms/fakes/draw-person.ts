import type { PersonSpan } from '../people-in-texts.ts'
import { createNameForm } from './draw-form.ts'
import { createFakeDraws } from './fake-draws.ts'
import { createNameIndex } from './name-index.ts'
import type { Gender } from './name-index.ts'
import { createPersonMaker, PERSON_DRAW } from './person.ts'
import type { InventedPerson } from './person.ts'
import { writeStandIn } from './stand-in.ts'

/** The stand-ins of names whose parts are told, in their order. */
export type StandIns = (spans: readonly PersonSpan[]) => string[]

/** Draws as the verb `fake` does for a column of names with the same key: by the name in the nominative. */
export function createStandIns(key: Uint8Array): StandIns {
  const draw = createFakeDraws(key, 'person', PERSON_DRAW.patronymic + 1)
  const index = createNameIndex()
  const form = createNameForm(index)
  const make = createPersonMaker(index, {
    language: undefined,
    keepGender: true,
    keepScript: true,
    unique: false,
  })
  return (spans) => {
    const sources = [...new Set(spans.flatMap(({ linked }) => (linked.words ?? []).map(({ source }) => source)))]
    const { draws, width } = draw(sources.map(form))
    const place = new Map(sources.map((source, i) => [source, width * i]))
    const people = new Map<string, InventedPerson>()
    const invent = (source: string, told: Gender | undefined): InventedPerson => {
      const id = `${told ?? ''}:${source}`
      let person = people.get(id)
      if (!person) people.set(id, (person = make(source, draws, place.get(source)!, 0, undefined, told)))
      return person
    }
    return spans.map(({ text, mention, linked }) =>
      writeStandIn(text, mention, linked.words ?? [], (source) => invent(source, linked.gender)),
    )
  }
}
