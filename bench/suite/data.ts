import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { csvLine } from '../corpus/csv.ts'
import { bytesOf } from '../corpus/size.ts'
import { corpus, type CorpusKind } from '../corpus/table.ts'
import { writeCorpus } from '../corpus/write.ts'

/** Where things are: the checkout, and the folder of made files that git ignores. */
export interface Folders {
  root: string
  data: string
}

const SEED = 'perde bench 1'

/** The table of a size (`100MB`) as a file; made where it is not there yet. */
export function people({ data }: Folders, size: string, kind: CorpusKind): string {
  return made(join(data, `people-${size}.${kind}`), (file) => {
    writeCorpus({ kind, bytes: bytesOf(size)!, seed: SEED }, file)
  })
}

/** A key for pseudonyms: nobody's secret, since nobody is in the data. */
export function key({ data }: Folders): string {
  return made(join(data, 'bench.key'), (file) => {
    writeFileSync(file, `${createHash('sha256').update(SEED).digest('hex')}\n`, { mode: 0o600 })
  })
}

/** A register in which everybody of a table of people consents, one row each. */
export function register(folders: Folders, size: string): string {
  const table = people(folders, size, 'csv')
  return made(join(folders.data, `consents-${size}.csv`), (file) => {
    const iins = readFileSync(table, 'latin1').matchAll(/^\d+,(\d{12}),/gm)
    const rows = Array.from(iins, ([, iin]) => csvLine([iin!, 'given', 'dpv:ResearchAndDevelopment', 'dpv:Analyse']))
    writeFileSync(file, csvLine(['iin', 'status', 'purpose', 'processing']) + rows.join(''))
  })
}

/** So many notes of the table's people as requests to `perde detect`. */
export function texts({ data }: Folders, count: number): string {
  return made(join(data, `texts-${count}.jsonl`), (file) => {
    const requests: string[] = []
    let rest = ''
    for (const block of corpus({ kind: 'jsonl', bytes: Infinity, seed: SEED })) {
      const lines = (rest + block.toString()).split('\n')
      rest = lines.pop()!
      for (const line of lines) {
        const { note } = JSON.parse(line) as { note: string }
        if (note !== '') requests.push(`${JSON.stringify({ id: requests.length + 1, text: note })}\n`)
      }
      if (requests.length >= count) break
    }
    writeFileSync(file, requests.slice(0, count).join(''))
  })
}

/** policy.yaml with one thing changed, beside the data; every pair of `changes` has to be found. */
export function policyVariant({ root, data }: Folders, name: string, changes: readonly [string, string][]): string {
  let text = readFileSync(join(root, 'bench/policy.yaml'), 'utf8')
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`bench/policy.yaml has no "${from}" to change`)
    text = text.replace(from, to)
  }
  const file = join(data, `policy-${name}.yaml`)
  writeFileSync(file, text.replaceAll('data/', '').replace('../policies', '../../policies'))
  return file
}

/** Written under another name first, so that an interrupted run leaves no half file. */
export function made(file: string, make: (file: string) => void): string {
  if (existsSync(file)) return file
  mkdirSync(join(file, '..'), { recursive: true })
  make(`${file}.part`)
  renameSync(`${file}.part`, file)
  return file
}
