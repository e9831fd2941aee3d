/** Columns of vectors: embeddings of a trait by their name, by the shape that a library gives them, or beside a person. */
import type { ColumnFacts } from './column-facts.ts'
import { hasPhrase } from './header-words.ts'
import { NAME_ALONE } from './named-modality.ts'
import type { Surrounding } from './named-modality.ts'
import type { VectorFacts } from './vector-facts.ts'
import type { Verdict } from './verdict.ts'
import { EMBEDDING_DIMENSIONS } from './vectors.ts'

/** Names of vectors that are not of people's traits. */
const OTHER_VECTORS = [
  ...['product', 'item', 'doc', 'document', 'text', 'word', 'sentence', 'article', 'query', 'title', 'description'],
  ...['image', 'song', 'movie', 'ad', 'category', 'chunk', 'passage', 'comment', 'message', 'summary', 'content'],
  ...['товар*', 'документ*', 'текст*', 'слово', 'тауар*', 'мәтін*'],
]
/** Names that say no more than that it is one. */
const VECTORS = [
  ...[
    'emb',
    'embed',
    'embedding*',
    'enc',
    'encoding*',
    'vector*',
    'vec',
    'descriptor*',
    'template*',
    'feature*',
    'feat',
  ],
  ...['эмбеддинг*', 'вектор*', 'шаблон*', 'дескриптор*', 'признаки', 'үлгі', 'үлгісі'],
]
const ROWS_WITHOUT_NAME = 20
/** How far the norms of one model's vectors are apart, against their mean. */
const ALIKE = 0.15
const NORMALISED = 0.01

/** `path`: with its `[]`, below which the vectors are lists that were met element by element. */
export function vectorVerdict(
  path: string,
  words: readonly string[],
  facts: ColumnFacts,
  { named, besidePerson }: Surrounding,
): Verdict | undefined {
  const { vectors: v, of } = vectorsOf(path, facts)
  if (v.count < 0.5 * of || v.count === 0 || v.vetoed > 0.5 * v.count) return undefined
  const [dimension, rows] = Object.entries(v.dimensions).sort(([, a], [, b]) => b - a)[0]!
  const d = Number(dimension)
  if (rows < 0.9 * v.count || v.centred < 0.5 * v.count) return undefined
  const found = (entity: string, confidence: number, ...more: string[]): Verdict => ({
    entity,
    role: 'biometric',
    confidence,
    evidence: [`vectors of ${d} numbers`, ...more],
  })
  if (named?.modality.dimensions) {
    if (!named.modality.dimensions.includes(d) && named.strength === 'weak') return undefined
    return found(named.modality.entity, 0.95, `name: ${named.word}`)
  }
  if (OTHER_VECTORS.some((w) => hasPhrase(words, w)) || !EMBEDDING_DIMENSIONS.includes(d)) return undefined
  const mean = v.norm / v.count
  const variation = Math.sqrt(Math.max(0, v.normSquares / v.count - mean * mean)) / Math.max(1, mean)
  const isMany = v.count >= ROWS_WITHOUT_NAME
  const beside = besidePerson ? ['beside the key of a person'] : []
  if (d === 128 && v.dlibNorm >= 0.9 * v.count) {
    const alone = isMany && variation < ALIKE ? 0.75 : NAME_ALONE
    return found('face', besidePerson ? 0.95 : alone, "norms of dlib's face descriptors", ...beside)
  }
  if (v.unitNorm >= 0.9 * v.count && variation < NORMALISED)
    return found(
      'biometric',
      besidePerson && isMany ? 0.7 : NAME_ALONE,
      'unit norms: of what the name does not say',
      ...beside,
    )
  if (isMany && variation < ALIKE && (besidePerson || VECTORS.some((w) => hasPhrase(words, w))))
    return found('biometric', besidePerson ? 0.6 : NAME_ALONE, 'norms of one model', ...beside)
  return undefined
}

/** Vectors that are values, or lists; `of` so many. */
function vectorsOf(path: string, { count, blank, vectors, lists }: ColumnFacts): { vectors: VectorFacts; of: number } {
  return path.endsWith('[]') && lists.count > 0
    ? { vectors: lists.vectors, of: lists.count }
    : { vectors, of: count - blank }
}
