import { createCmac, type Cmac } from '../crypto/cmac.ts'
import { createPacker } from '../crypto/pack.ts'
import { Kind, type Values } from '../record/batch.ts'
import type { ClassCounts } from './task.ts'

/**
 * Counts equivalence classes of what a block wrote. A class is a 16-byte keyed digest of the quasi-identifiers' values
 * under a key that dies with the run: counts merge by addition, and nothing of a record leaves the worker.
 */
export interface Measure {
  /** the written values of quasi-identifiers and sensitive fields: one cell a record; `kept`: the records that were written */
  count(quasi: WrittenField[], sensitive: WrittenField[], kept: Int32Array): ClassCounts
}

export interface WrittenField {
  path: string
  values: Values
}

export function createMeasure(key: Uint8Array): Measure {
  const cmac = createCmac(key)
  return {
    count(quasi, sensitive, kept) {
      const classes = digests(cmac, quasi, kept, 16)
      const counted = tally(classes, 16, kept.length)
      const pairs: ClassCounts['sensitive'] = {}
      for (const field of sensitive) {
        const value = digests(cmac, [field], kept, 8)
        const joined = new Uint8Array(24 * kept.length)
        for (let i = 0; i < kept.length; i++) {
          joined.set(classes.subarray(16 * i, 16 * i + 16), 24 * i)
          joined.set(value.subarray(8 * i, 8 * i + 8), 24 * i + 16)
        }
        const t = tally(joined, 24, kept.length)
        pairs[field.path] = { pairs: t.keys, counts: t.counts }
      }
      return { keys: counted.keys, counts: counted.counts, sensitive: pairs }
    },
  }
}

/**
 * Digest of each kept record's values, every value behind its path and length so that no two records collide by
 * joining. Null and absent add nothing: a block in which no record has a field counts like one in which it is null.
 */
function digests(cmac: Cmac, fields: WrittenField[], kept: Int32Array, bytes: number): Uint8Array {
  const packer = createPacker()
  for (const row of kept) {
    let text = ''
    for (const { path, values } of fields) {
      const kind = values.kind[row]!
      if (kind !== Kind.absent && kind !== Kind.null)
        text += `${path}\0${values.text[row]!.length}:${values.text[row]!}`
    }
    packer.text(text)
  }
  const mac = cmac.mac(packer.packed, packer.offsets, packer.count)
  if (bytes === 16) return mac
  const short = new Uint8Array(bytes * kept.length)
  for (let i = 0; i < kept.length; i++) short.set(mac.subarray(16 * i, 16 * i + bytes), bytes * i)
  return short
}

/** Distinct rows of `width` bytes and how often each occurs, in the order of first appearance. */
function tally(rows: Uint8Array, width: number, count: number): { keys: Uint8Array; counts: Uint32Array } {
  const seen = new Map<string, number>()
  const source = Buffer.from(rows.buffer, rows.byteOffset, rows.length)
  const keys = new Uint8Array(rows.length)
  const counts = new Uint32Array(count)
  for (let i = 0; i < count; i++) {
    const key = source.toString('latin1', width * i, width * i + width)
    let at = seen.get(key)
    if (at === undefined) {
      at = seen.size
      seen.set(key, at)
      keys.set(rows.subarray(width * i, width * i + width), width * at)
    }
    counts[at]!++
  }
  return { keys: keys.slice(0, width * seen.size), counts: counts.slice(0, seen.size) }
}
