/** The texts of a batch cut at what is personal in them, and who is meant by each name, record by record. */
import { linkPeople, wantedKeys } from './fakes/people.ts'
import type { LinkedMention } from './fakes/people.ts'
import { createMentionReader } from './fakes/mention.ts'
import type { Mention, MentionReader } from './fakes/mention.ts'
import type { Around } from './fakes/mention-readings.ts'
import { createNameIndex } from './fakes/name-index.ts'
import type { NameIndex } from './fakes/name-index.ts'
import { languageOf } from './inflection/governing-words.ts'
import { createKnownFinder } from './known-words.ts'
import { SEVERAL } from './known-codes.ts'
import { createFold } from './text-pieces.ts'
import type { KnownFinder } from './known-words.ts'
import { cutText } from './scrub-text.ts'
import type { CutText, Detect, DetectEach } from './scrub-text.ts'
import type { KnownValue, Rows } from './verb.ts'

/** One text; `people` and `known` are by span of `cut.found`. */
export interface RecordTexts {
  cut: CutText
  /** who is meant; undefined: the span is no name */
  people: (PersonSpan | undefined)[]
  /** the value of the record's own field that stands here */
  known: (string | undefined)[]
}

export interface PersonSpan {
  text: string
  mention: Mention
  linked: LinkedMention
}

/**
 * Reads the texts of a batch; what is read of one record depends on no other. `found`: what is in each of them, where
 * somebody has looked already. `whom`: who is meant is asked of every name,
 * or only where a text has several, since it takes longer than finding them.
 */
export function createPeopleReader(
  detectEach: DetectEach,
  whom: 'always' | 'several' = 'always',
): (texts: readonly string[], rows: Rows, found?: ReturnType<DetectEach>) => RecordTexts[] {
  const fold = createFold()
  // Made when the first name is met: it takes some milliseconds.
  let made: { index: NameIndex; readMention: MentionReader } | undefined
  const reader = (): NonNullable<typeof made> => {
    if (!made) {
      const index = createNameIndex()
      made = { index, readMention: createMentionReader(index) }
    }
    return made
  }

  /** Names in full first: the others may be forms of their words. */
  function readPeople(texts: readonly RecordTexts[], values: readonly KnownValue[]): void {
    const spans = texts.flatMap(({ cut }, text) =>
      cut.found.flatMap(({ entity }, n) => (entity === 'person' ? [{ text, n }] : [])),
    )
    if (spans.length === 0) return
    if (whom === 'several' && spans.every(({ text }, i) => text !== spans[i - 1]?.text)) return
    const { index, readMention } = reader()
    const names = values.filter(({ entity }) => entity === 'person').flatMap(peopleIn)
    const around = texts.map(({ cut }) => aroundOf(cut))
    const read = ({ text, n }: (typeof spans)[number], wanted: ReadonlySet<string>): Mention =>
      readMention(texts[text]!.cut.found[n]!.text, around[text]![n]!, wanted)
    const known = wantedKeys([], names, index)
    const mentions = spans.map((span) => read(span, known))
    const wanted = wantedKeys(mentions, names, index)
    if (wanted.size > known.size && mentions.length > 1)
      mentions.forEach(({ words }, i) => {
        if (words.length < 2) mentions[i] = read(spans[i]!, wanted)
      })
    linkPeople(mentions, names, index).forEach((linked, i) => {
      const { text, n } = spans[i]!
      texts[text]!.people[n] = { text: texts[text]!.cut.found[n]!.text, mention: mentions[i]!, linked }
    })
  }

  return (texts, rows, found = detectEach(texts)) => {
    const out = new Array<RecordTexts>(texts.length)
    for (const record of byRecord(rows.row, texts.length)) {
      const values = rows.known?.(rows.row[record[0]!]!) ?? []
      const own = record.map((i) => texts[i]!)
      const finder = values.length === 0 ? undefined : createKnownFinder(values, own, fold)
      for (const i of record) out[i] = readText(texts[i]!, found[i]!, finder)
      readPeople(
        record.map((i) => out[i]!),
        values,
      )
    }
    return out
  }
}

/** Each of several people in one cell: `Дерюгин Прохор; Мазур Клавдия`. */
function peopleIn(value: KnownValue): KnownValue[] {
  return SEVERAL.test(value.text) ? value.text.split(SEVERAL).map((text) => ({ ...value, text })) : [value]
}

function readText(text: string, found: ReturnType<Detect>, finder: KnownFinder | undefined): RecordTexts {
  const cut = cutText(text, () => found, finder?.find(text))
  return {
    cut,
    people: new Array<undefined>(cut.found.length).fill(undefined),
    known: cut.found.map((span) => finder?.valueOf(span.entity, span.text)),
  }
}

/** Places of the texts of each record, in their order. */
function byRecord(row: Int32Array, count: number): number[][] {
  const records = new Map<number, number[]>()
  for (let i = 0; i < count; i++) {
    const list = records.get(row[i]!)
    if (list) list.push(i)
    else records.set(row[i]!, [i])
  }
  return [...records.values()]
}

const FAR = 200
const AND = /^(?:,|,?\s+(?:и|или|да|және|мен))\s+$/u

/** What stands around each span; a name behind `и` is governed as the name before it. */
function aroundOf({ clear, found }: CutText): Around[] {
  const language = languageOf(clear.join(' '))
  const out: Around[] = []
  found.forEach((_, n) => {
    const governed = n > 0 && found[n - 1]!.entity === 'person' && AND.test(clear[n]!)
    out.push({
      before: governed ? out[n - 1]!.before : clear[n]!.slice(-FAR),
      after: clear[n + 1]!.slice(0, FAR),
      language,
    })
  })
  return out
}
