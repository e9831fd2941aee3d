import { writeFileSync } from 'node:fs'
import { expect } from 'vitest'
import { json, partition, piecesOf, startWorker, work, type Begun, type Partition } from './host.ts'
import { CONSENT, consent, csv, people, REGISTER_HEADER, type Project } from './perde.ts'

/** A table of invented people that a host hands over, and the steps of its run. */

export const ALL = people(300)
export const COLUMNS = ['iin', 'city', 'born', 'floor']
export const ROWS: (string | null)[][] = ALL.map((p, i) => [p.iin, p.city, p.born, i % 11 === 0 ? null : String(i % 3)])
/** As CSV has them: it knows no null, which is another value than an empty text where texts are quoted. */
export const TEXTS = ROWS.map((row) => row.map((cell) => cell ?? ''))
export const POLICY = `perde: 1
dataset:
  id: people
  sources: { people: people.csv }
  subject: { people: iin }
  provenance: { controller: Example Clinic, method: own-records }
${CONSENT}keys:
  main: { env: PERDE_KEY }
unlisted: fail
fields:
  people:
    iin: { role: identifier, do: pseudonym person }
    city: quasi-identifier
    born: { role: quasi-identifier, do: generalise year }
    floor: insensitive
anonymity: { k: 5, suppress-at-most: 40%, source: people }
output: { format: csv }
`
export const FILES = {
  'policy.yaml': POLICY,
  'people.csv': csv(
    COLUMNS,
    ROWS.map((row) => row.map((cell) => cell ?? '')),
  ),
  'consents.csv': csv(
    REGISTER_HEADER,
    ALL.filter((_, i) => i % 7 !== 0).map((p) => consent(p.iin, 'given')),
  ),
}
/** Needs no first pass. */
export const PLAIN = POLICY.replace(/^anonymity.*\n/m, '')
export interface Attempt {
  folder: string
  files: { name: string; bytes: number }[]
}

export const AS_OF = ['--as-of', '2026-11-01T00:00:00Z']

export function ended(p: Project, args: string[], input = ''): string {
  const { status, stderr, stdout } = p.perde(args, { input })
  expect({ status, stderr }, args.join(' ')).toEqual({ status: 0, stderr })
  return stdout
}

export function begin(p: Project, partitions: Partition[], more: string[] = []): Begun {
  writeFileSync(p.path('people.arrow'), partitions[0]!.schema)
  const handed = ['--partitions', `people=${partitions.length}`, '--schema', 'people=people.arrow']
  return JSON.parse(
    ended(p, ['shard', 'policy.yaml', '--run', 'run', '--out', 'out', '--json', ...handed, ...AS_OF, ...more]),
  ) as Begun
}

/** One pass over all partitions, by one worker. Gives the lines for `perde put`. */
export async function pass(
  p: Project,
  begun: Begun,
  mode: string,
  partitions: Partition[],
  attempt = '0',
): Promise<string[]> {
  const worker = startWorker()
  expect(json<{ code: string }>(await worker.next()).code).toBe(begun.code)
  const lines: string[] = []
  for (const [i, own] of partitions.entries()) {
    const asking = { ...begun, mode, shard: begun.sources['people']!.shard + i, attempt, protocol: 1 }
    const folder = p.path('run/attempts', `${mode}-${i}-${attempt}`)
    lines.push(JSON.stringify(await work(worker, asking, own, { pieces: i === 0 ? piecesOf(p) : [], folder })))
  }
  worker.child.stdin!.end()
  expect(await worker.ended).toMatchObject({ status: 0, stderr: '' })
  return lines
}

/** From the first step to the last, in a folder of its own. */
export async function hosted(p: Project, partitions: Partition[], more: string[] = []): Promise<void> {
  const begun = begin(p, partitions, more)
  if (begun.profile) ended(p, ['put', '--run', 'run'], (await pass(p, begun, 'profile', partitions)).join('\n'))
  ended(p, ['plan', '--run', 'run'])
  ended(p, ['put', '--run', 'run'], (await pass(p, begun, 'apply', partitions)).join('\n'))
  ended(p, ['publish', '--run', 'run'])
  ended(p, ['verify', 'out'])
}

export const divided = (n: number, each = 20, rows: (string | null)[][] = ROWS) =>
  Array.from({ length: n }, (_, i) =>
    partition(COLUMNS, rows.slice(Math.floor((rows.length * i) / n), Math.floor((rows.length * (i + 1)) / n)), each),
  )

export const released = (p: Project, out: string) => {
  const { recordsSha256, records } = p.json<{ recordsSha256: string; records: { out: number } }>(`${out}/manifest.json`)
  return { recordsSha256, records }
}
