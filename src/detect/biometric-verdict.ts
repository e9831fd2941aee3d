/**
 * Biometric columns. Content from 0.95 on is reported alone; a name alone is a question and nothing where the values
 * contradict it; a container (image, sound) and a name 0.85; the shape of an embedding and a name 0.95.
 */
import type { ColumnFacts } from './column-facts.ts'
import type { Verdict } from './verdict.ts'
import { NAME_ALONE, namedModality } from './named-modality.ts'
import type { Named } from './named-modality.ts'
import { containerVerdict } from './container-verdict.ts'
import { vectorVerdict } from './vector-verdict.ts'

/**
 * The biometric verdict on a column, or undefined. `words`: the field's name, `path` with its `[]`; `besidePerson`: another
 * field of the record says who it is of.
 */
export function biometricVerdict(
  path: string,
  words: readonly string[],
  facts: ColumnFacts,
  besidePerson = false,
): Verdict | undefined {
  const filled = facts.count - facts.blank
  const named = namedModality(words)
  const options = [
    byRecords(facts, filled),
    bySigns(facts, filled, named),
    vectorVerdict(path, words, facts, { named, besidePerson }),
    containerVerdict(words, facts, { named, besidePerson }),
    byElements(path, facts, filled, named),
    byNameOnly(facts, filled, named),
  ]
  return options.filter((v): v is Verdict => v !== undefined).sort((a, b) => b.confidence - a.confidence)[0]
}

/** Records with magic bytes and structure: one in a thousand values is enough, for they do not come by chance. */
function byRecords(facts: ColumnFacts, filled: number): Verdict | undefined {
  const best = Object.entries(facts.biometrics)
    .filter(([, b]) => b.sure > 0)
    .sort(
      ([x, a], [y, b]) => b.sure - a.sure || Number(x === 'biometric') - Number(y === 'biometric') || (x < y ? -1 : 1),
    )[0]
  if (!best) return undefined
  const [entity, { sure }] = best
  const share = sure / filled
  return {
    entity,
    role: 'biometric',
    confidence: share >= 0.5 ? 0.98 : 0.95,
    evidence: [...signsOf(facts, entity), `${Math.round(100 * share)} % of the values`],
  }
}

/** A list of decimals under the name of a modality (`face_embedding[]`): its elements are met one by one. */
function byElements(path: string, facts: ColumnFacts, filled: number, named: Named | undefined): Verdict | undefined {
  if (!named || !path.endsWith('[]') || (facts.shapes['decimal'] ?? 0) < 0.9 * filled) return undefined
  return {
    entity: named.modality.entity,
    role: 'biometric',
    confidence: named.strength === 'strong' ? 0.9 : 0.8,
    evidence: ['lists of decimals', `name: ${named.word}`],
  }
}

/** Weaker shapes (sequences, JSON of measures): their own confidence, more when the name agrees. */
function bySigns(facts: ColumnFacts, filled: number, named: Named | undefined): Verdict | undefined {
  const all = Object.entries(facts.biometrics).flatMap(([entity, b]): Verdict[] => {
    if (b.likely === 0 || b.likely + b.sure < 0.5 * filled) return []
    const mean = b.confidence / (1000 * (b.likely + b.sure))
    const agrees = named?.modality.entity === entity
    const confidence = agrees ? Math.min(0.95, mean + (named.strength === 'strong' ? 0.35 : 0.2)) : mean
    return [
      {
        entity,
        role: 'biometric',
        confidence,
        evidence: [...signsOf(facts, entity), ...(agrees ? [`name: ${named.word}`] : [])],
      },
    ]
  })
  return all.sort((a, b) => b.confidence - a.confidence)[0]
}

function signsOf(facts: ColumnFacts, entity: string): string[] {
  return Object.keys(facts.signs)
    .filter((s) => s.startsWith(`${entity}: `))
    .sort()
    .map((s) => s.slice(entity.length + 2))
}

/** A question, unless the values are too short or too plain to be what the name says. */
function byNameOnly(facts: ColumnFacts, filled: number, named: Named | undefined): Verdict | undefined {
  if (named?.strength !== 'strong') return undefined
  const evidence = [`name: ${named.word}`]
  if (filled === 0)
    return {
      entity: named.modality.entity,
      role: 'biometric',
      confidence: NAME_ALONE,
      evidence: [...evidence, 'no values to confirm it'],
    }
  const long = Object.entries(facts.lengths).reduce((sum, [n, count]) => (Number(n) >= 6 ? sum + count : sum), 0)
  const digests = facts.shapes['digest'] ?? 0
  if (long - digests < 0.5 * filled || (facts.shapes['text'] ?? 0) > 0.5 * filled) return undefined
  return {
    entity: named.modality.entity,
    role: 'biometric',
    confidence: NAME_ALONE,
    evidence: [...evidence, 'values that may be it'],
  }
}
