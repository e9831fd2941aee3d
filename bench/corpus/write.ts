import { closeSync, openSync, writeSync } from 'node:fs'
import type { CorpusOptions } from './table.ts'
import { corpus } from './table.ts'

/**
 * Writes a benchmark table to a file, or to an open descriptor (1: standard output).
 * @returns what was written
 */
export function writeCorpus(options: CorpusOptions, out: string | number): { records: number; bytes: number } {
  const file = typeof out === 'number' ? out : openSync(out, 'w')
  try {
    const blocks = corpus(options)
    for (;;) {
      const { done, value } = blocks.next()
      if (done) return value
      for (let at = 0; at < value.length;) at += writeSync(file, value, at)
    }
  } finally {
    if (typeof out === 'string') closeSync(file)
  }
}
