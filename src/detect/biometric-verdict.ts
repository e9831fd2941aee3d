/**
 * Biometric columns. Content from 0.95 on is reported alone; a name alone is a question and nothing where the values
 * contradict it; a container (image, sound) and a name 0.85; the shape of an embedding and a name 0.95.
 */
import type { ColumnFacts } from './column-facts.ts'
import type { Verdict } from './verdict.ts'
import { hasPhrase } from './header-words.ts'
import type { Modality } from './modality.ts'
import { modalities } from './modalities.ts'
import { EMBEDDING_DIMENSIONS } from './vectors.ts'

const NAME_ALONE = 0.45

/** The biometric verdict on a column, or undefined. `words`: the field's name, `path` with its `[]`. */
export function biometricVerdict(path: string, words: readonly string[], facts: ColumnFacts): Verdict | undefined {
  const filled = facts.count - facts.blank
  const named = namedModality(words)
  const options = [
    byRecords(facts, filled),
    bySigns(facts, filled, named),
    byVectors(words, facts, filled, named),
    byContainers(facts, filled, named),
    byElements(path, facts, filled, named),
    byNameOnly(facts, filled, named),
  ]
  return options.filter((v): v is Verdict => v !== undefined).sort((a, b) => b.confidence - a.confidence)[0]
}

interface Named {
  modality: Modality
  strength: 'strong' | 'weak'
  word: string
}

/** The modality that the name speaks of; a false friend in the name silences it. */
function namedModality(words: readonly string[]): Named | undefined {
  const found: Named[] = []
  for (const modality of modalities) {
    if (modality.names.falseFriends.some((w) => hasPhrase(words, w))) continue
    const strong = modality.names.strong.find((w) => hasPhrase(words, w))
    const weak = modality.names.weak?.find((w) => hasPhrase(words, w))
    if (strong !== undefined) found.push({ modality, strength: 'strong', word: strong })
    else if (weak !== undefined) found.push({ modality, strength: 'weak', word: weak })
  }
  return found.find((n) => n.strength === 'strong') ?? found[0]
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

/** Names of vectors that are not of people's traits. */
const OTHER_VECTORS = [
  'product',
  'item',
  'doc',
  'document',
  'text',
  'word',
  'sentence',
  'article',
  'query',
  'title',
  'description',
  'image',
  'song',
  'movie',
  'ad',
  'category',
  'товар*',
  'документ*',
  'текст*',
  'слово',
  'тауар*',
  'мәтін*',
]
const ROWS_WITHOUT_NAME = 20

function byVectors(
  words: readonly string[],
  facts: ColumnFacts,
  filled: number,
  named: Named | undefined,
): Verdict | undefined {
  const v = facts.vectors
  if (v.count < 0.5 * filled || v.count === 0 || v.vetoed > 0.5 * v.count) return undefined
  const [dimension, rows] = Object.entries(v.dimensions).sort(([, a], [, b]) => b - a)[0]!
  const d = Number(dimension)
  if (rows < 0.9 * v.count || v.centred < 0.5 * v.count) return undefined
  const evidence = [`vectors of ${d} numbers`]
  if (named?.modality.dimensions) {
    if (!named.modality.dimensions.includes(d) && named.strength === 'weak') return undefined
    return {
      entity: named.modality.entity,
      role: 'biometric',
      confidence: 0.95,
      evidence: [...evidence, `name: ${named.word}`],
    }
  }
  if (OTHER_VECTORS.some((w) => hasPhrase(words, w)) || !EMBEDDING_DIMENSIONS.includes(d)) return undefined
  const mean = v.norm / v.count
  const variation = Math.sqrt(Math.max(0, v.normSquares / v.count - mean * mean)) / Math.max(1, mean)
  if (d === 128 && v.dlibNorm >= 0.9 * v.count)
    return {
      entity: 'face',
      role: 'biometric',
      confidence: v.count >= ROWS_WITHOUT_NAME && variation < 0.15 ? 0.75 : NAME_ALONE,
      evidence: [...evidence, "norms of dlib's face descriptors"],
    }
  if (v.unitNorm >= 0.9 * v.count && v.count >= ROWS_WITHOUT_NAME && variation < 0.01)
    return {
      entity: 'biometric',
      role: 'biometric',
      confidence: NAME_ALONE,
      evidence: [...evidence, 'unit norms: of what the name does not say'],
    }
  return undefined
}

function byContainers(facts: ColumnFacts, filled: number, named: Named | undefined): Verdict | undefined {
  const kind = named?.modality.container
  if (!named || !kind || facts.containers[kind] < 0.5 * filled || facts.containers[kind] === 0) return undefined
  return {
    entity: named.modality.entity,
    role: 'biometric',
    confidence: named.strength === 'strong' ? 0.85 : 0.5,
    evidence: [kind === 'image' ? 'images' : 'sound recordings', `name: ${named.word}`],
  }
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
