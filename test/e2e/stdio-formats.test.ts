import { createHash } from 'node:crypto'
import { tableFromIPC } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { AS_OF, begin, COLUMNS, divided, ended, FILES, hosted, pass, PLAIN, POLICY, ROWS } from './handed.ts'
import { partition, type Partition } from './host.ts'
import { CONTRACT, people, project, type Project } from './perde.ts'

// What a host hands over, in every format that a release has: the records are those of `perde run` over the same table in files.

interface Output {
  path: string
  bytes: number
  sha256: string
  header: number
  trailer?: number
  records: number
}

interface Manifest {
  recordsSha256: string
  records: unknown
  outputs: Output[]
}

const released = (p: Project, out: string) => {
  const { recordsSha256, records, outputs } = p.json<Manifest>(`${out}/manifest.json`)
  return { recordsSha256, records, outputs }
}

const END = Buffer.from([255, 255, 255, 255, 0, 0, 0, 0])

/** A partition as a file of its own. */
function fileOf({ schema, batches }: Partition): Buffer {
  return Buffer.concat([schema, ...batches.map((batch) => batch.subarray(schema.length, -END.length)), END])
}

const TYPED = ['parquet', 'arrow']

/** Bytes behind the records, as the formats say it themselves. */
const FOOTER: Record<string, (file: Buffer) => number> = {
  parquet: (file) => file.readUInt32LE(file.length - 8) + 8,
  // What came as a stream is written as one, which has no footer.
  arrow: (file) =>
    (file.subarray(-6).toString() === 'ARROW1' ? file.readUInt32LE(file.length - 10) + 10 : 0) + END.length,
}

describe('the records of a table that a host hands over', () => {
  it.each(['csv', 'jsonl', 'json', 'xml', ...TYPED])(
    'are those of a run over the same files, as %s',
    async (format) => {
      const policy = PLAIN.replace('people: people.csv', 'people: people/*.arrow').replace('format: csv', `format: ${format}`) // prettier-ignore
      const p = project({ ...FILES, 'policy.yaml': policy })
      const partitions = divided(2)
      for (const [i, own] of partitions.entries()) p.write(`people/${i}.arrow`, fileOf(own))
      ended(p, ['run', 'policy.yaml', '--out', 'single', ...AS_OF])
      await hosted(p, partitions)
      expect(released(p, 'out')).toEqual(released(p, 'single'))
      const { recordsSha256, outputs } = released(p, 'out')
      expect(outputs.map(({ records }) => records > 100)).toEqual([true, true])
      const footer = FOOTER[format]
      if (!footer) return
      const hash = createHash('sha256')
      for (const [i, { path, header, trailer }] of outputs.entries()) {
        const file = p.bytes(`out/${path}`)
        expect(trailer).toBe(footer(file))
        hash.update(file.subarray(i === 0 ? 0 : header, file.length - trailer!))
      }
      expect(recordsSha256).toBe(hash.digest('hex'))
    },
    180_000,
  )

  it.each(['csv', 'parquet'])(
    'may be none, in partitions or without any: as of a file with a header alone, as %s',
    async (format) => {
      const policy = POLICY.replace('people: people.csv', 'people: people.arrow').replace('format: csv', `format: ${format}`) // prettier-ignore
      const empty = partition(COLUMNS, [])
      const files = { ...FILES, 'policy.yaml': policy, 'people.arrow': fileOf(empty) }
      const [p, q] = [project(files), project(files)]
      ended(p, ['run', 'policy.yaml', '--out', 'single', ...AS_OF])
      await hosted(p, [empty, empty, empty])
      expect(released(p, 'out').recordsSha256).toBe(released(p, 'single').recordsSha256)
      expect(released(p, 'out').records).toEqual(released(p, 'single').records)
      // Nobody hands anything over: perde's own tasks do the one shard.
      const shard = ['shard', 'policy.yaml', '--run', 'run', '--out', 'out', '--json', ...AS_OF]
      const begun = JSON.parse(ended(q, [...shard, '--partitions', '0', '--schema', 'people.arrow'])) as object
      expect(begun).toMatchObject({ shards: 1, profile: true, sources: { people: { shard: 0, partitions: 0 } } })
      const steps = [['profile', '--shard', '0'], ['plan'], ['apply', '--shard', '0'], ['publish']]
      for (const [step, ...more] of steps) ended(q, [step!, '--run', 'run', ...more])
      expect(released(q, 'out')).toEqual(released(p, 'single'))
      ended(q, ['verify', 'out'])
    },
    180_000,
  )
})

describe('documents in the cells of a table that a host hands over', () => {
  const rows = people(60).map(({ iin, phone }, i) => [iin, i % 9 === 0 ? null : JSON.stringify({ phone, visits: i })])
  const COLUMNS = ['iin', 'payload']
  const POLICY = `perde: 1
dataset:
  id: people
  sources: { people: { path: people.csv, documents: { payload: json }, broken: quarantine } }
  provenance: { controller: Example Clinic, method: own-records }
${CONTRACT}keys: { main: { env: PERDE_KEY } }
unlisted: fail
fields:
  people:
    iin: { role: identifier, do: pseudonym person }
    payload.phone: { role: identifier, do: drop }
    payload.visits: insensitive
`
  const policy = (format: string) => `${POLICY}output: { format: ${format} }\n`
  const quoted = (cell: string | null | undefined) => `"${(cell ?? '').replaceAll('"', '""')}"`
  const csvOf = (own: (string | null)[][]) =>
    [COLUMNS, ...own.map(([iin, payload]) => [iin, payload ? quoted(payload) : ''])].map((row) => `${row.join()}\n`).join('') // prettier-ignore

  it('are opened, edited and set aside as those of a CSV file', async () => {
    const broken = rows.with(5, [rows[5]![0]!, '{"phone":'])
    const p = project({ 'policy.yaml': policy('csv'), 'people.csv': csvOf(broken) })
    ended(p, ['run', 'policy.yaml', '--out', 'single', ...AS_OF])
    await hosted(p, [partition(COLUMNS, broken)])
    expect(released(p, 'out')).toEqual(released(p, 'single'))
    expect(released(p, 'out').records).toMatchObject({ in: 60, out: 59, quarantined: 1 })
    expect(p.text('out/data/people.csv')).not.toContain('phone')
  }, 180_000)

  it('are written into the column that they stand in, and drawn in another order where that is asked', async () => {
    for (const more of ['', ', order: shuffle']) {
      const p = project({ 'policy.yaml': `${POLICY}output: { format: arrow${more} }\n` })
      await hosted(p, [partition(COLUMNS, rows)])
      const payloads = tableFromIPC(p.bytes('out/data/people.arrow')).getChild('payload')!.toJSON() as (string | null)[]
      const wanted = rows.map(([, payload], i) => (payload === null ? null : `{"visits":${i}}`))
      expect(more === '' ? payloads : payloads.toSorted()).toEqual(more === '' ? wanted : wanted.toSorted())
    }
  }, 180_000)

  it('stop the run at a field in them that no rule names', async () => {
    const p = project({ 'policy.yaml': policy('csv').replace('    payload.visits: insensitive\n', '') })
    const begun = begin(p, [partition(COLUMNS, rows)])
    ended(p, ['plan', '--run', 'run'])
    await expect(pass(p, begun, 'apply', [partition(COLUMNS, rows)])).rejects.toThrow('POLICY_UNCOVERED_FIELD')
  }, 180_000)
})

describe('a table with two columns of one name', () => {
  it('is refused before the gate is asked, by the places of the columns', () => {
    const p = project({ ...FILES, 'policy.yaml': PLAIN })
    const { schema } = partition(['iin', 'city', 'born', 'floo0'], ROWS.slice(0, 1))
    const twice = Buffer.from(Buffer.from(schema).toString('latin1').replace('floo0', 'city\0').replace('\x05\0\0\0city', '\x04\0\0\0city'), 'latin1') // prettier-ignore
    p.write('people.arrow', twice)
    const { status, stderr } = p.perde(['shard', 'policy.yaml', '--run', 'run', '--out', 'out', '--partitions', '2', '--schema', 'people.arrow']) // prettier-ignore
    expect({ status, stderr }).toEqual({ status: 65, stderr: expect.stringContaining('columns 2 and 4 have the same name') as string }) // prettier-ignore
    expect(stderr).toContain('[INPUT_DUPLICATE_FIELD]')
  }, 60_000)
})
