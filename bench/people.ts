/**
 * Writes invented people: the data that ships with the quickstart, and tables of any size for benches.
 * Nothing in them depends on the date, the machine or chance.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { quickstartFiles } from './corpus/quickstart.ts'
import { bytesOf } from './corpus/size.ts'
import { isCorpusKind } from './corpus/table.ts'
import { writeCorpus } from './corpus/write.ts'

const USAGE = `usage: node dist/people.js quickstart [--out DIR]
       node dist/people.js corpus --bytes SIZE [--kind csv|tsv|jsonl|json|xml] [--seed TEXT] [--out FILE|-]
`

function main(argv: string[]): number {
  try {
    const { values, positionals } = parseArgs({ args: argv, allowPositionals: true, options: OPTIONS })
    if (positionals.length === 1 && positionals[0] === 'quickstart')
      return quickstart(values.out ?? 'policies/quickstart')
    if (positionals.length === 1 && positionals[0] === 'corpus') return table(values)
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error)) throw error
    process.stderr.write(`${error.message}\n`)
  }
  process.stderr.write(USAGE)
  return 2
}

const OPTIONS = {
  out: { type: 'string' },
  bytes: { type: 'string' },
  kind: { type: 'string', default: 'csv' },
  seed: { type: 'string', default: 'perde bench 1' },
} as const

function quickstart(folder: string): number {
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(quickstartFiles())) {
    writeFileSync(join(folder, name), text)
    process.stderr.write(`${join(folder, name)}: ${Buffer.byteLength(text)} bytes\n`)
  }
  return 0
}

function table(values: { bytes?: string; kind: string; seed: string; out?: string }): number {
  const { kind, seed, out = '-' } = values
  const bytes = bytesOf(values.bytes ?? '')
  if (bytes === undefined || !isCorpusKind(kind)) {
    process.stderr.write(USAGE)
    return 2
  }
  const written = writeCorpus({ kind, bytes, seed }, out === '-' ? 1 : out)
  process.stderr.write(`${out}: ${written.records} records, ${written.bytes} bytes\n`)
  return 0
}

process.exitCode = main(process.argv.slice(2))
