import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { json, partition, piecesOf, startWorker, TYPE, work, type Begun, type Partition } from './host.ts'
import { CONSENT, consent, csv, people, project, REGISTER_HEADER, type Project } from './perde.ts'

// Workers behind pipes, and a host that hands them a table in partitions: the release is the one that a single process makes.

const ALL = people(300)
const COLUMNS = ['iin', 'city', 'born', 'floor']
const ROWS = ALL.map((p, i) => [p.iin, p.city, p.born, i % 11 === 0 ? null : String(i % 3)])
const POLICY = `perde: 1
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
const FILES = {
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
const AS_OF = ['--as-of', '2026-11-01T00:00:00Z']

function ended(p: Project, args: string[], input = ''): string {
  const { status, stderr, stdout } = p.perde(args, { input })
  expect({ status, stderr }, args.join(' ')).toEqual({ status: 0, stderr })
  return stdout
}

function begin(p: Project, partitions: Partition[]): Begun {
  writeFileSync(p.path('people.arrow'), partitions[0]!.schema)
  const handed = ['--partitions', `people=${partitions.length}`, '--schema', 'people=people.arrow']
  return JSON.parse(
    ended(p, ['shard', 'policy.yaml', '--run', 'run', '--out', 'out', '--json', ...handed, ...AS_OF]),
  ) as Begun
}

/** One pass over all partitions, by one worker. Gives the lines for `perde put`. */
async function pass(p: Project, begun: Begun, mode: string, partitions: Partition[], attempt = '0'): Promise<string[]> {
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

const divided = (n: number, each = 20) =>
  Array.from({ length: n }, (_, i) =>
    partition(COLUMNS, ROWS.slice(Math.floor((ROWS.length * i) / n), Math.floor((ROWS.length * (i + 1)) / n)), each),
  )

describe('a table that a host hands over in partitions', () => {
  it('becomes the records of a run over the same records as CSV', async () => {
    const p = project(FILES)
    ended(p, ['run', 'policy.yaml', '--out', 'single', ...AS_OF])
    const partitions = divided(4)
    const begun = begin(p, partitions)
    expect(begun).toMatchObject({ shards: 4, profile: true, sources: { people: { shard: 0, partitions: 4 } } })
    const profiles = await pass(p, begun, 'profile', partitions)
    ended(p, ['put', '--run', 'run'], profiles.join('\n'))
    ended(p, ['plan', '--run', 'run'])
    const applied = await pass(p, begun, 'apply', partitions)
    ended(p, ['put', '--run', 'run'], [...applied, ...applied].join('\n'))
    ended(p, ['publish', '--run', 'run'])
    ended(p, ['verify', 'out'])
    const of = (out: string) => {
      const { recordsSha256, records } = p.json<{ recordsSha256: string; records: object }>(`${out}/manifest.json`)
      return { recordsSha256, records }
    }
    expect(of('out')).toEqual(of('single'))
    expect(TYPE.result).toBe(6)
  }, 120_000)
})
