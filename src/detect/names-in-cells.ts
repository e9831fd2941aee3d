/**
 * Cells that hold a name and a little more: `Surname Given, sister, +7 700 …`. Scrubbed as texts they would keep the names that no
 * table has, one beside the many that it has, so the whole column counts as one of names.
 */
import { share } from './agreement.ts'
import type { ColumnFacts } from './column-facts.ts'
import { list } from './column-names.ts'
import { hasPhrase } from './header-words.ts'
import type { Verdict } from './verdict.ts'

/** Columns of people, by what they are called. */
const OF_PEOPLE =
  list(`лицо, лица, контакт*, родственник*, представител*, опекун*, доверенн*, супруг*, мать, отец, родител*, фио,
    contact*, kin, next of kin, relative*, representative*, guardian*, spouse, mother, father, parent*, person*, name*,
    байланыс*, туыс*, өкіл*, қамқоршы*, анасы, әкесі, жұбайы, таә`)

/** Values shorter than so many UTF-16 units (powers of two are counted) are cells, not texts. */
const SHORT = 6
const MOST = 0.9

export function namesInCells(words: readonly string[], facts: ColumnFacts): Verdict | undefined {
  const ofPerson = facts.entities['person']
  if (!ofPerson) return undefined
  const named = share(facts, ofPerson.whole + ofPerson.inside)
  const short = Object.entries(facts.lengths).reduce((n, [log2, count]) => (Number(log2) < SHORT ? n + count : n), 0)
  if (named < 0.5 || share(facts, ofPerson.inside) < 0.2 || share(facts, short) < MOST) return undefined
  const word = OF_PEOPLE.find((phrase) => hasPhrase(words, phrase))
  const reached = Math.max(...['phone', 'email'].map((entity) => share(facts, facts.entities[entity]?.inside ?? 0)))
  if (word === undefined && reached < 0.3 && named < MOST) return undefined
  return {
    entity: 'person',
    role: 'identifier',
    confidence: 0.5 + 0.4 * Math.min(1, named),
    evidence: [
      `${Math.round(100 * named)} % of the cells hold the name of a person`,
      ...(word === undefined ? [] : [`name: ${word}`]),
    ],
  }
}
