import type { PersonSpan } from '../people-in-texts.ts'
import { createNameForm } from './draw-form.ts'
import { createFakeDraws } from './fake-draws.ts'
import { createNameIndex } from './name-index.ts'
import { createPersonMaker, PERSON_DRAW } from './person.ts'
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
    const people = new Map(sources.map((source, i) => [source, make(source, draws, width * i, 0)]))
    return spans.map(({ text, mention, linked }) =>
      writeStandIn(text, mention, linked.words ?? [], (source) => people.get(source)!),
    )
  }
}
