import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CONSENT, consent, CONTRACT, csv, people, project, REGISTER_HEADER, type Project } from './perde.ts'
import {
  deadlyPublish,
  faulty,
  hasSpark,
  HOME,
  openSession,
  PYTHON,
  type Asked,
  type Fault,
  type Session,
  type Told,
} from './spark/session.ts'

// Apache Spark runs perde's two passes: the release has the records of one machine, and what goes wrong on the way publishes nothing.

const ALL = people(240)
const HEADER = ['iin', 'city', 'born', 'note']
const AS_OF = '2026-11-01T00:00:00Z'
const rows = (from: number, to: number) =>
  ALL.slice(from, to).map((p, i) => [
    p.iin,
    p.city,
    p.born,
    i % 9 === 0 ? 'two\nlines, and a "quote"' : `note ${i % 4}`,
  ])

const policy = (purpose: string, more = '', input = 'lake') => `perde: 1
dataset:
  id: people
  sources: { people: ${input} }
  subject: { people: iin }
  provenance: { controller: Example Clinic, method: own-records }
${purpose}keys:
  main: { env: PERDE_KEY }
fields:
  people:
    iin: { role: identifier, type: iin, do: pseudonym person }
    city: { role: quasi-identifier, do: keep }
    born: { role: quasi-identifier, do: generalise year }
    note: { role: insensitive, do: keep }
${more}output: { format: csv }
`

const FILES = {
  'policy.yaml': policy(CONTRACT),
  'full.yaml': policy(CONSENT, 'anonymity: { k: 5, suppress-at-most: 40% }\n'),
  'typed.yaml': policy(CONSENT, 'anonymity: { k: 5, suppress-at-most: 40% }\n', 'typed'),
  'consents.csv': csv(
    REGISTER_HEADER,
    ALL.filter((_, i) => i % 7 !== 0).map((p) => consent(p.iin, 'given')),
  ),
  // The largest is the last: Spark would begin with it.
  'headless.csv': csv([ALL[0]!.iin, 'CanaryNote', ALL[0]!.born, 'Note'], rows(1, 20)),
  'ragged/0.csv': `${HEADER.join()}\nCanaryNote,Астана\n`,
  'lake/0.csv': csv(HEADER, rows(0, 40)),
  'lake/1.csv': csv(HEADER, rows(40, 100)),
  'lake/2.csv': csv(HEADER, rows(100, 240)),
}

/** The same rows as Parquet, in two files of several row groups, with dates as dates. */
const TO_PARQUET = `
import datetime, os, sys, pyarrow as pa, pyarrow.csv as pc, pyarrow.parquet as pq
text = pc.ConvertOptions(column_types={name: pa.string() for name in ("iin", "city", "born", "note")})
whole = pa.concat_tables(pc.read_csv(f"lake/{i}.csv", convert_options=text, parse_options=pc.ParseOptions(newlines_in_values=True)) for i in range(3))
born = pa.array([datetime.date.fromisoformat(born) for born in whole["born"].to_pylist()])
whole = whole.set_column(2, "born", born)
os.mkdir("typed")
pq.write_table(whole.slice(0, 150), "typed/0.parquet", row_group_size=40)
pq.write_table(whole.slice(150), "typed/1.parquet", row_group_size=40)
note = pa.StringArray.from_buffers(1, pa.array([0, 11], pa.int32()).buffers()[1], pa.py_buffer(b"CanaryNote" + bytes([255])))
os.mkdir("broken")
pq.write_table(whole.slice(0, 1).set_column(3, "note", note), "broken/0.parquet")
`

const source = { source: 'people' }

describe.skipIf(!hasSpark)('a run on Spark', () => {
  let p: Project
  let spark: Session
  const removals: (() => void)[] = []

  beforeAll(() => {
    p = project(FILES, (remove) => removals.push(remove))
    spark = openSession(p, 'local[2,4]')
    expect(spawnSync(PYTHON, ['-c', TO_PARQUET], { cwd: p.dir }).stderr.toString()).toBe('')
    for (const name of ['policy', 'full', 'typed']) {
      const { status, stderr } = p.perde(['run', `${name}.yaml`, '--out', `one/${name}`, '--as-of', AS_OF])
      expect({ status, stderr }).toEqual({ status: 0, stderr })
    }
  }, 240_000)
  afterAll(async () => {
    await spark.close()
    for (const remove of removals.reverse()) remove()
  }, 60_000)

  const run = ({ out, table, frame = 'lake/*.csv', options = {}, ...rest }: Asked) =>
    spark.run({
      ...(table === undefined ? { frame } : { table }),
      out,
      options: { ...source, as_of: AS_OF, patience: 60, ...options },
      ...rest,
    })
  const released = (out: string) => {
    const { recordsSha256, records } = p.json<{ recordsSha256: string; records: unknown }>(`${out}/manifest.json`)
    return { recordsSha256, records }
  }
  // What noise an attack gets hangs on the bytes of a record, and Arrow's are others than CSV's.
  const risk = (out: string) =>
    JSON.parse(p.text(`${out}/risk.json`), (key, value: unknown) => (key === 'noisy' ? undefined : value)) as unknown
  const verified = (out: string) => {
    const { status, stderr } = p.perde(['verify', out])
    expect({ status, stderr }).toEqual({ status: 0, stderr })
  }
  const nothing = (out: string) => {
    expect(p.has(out)).toBe(false)
    expect(readdirSync(p.dir).filter((name) => name.startsWith(`.${out}`))).toEqual([])
  }

  it.each([
    ['files of CSV, with pseudonyms', 'policy', { table: 'lake/*.csv', options: { source: undefined, target: '1KB' } }],
    ['files of CSV, with pseudonyms, consents and k-anonymity', 'full', { table: 'lake', options: { target: '1KB' } }],
    ['files of Parquet, with pseudonyms, consents and k-anonymity', 'typed', { table: 'typed' }],
    ['a DataFrame of CSV, with pseudonyms', 'policy', { frame: 'lake/*.csv', options: { source: undefined } }],
    ['a DataFrame of CSV, with pseudonyms, consents and k-anonymity', 'full', { frame: 'lake/*.csv' }],
    ['a DataFrame of Parquet, with pseudonyms, consents and k-anonymity', 'typed', { frame: 'typed/*.parquet' }],
  ] as [string, string, Partial<Asked>][])(
    'gives the records of one machine for %s',
    async (title, name, asked) => {
      const out = title.replaceAll(/[ ,]+/g, '-')
      const told = await run({ out, policy: `${name}.yaml`, ...asked })
      expect(told.released?.records_sha256, told.message).toBe(
        p.json<Manifest>(`one/${name}/manifest.json`).recordsSha256,
      )
      expect(released(out)).toEqual(released(`one/${name}`))
      expect(told.released!.memory).toBeGreaterThan(0)
      expect(risk(out)).toEqual(risk(`one/${name}`))
      verified(out)
      expect(readdirSync(p.dir).filter((name) => name.startsWith('_'))).toEqual([])
    },
    120_000,
  )

  it('tries again what dies, hangs, ends early, answers for other records or says no frame, and gives the same records', async () => {
    const once = (shard: number, on: Fault['on'], does: string, times = 1): Fault => ({
      mode: 'apply',
      shard,
      on,
      does,
      times,
    })
    const some: [string, Fault[]][] = [
      ['first', [once(0, 'batch', 'die', 2), once(1, 'batch', 'hang'), once(2, 'result', 'kill-python')]],
      [
        'second',
        [
          once(0, 'result', 'end'),
          once(1, 'result', 'count-less'),
          once(2, 'batch', 'garbage'),
          { ...once(1, 'result', 'die'), mode: 'profile' },
        ],
      ],
    ]
    for (const [name, faults] of some) {
      const { home, attempts } = faulty(p, name, faults)
      const told = await run({ out: `out-${name}`, policy: 'full.yaml', options: { on_executors: home, patience: 5 } })
      expect(told.released?.records_sha256, told.message).toBe(p.json<Manifest>('one/full/manifest.json').recordsSha256)
      for (const { mode, shard, times } of faults) expect(attempts()).toContain(`${mode!}-${shard!}-${times! + 1}`)
      verified(`out-${name}`)
    }
  }, 240_000)

  it.each([
    ['an executor has another key', [], { key_names: { main: 'OTHER_KEY' } }, 'KEY_INVALID'],
    ['an executor has no key', [], { key_names: { main: 'NO_KEY' } }, 'KEY_MISSING'],
    ['a key file is not there', [], { key_files: { main: '/nowhere/perde.key' } }, 'KEY_MISSING'],
    ['the worker is another perde', [{ on: 'hello', does: 'be-another' }], {}, 'PLAN_MISMATCH'],
    ['the worker speaks another protocol', [{ on: 'hello', does: 'speak-another' }], {}, 'PLAN_MISMATCH'],
  ] as [string, Fault[], Partial<Asked>, string][])(
    'denies, and tries nothing again, where %s',
    async (title, faults, asked, code) => {
      const out = title.replaceAll(' ', '-')
      const { home, attempts } = faulty(p, `at-${out}`, faults)
      const { error, status, code: said } = await run({ out, ...asked, options: { on_executors: home } })
      expect({ error, status, said }).toEqual({ error: 'Denied', status: 78, said: code })
      expect(attempts().filter((name) => !name.endsWith('-1'))).toEqual([])
      nothing(out)
    },
    120_000,
  )

  it.each([
    ['a text of a DataFrame is not UTF-8', { frame: 'broken/*.parquet' }, 'BadData', 65],
    ['a row of a DataFrame is not whole', { frame: 'ragged/*.csv' }, 'BadData', 65],
    ['a text of a file is not UTF-8', { table: 'broken/*.parquet' }, 'BadData', 65],
    ['a row of a file is not whole', { table: 'ragged/*.csv' }, 'BadData', 65],
    ['a file has no header', { table: 'headless.csv' }, 'BadData', 65],
    ['a DataFrame was read without a header', { frame: 'headless.csv' }, 'Denied', 78],
    ['the table has other columns', { frame: 'consents.csv' }, 'Denied', 78],
    ['the files have other columns', { table: 'consents.csv' }, 'Denied', 78],
    ['the policy is not there', { policy: 'none.yaml' }, 'Denied', 78],
    ['there are no files', { table: 'nowhere/*.csv' }, 'BadData', 65],
  ] as [string, Partial<Asked>, string, number][])(
    'publishes nothing where %s, and tells no value',
    async (title, asked, error, status) => {
      const out = title.replaceAll(' ', '-')
      const told = await run({ out, ...asked })
      expect([told.error, told.status], told.message).toEqual([error, status])
      expect(told.message).not.toContain('CanaryNote')
      nothing(out)
    },
    120_000,
  )

  it('takes no batch with other columns than the table, and knows a time in another zone', () => {
    const FIT = `
import sys; sys.path.insert(0, "${HOME}/workers/spark")
import datetime, pyarrow as pa
from perde_spark.failures import BadData
from perde_spark.partition import fit
at = lambda zone: pa.schema([("a", pa.string()), ("at", pa.timestamp("us", zone))])
now = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
batch = lambda schema: pa.RecordBatch.from_pylist([{name: now if name == "at" else "CanaryNote" for name in schema.names}], schema=schema)
# As it comes: the columns have their names or, where Spark would not find them by these, numbers, in the order of the table.
numbered = lambda schema, numbers=("0", "1"): batch(schema).rename_columns(numbers[: len(schema)])
assert fit(batch(at("Asia/Almaty")), at("UTC")).equals(batch(at("UTC")))
assert fit(numbered(at("Asia/Almaty")), at("UTC")).equals(batch(at("UTC")))
assert fit(numbered(at("UTC").set(0, pa.field("a", pa.large_string()))), at("UTC")).equals(batch(at("UTC")))
for other in (numbered(pa.schema([("a", pa.string())])), numbered(at("UTC"), ("1", "0")), numbered(at("UTC"), ("at", "a")), numbered(at("UTC").set(0, pa.field("a", pa.large_binary())))):
  try:
    fit(other, at("UTC"))
  except BadData as e:
    print(e.status, e.code, "Canary" in str(e))
`
    const { stdout, stderr } = spawnSync(PYTHON, ['-c', FIT])
    expect([stdout.toString(), stderr.toString()]).toEqual(['65 INPUT_SCHEMA False\n'.repeat(4), ''])
  })

  it.each([
    ['while tasks work', 'tasks'],
    ['when it publishes, with perde', 'publish'],
    ['when it publishes, and perde goes on alone', 'alone'],
  ] as const)(
    'goes on with the run of a driver that was killed %s',
    async (_, name) => {
      const { home, attempts } = faulty(p, `hangs-${name}`, [
        ...(name === 'tasks' ? [{ mode: 'apply', shard: 2, on: 'batch', does: 'hang', times: 1 } as const] : []),
      ])
      const driver =
        name === 'tasks' ? {} : { home: deadlyPublish(p, `deadly-${name}`, name === 'alone' ? 'alone' : 'with it') }
      const out = `killed-${name}`
      const first = openSession(p, 'local[2,4]')
      const options = { as_of: AS_OF, run_folder: `_${out}`, on_executors: home, ...driver }
      const told = first.run({ out, frame: 'lake/*.csv', options })
      if (name === 'tasks') {
        await until(() => attempts().includes('apply-2-1'))
        process.kill(-first.child.pid!, 'SIGKILL')
      }
      expect(await told).toEqual({ message: 'the driver is gone' })
      if (name !== 'alone') nothing(out)
      const again = async (): Promise<Told> => {
        const told = await run({ out, options: { run_folder: `_${out}` } })
        return told.status === 75 ? again() : told
      }
      const { released: made, message } = await again()
      expect(made?.records_sha256, message).toBe(p.json<Manifest>('one/policy/manifest.json').recordsSha256)
      verified(out)
      const other = await run({ out, frame: 'typed/*.parquet', options: { run_folder: `_${out}` } })
      expect([other.error, other.status, other.code]).toEqual(['Denied', 78, 'PLAN_MISMATCH'])
    },
    280_000,
  )

  it('publishes once where two drivers do the same run', async () => {
    const both = await Promise.all([0, 1].map(() => run({ out: 'both', options: { run_folder: '_both' } })))
    const made = both.filter(({ released }) => released)
    expect(made.length, both.map(({ message }) => message).join()).toBeGreaterThan(0)
    for (const told of both) if (!told.released) expect([told.error, told.status]).toEqual(['TryAgain', 75])
    expect(made[0]!.released!.records_sha256).toBe(p.json<Manifest>('one/policy/manifest.json').recordsSha256)
    verified('both')
  }, 120_000)
})

interface Manifest {
  recordsSha256: string
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((next) => setTimeout(next, 100))
}
