import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Command } from './child.ts'
import { key, people, policyVariant, register, texts, type Folders } from './data.ts'

/** One thing to measure: a whole process over one input. */
export interface Case extends Command {
  id: string
  title: string
  /** bytes of the input */
  bytes: number
  /** what is counted besides bytes: records, or texts */
  unit: 'records' | 'texts'
  /** removed before every run */
  fresh: string[]
  /** what the figure is bounded by, as the profiles in bench/README.md show it */
  limit: string
}

export interface Sizes {
  small: string
  large: string
  /** texts for `perde detect` */
  texts: number
}

/** Cases by group: those of a group run interleaved. Makes the inputs that are not there yet. */
export function processCases(folders: Folders, sizes: Sizes): Case[][] {
  key(folders)
  return [small(folders, sizes), large(folders, sizes)]
}

function small(folders: Folders, { small: size, texts: count }: Sizes): Case[] {
  const csv = people(folders, size, 'csv')
  const jsonl = people(folders, size, 'jsonl')
  const start = people(folders, '3MB', 'csv')
  const policy = join(folders.root, 'bench/policy.yaml')
  const run = (id: string, title: string, file: string, input: string, workers: number, limit = APPLY) =>
    runCase(folders, `${id}-${size}`, title, file, input, workers, limit)
  const variant = (name: string, title: string, changes: readonly [string, string][], limit: string) =>
    run(`run-${name}`, title, policyVariant(folders, name, changes), csv, 2, limit)
  return [
    run('run-start', 'perde run, CSV 3MB, 2 workers: mostly starting', policy, start, 2, START),
    run('run-2w', `perde run, CSV ${size}, 2 workers`, policy, csv, 2),
    run('run-1w', `perde run, CSV ${size}, 1 worker`, policy, csv, 1),
    run('run-jsonl-2w', `perde run, JSONL ${size}, 2 workers`, join(folders.root, 'bench/policy-jsonl.yaml'), jsonl, 2),
    ...(['json', 'xml'] as const).map((kind) =>
      run(
        `run-${kind}-2w`,
        `perde run, ${kind.toUpperCase()} document ${size}, 2 workers`,
        join(folders.root, `bench/policy-${kind}.yaml`),
        people(folders, size, kind),
        2,
      ),
    ),
    copyCase(folders, size, csv),
    peerCase(folders, 'csv-parse', `csv-parse, HMAC a value, csv-stringify, CSV ${size}, 1 thread`, size, csv, []),
    peerCase(folders, 'duckdb-2t', `DuckDB SQL, CSV ${size}, 2 threads`, size, csv, ['2']),
    peerCase(folders, 'duckdb-1t', `DuckDB SQL, CSV ${size}, 1 thread`, size, csv, ['1']),
    variant(
      'quasi',
      '… with 4 quasi-identifiers measured',
      QUASI,
      'workers: keyed digests of the classes of every record',
    ),
    variant(
      'watch',
      '… with 5 insensitive fields watched',
      WATCH,
      'workers: detectors over the sample of watched fields',
    ),
    variant(
      'consent',
      '… with a register of consents, one row a record',
      consentChanges(basename(register(folders, size))),
      'main thread: csv-parse of the register, before the pass',
    ),
    variant('scrub', '… with the notes scrubbed of five entities', SCRUB, 'workers: detectors over every note'),
    {
      ...plain(csv),
      id: `scan-${size}`,
      title: `perde scan, CSV ${size}`,
      argv: [cli(folders), 'scan', csv, '--json'],
      limit: 'main thread: every cell of the file is found, a sample goes through the detectors',
    },
    detectCase(folders, count),
  ]
}

function large(folders: Folders, { large: size }: Sizes): Case[] {
  const csv = people(folders, size, 'csv')
  const policy = join(folders.root, 'bench/policy.yaml')
  const run = (id: string, title: string, workers: number) =>
    runCase(folders, `${id}-${size}`, title, policy, csv, workers, APPLY)
  const released = outputs(folders, `run-2w-${size}`)
  return [
    run('run-1w', `perde run, CSV ${size}, 1 worker`, 1),
    run('run-2w', `perde run, CSV ${size}, 2 workers`, 2),
    ...(['jsonl', 'json', 'xml'] as const).map((kind) =>
      runCase(
        folders,
        `run-${kind}-2w-${size}`,
        `perde run, ${kind.toUpperCase()} ${size}, 2 workers`,
        join(folders.root, `bench/policy-${kind}.yaml`),
        people(folders, size, kind),
        2,
        APPLY,
      ),
    ),
    {
      ...plain(csv),
      id: `verify-${size}`,
      title: `perde verify, the release of CSV ${size}`,
      argv: [cli(folders), 'verify', released.out, '--log', released.log, '--json'],
      limit: 'main thread: two SHA-256 passes over the records, of the file and of all records',
    },
    copyCase(folders, size, csv),
    peerCase(folders, 'duckdb-2t', `DuckDB SQL, CSV ${size}, 2 threads`, size, csv, ['2']),
    peerCase(folders, 'duckdb-1t', `DuckDB SQL, CSV ${size}, 1 thread`, size, csv, ['1']),
  ]
}

const APPLY =
  'workers (find and decode cells, transforms, write); above two the main thread: three SHA-256, reading, writing'
const START = 'loading modules, on the main thread and on each worker'

const QUASI: readonly [string, string][] = ['sex', 'birth_date', 'city', 'education'].map((field) => [
  `${field}: sensitive`,
  `${field}: quasi-identifier`,
])
const WATCH: readonly [string, string][] = ['education', 'diagnosis', 'height_cm', 'weight_kg', 'visited_at'].map(
  (field) => [`${field}: sensitive`, `${field}: insensitive`],
)
const SCRUB: readonly [string, string][] = [
  [
    'note: sensitive',
    'note: { role: sensitive, do: { scrub: { find: [person, iin, phone, email, address], with: label } } }',
  ],
]

function consentChanges(file: string): [string, string][] {
  return [
    ['  provenance:', '  subject: { people: iin }\n  provenance:'],
    ["basis: contract\n  justification: synthetic people, nobody's data", 'basis: consent'],
    [
      'keys:',
      `consent:\n  register: { path: ${file}, subject: iin, status: status, purpose: purpose, processing: processing }\n  otherwise: drop-record\nkeys:`,
    ],
  ]
}

function runCase(
  folders: Folders,
  id: string,
  title: string,
  policy: string,
  input: string,
  workers: number,
  limit: string,
): Case {
  const { out, log } = outputs(folders, id)
  const where = ['--source', `people=${input}`, '--out', out, '--log', log]
  const argv = [cli(folders), 'run', policy, ...where, '--workers', String(workers), '--json']
  return { ...plain(input), id, title, argv, fresh: [out, log], limit }
}

function copyCase(folders: Folders, size: string, input: string): Case {
  const out = join(folders.data, `out/copy-${size}.csv`)
  return {
    ...plain(input),
    id: `copy-${size}`,
    title: `cells found and copied, CSV ${size}, 1 thread`,
    argv: [join(folders.root, 'dist/bench/copy.js'), input, out],
    limit: 'one thread: finding cells, copying; no digest, no flush',
  }
}

function peerCase(folders: Folders, name: string, title: string, size: string, input: string, more: string[]): Case {
  const script = join(folders.root, `bench/peers/${name.replace(/-\dt$/, '')}.mjs`)
  return {
    ...plain(input),
    id: `${name}-${size}`,
    title,
    argv: [script, input, join(folders.data, `out/${name}-${size}.csv`), ...more],
    limit:
      name === 'csv-parse' ? 'one thread: objects and calls a row and a value' : 'its threads; no digest, no flush',
  }
}

function detectCase(folders: Folders, count: number): Case {
  const requests = texts(folders, count)
  return {
    ...plain(requests),
    id: `detect-${count}`,
    title: `perde detect, ${count} notes`,
    argv: [cli(folders), 'detect'],
    stdin: requests,
    unit: 'texts',
    limit: 'main thread: all recognisers over every text',
  }
}

function plain(input: string): Pick<Case, 'bytes' | 'unit' | 'fresh'> {
  return { bytes: statSync(input).size, unit: 'records', fresh: [] }
}

const cli = ({ root }: Folders): string => join(root, 'dist/cli.js')

function outputs({ data }: Folders, id: string): { out: string; log: string } {
  return { out: join(data, 'out', id), log: join(data, 'out', `${id}-log`) }
}
