/**
 * What a column is: content first (checks against chance, shares, vetoes), then whether the name agrees, then the name
 * alone as a question. Pure; the same facts give the same verdict on any machine.
 */
import { atLeast } from './binomial.ts'
import { biometricVerdict } from './biometric-verdict.ts'
import type { ColumnFacts } from './column-facts.ts'
import { NAME_HINTS, NEGATIVE_WORDS } from './column-names.ts'
import type { NameHint } from './column-names.ts'
import { compileContext } from './context.ts'
import type { EntityFacts } from './entity-facts.ts'
import { hasPhrase, headerWords } from './header-words.ts'
import { loneNames } from './lone-names.ts'
import { modalities } from './modalities.ts'
import { namesInCells } from './names-in-cells.ts'
import type { Recogniser } from './recogniser.ts'
import { QUASI_HINTS, SENSITIVE_HINTS } from './quasi-names.ts'
import { recognisers } from './registry.ts'
import { areRunning, passTogether } from './series.ts'
import { distinctIn } from './sketch.ts'
import type { Verdict } from './verdict.ts'

/** A check is believed when so many passes would come by luck once in a thousand columns. */
const SURPRISING = 0.001
/** A name without values that agree stays under the threshold. */
const NAME_ALONE = 0.45
const FOUND = 0.5

/**
 * The verdict on a column. `name`: the field's name or path; `own`: recognisers of the policy, as the values were counted with;
 * `besidePerson`: another field of the record says who it is of, which decides what images, sounds and vectors are.
 */
export function verdict(
  name: string,
  facts: ColumnFacts,
  own: readonly Recogniser[] = [],
  besidePerson = false,
): Verdict {
  const words = headerWords(name)
  const filled = facts.count - facts.blank
  if (facts.errors > 0)
    return {
      entity: 'unknown',
      role: 'identifier',
      confidence: 1,
      evidence: ['a recogniser failed: the column is taken for personal'],
    }
  const candidates = [
    biometricVerdict(name, words, facts, besidePerson),
    byContent(words, facts, own),
    byName(words, facts, NAME_HINTS),
    byName(words, facts, QUASI_HINTS),
    byName(words, facts, SENSITIVE_HINTS),
    namesInCells(words, facts),
    loneNames(words, facts),
    freeText(facts, own),
  ].filter((v): v is Verdict => v !== undefined)
  candidates.sort((a, b) => rank(b) - rank(a) || b.confidence - a.confidence)
  const best = candidates[0]
  if (best) return { ...best, confidence: Math.round(1000 * best.confidence) / 1000 }
  return {
    entity: 'none',
    role: 'insensitive',
    confidence: filled === 0 ? 0.5 : 0.9,
    evidence: [filled === 0 ? 'no values' : 'no sign of a person'],
  }
}

/** Findings before questions; identifiers and biometrics before the rest. */
function rank({ role, confidence }: Verdict): number {
  const strong = role === 'identifier' || role === 'biometric'
  return confidence >= FOUND ? (strong ? 3 : role === 'insensitive' ? 1 : 2) : 0
}

const withWords = (r: Recogniser) => ({ r, context: compileContext(r.context) })
const compiled = recognisers.map(withWords)

function byContent(words: readonly string[], facts: ColumnFacts, own: readonly Recogniser[]): Verdict | undefined {
  const filled = facts.count - facts.blank
  if (filled === 0) return undefined
  const header = words.join(' ')
  const all = [...compiled, ...own.map(withWords)].flatMap(({ r, context }) => {
    const e = facts.entities[r.entity]
    if (!e) return []
    const v = contentOf(r, e, facts, filled, context.in(header))
    return v ? [v] : []
  })
  return all.sort((a, b) => b.confidence - a.confidence || (a.entity < b.entity ? -1 : 1))[0]
}

function contentOf(
  r: Recogniser,
  e: EntityFacts,
  facts: ColumnFacts,
  filled: number,
  word: string | undefined,
): Verdict | undefined {
  const evidence: string[] = []
  const tried = e.passed + e.failed
  let proven = false
  if (r.checksum && r.chance !== undefined && tried > 0) {
    // Repeated values are one trial.
    const once = Math.min(1, distinctIn(facts.distinct) / filled)
    const luck = atLeast(Math.round(once * e.passed), Math.max(1, Math.round(once * tried)), r.chance)
    const rate = e.passed / tried
    proven = luck < SURPRISING && rate >= 0.5 && !passTogether(r, facts)
    evidence.push(`check passed by ${percent(rate)}${luck < SURPRISING ? ', far above chance' : ', as by chance'}`)
    // Digits that pass a check no more often than chance are order numbers.
    if (!proven && (luck >= 0.01 || rate < 0.2) && !(e.failed === 0 && word !== undefined)) return undefined
  }
  const padded = paddedShare(r, e, word)
  if (padded > 0) proven = true
  const share = Math.min(1, (e.whole + padded) / filled)
  if (share < 0.1) return undefined
  let confidence = proven
    ? share * (0.9 + 0.09 * Math.min(1, (e.passed + padded) / 10))
    : (share * e.score) / Math.max(1, 1000 * e.whole)
  evidence.unshift(`${percent(share)} of the values are of this form`)
  if (padded > 0) evidence.push('leading zeros were lost')
  const veto = proven ? undefined : vetoOf(r, e, facts, filled)
  if (veto) return undefined
  if (r.family === 'person' && isFew(facts, filled) && isListOfNames(e, facts, filled))
    confidence = Math.max(confidence, LIST_OF_NAMES)
  // What a bare form is worth so little in says nothing of thousands: batches, goods and plots have the digits of a telephone.
  if (word === undefined && !proven && e.score < WORTH_ASKING * e.whole) return undefined
  if (word !== undefined) {
    evidence.push(`name: ${word}`)
    confidence = Math.min(0.99, confidence + 0.3 * share)
  } else if (r.needsContext) return undefined
  if (r.role === 'insensitive' && confidence < FOUND) return undefined
  return { entity: r.entity, role: r.role, confidence, evidence }
}

/** Numbers that lost zeros count when the name says so, or when they pass far more often than by chance. */
function paddedShare(r: Recogniser, e: EntityFacts, word: string | undefined): number {
  const tried = e.paddedPassed + e.paddedFailed
  if (tried === 0) return 0
  const believed = atLeast(e.paddedPassed, tried, r.chance ?? 0.1) < SURPRISING
  return believed && (word !== undefined || e.paddedPassed / tried >= 0.5) ? e.paddedPassed : 0
}

/** Mean score of whole values, in thousandths: under it nobody is asked. */
const WORTH_ASKING = 350

/** Mean score of whole values, in thousandths as facts count them. */
const SURE_NAME = 750

/** Why values of this form are something else, or undefined. Proven entities are past this. */
function vetoOf(r: Recogniser, e: EntityFacts, facts: ColumnFacts, filled: number): string | undefined {
  const share = (shape: string): number => (facts.shapes[shape] ?? 0) / filled
  // Words of a list look like names now and then. A given name and a surname, or a patronymic, are people however often.
  if (r.family === 'person' && e.score < SURE_NAME * e.whole)
    return isFew(facts, filled) && !isListOfNames(e, facts, filled) ? 'few values, again and again' : undefined
  if (r.family === 'health' && !isListOfCodes(r, e, facts, filled)) return 'numbers behind letters, as by chance'
  for (const shape of ['year', 'decimal', 'boolean', 'uuid', 'date-time'])
    if (share(shape) > 0.5) return `values are of shape ${shape}`
  if (share('timestamp') > 0.9 && r.family !== 'date') return 'time stamps'
  if (areRunning(facts)) return 'running numbers'
  return undefined
}

/** Values that stand again and again: a list of a few words, not a column of people. */
function isFew(facts: ColumnFacts, filled: number): boolean {
  return distinctIn(facts.distinct) <= Math.max(3, filled / 20)
}

/** Half of the words of a list may look like names. Ten names and nothing else are a list of people. */
const WORDS_LIKE_NAMES = 0.5
const LIST_OF_NAMES = 0.55

function isListOfNames({ whole }: EntityFacts, facts: ColumnFacts, filled: number): boolean {
  const distinct = distinctIn(facts.distinct)
  return atLeast(Math.round((distinct * whole) / filled), distinct, WORDS_LIKE_NAMES) < SURPRISING
}

/**
 * Different codes, of which more are in the classification than numbers behind letters would be: ten that all are, or one
 * that is none among forty.
 */
function isListOfCodes({ chance = 1 }: Recogniser, { whole, failed }: EntityFacts, facts: ColumnFacts, filled: number) {
  const tried = whole + failed
  const once = Math.min(1, distinctIn(facts.distinct) / filled)
  return atLeast(Math.round(once * whole), Math.max(1, Math.round(once * tried)), chance) < 0.1
}

function byName(words: readonly string[], facts: ColumnFacts, hints: readonly NameHint[]): Verdict | undefined {
  if (words.length === 0) return undefined
  const filled = facts.count - facts.blank
  let best: Verdict | undefined
  for (const hint of hints) {
    const phrase = hint.phrases.find((p) => hasPhrase(words, p))
    if (phrase === undefined || hint.not?.some((w) => hasPhrase(words, w))) continue
    const negative = NEGATIVE_WORDS.find(
      (w) => !hasPhrase([...phrase.split(' ')], w) && hasPhrase(w === 'num' ? withoutNumber(words, phrase) : words, w),
    )
    const agree = filled === 0 ? 0 : hint.agree(facts)
    const evidence = [`name: ${phrase}`]
    let confidence = 0
    if (negative !== undefined) evidence.push(`the name also says: ${negative}`)
    if (agree >= 0.6 && negative === undefined) {
      confidence = hint.confidence * (0.7 + 0.3 * agree)
      evidence.push(`${percent(agree)} of the values agree`)
    } else if (negative === undefined && (filled === 0 || agree >= 0.2)) {
      confidence = filled === 0 ? NAME_ALONE : NAME_ALONE * agree
      evidence.push(filled === 0 ? 'no values to confirm it' : `only ${percent(agree)} of the values agree`)
    }
    if (confidence > (best?.confidence ?? 0)) best = { entity: hint.entity, role: hint.role, confidence, evidence }
  }
  return best
}

/** `tel_num` is the number of a telephone, `num_tel` how many there are. */
function withoutNumber(words: readonly string[], phrase: string): readonly string[] {
  return words.filter((word, i) => word !== 'num' || i === 0 || !hasPhrase(words.slice(0, i), phrase))
}

/** Running text that mentions people: not a column of identifiers, but to be scrubbed. */
function freeText(facts: ColumnFacts, own: readonly Recogniser[]): Verdict | undefined {
  const filled = facts.count - facts.blank
  const text = ((facts.shapes['text'] ?? 0) + (facts.shapes['words'] ?? 0)) / Math.max(1, filled)
  if (text < 0.3) return undefined
  const personal = [...recognisers, ...own].filter((r) => r.role === 'identifier' || r.family === 'secret')
  const inside = [...personal, ...modalities]
    .map(({ entity }) => ({ entity, share: insideOf(entity, facts) / filled }))
    .sort((a, b) => b.share - a.share)
  const most = inside[0]
  if (!most || most.share < 0.02) return undefined
  return {
    entity: 'text',
    role: 'sensitive',
    confidence: Math.min(0.9, 0.5 + most.share),
    evidence: inside
      .filter((i) => i.share >= 0.02)
      .slice(0, 5)
      .map((i) => `${percent(i.share)} of the texts hold: ${i.entity}`),
  }
}

/** Values that hold it among other text, or are images or sounds among texts. */
function insideOf(entity: string, { entities, containers }: ColumnFacts): number {
  const whole = entity === 'face' ? containers.image : entity === 'voice' ? containers.audio : 0
  return (entities[entity]?.inside ?? 0) + whole
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}
