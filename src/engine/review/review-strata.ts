import { HOLDS_LABEL } from '../../detect/labels.ts'
import type { LengthClass } from '../../evidence/review/judgements.ts'

/** Characters of all texts of a document → its class. */
export function lengthClass(characters: number): LengthClass {
  return characters < 200 ? 'short' : characters < 2000 ? 'medium' : 'long'
}

/** Do perde's own labels (`[PERSON-1]`), `[REDACTED]` or a mask of three stars stand in a text? */
export function hasMarks(text: string): boolean {
  return (text.includes('[') && HOLDS_LABEL.test(text)) || text.includes('***')
}

/** No stratum is judged by fewer documents, as far as it has them and the sample allows it. */
const FLOOR = 5

/**
 * Documents to take from strata of these sizes, `sample` in all: a floor for each, the rest in proportion (divisors of
 * Webster, 1832: one document after the other goes to the stratum that has the fewest for its size).
 */
export function allocate(sizes: readonly number[], sample: number): number[] {
  const total = sizes.reduce((a, b) => a + b, 0)
  if (total <= sample) return [...sizes]
  const floor = Math.min(FLOOR, Math.floor(sample / (2 * sizes.length)))
  const taken = sizes.map((size) => Math.min(size, floor))
  for (let left = sample - taken.reduce((a, b) => a + b, 0); left > 0; left--) {
    let best = 0
    let most = -1
    for (let i = 0; i < sizes.length; i++) {
      const need = taken[i]! < sizes[i]! ? sizes[i]! / (taken[i]! + 0.5) : -1
      if (need > most) [best, most] = [i, need]
    }
    taken[best]!++
  }
  return taken
}

/** The `most` records with the smallest keys, whatever their number; memory of twice as many. */
export interface Reservoir {
  seen: number
  add(key: number, record: number): void
  /** the `n` smallest, by key */
  smallest(n: number): { key: number; record: number }[]
}

export function createReservoir(most: number): Reservoir {
  let kept: { key: number; record: number }[] = []
  let limit = Infinity
  const tidy = () => {
    kept.sort((a, b) => a.key - b.key || a.record - b.record)
    kept = kept.slice(0, most)
    if (kept.length === most) limit = kept.at(-1)!.key
  }
  return {
    seen: 0,
    add(key, record) {
      this.seen++
      if (key > limit) return
      kept.push({ key, record })
      if (kept.length >= 2 * most) tidy()
    },
    smallest(n) {
      tidy()
      return kept.slice(0, n)
    },
  }
}

/**
 * Where a record stands in the order in which records are drawn: 53 bits that look random, the same for a seed on every
 * machine (two finalisers of MurmurHash3). Not against somebody who chooses records by it: then choose another seed.
 */
export function drawKey(seed: number, source: number, record: number): number {
  const low = mix(record ^ mix(seed ^ mix(source ^ 0x9e3779b9)))
  const high = mix(low ^ Math.floor(record / 2 ** 32) ^ 0x85ebca6b)
  return (high >>> 11) * 2 ** 32 + mix(low ^ high ^ 0xc2b2ae35)
}

function mix(n: number): number {
  let h = n >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
