import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CONTRACT, csv, people, peopleCsv, peoplePolicy, project, type Project } from './perde.ts'
import { hasSpark, openSession, PYTHON, type Asked, type Session } from './spark/session.ts'

// What a table may be on Apache Spark, and that its records are those of `perde run` over the same files.

const ALL = people(60)
const AS_OF = '2026-11-01T00:00:00Z'
const names = (from: number, to: number) =>
  csv(
    ['iin', 'name'],
    ALL.slice(from, to).map((p) => [p.iin, p.name]),
  )

const DATASET = `perde: 1
dataset:
  id: clinic
  subject: { people: iin }
  provenance: { controller: Example Clinic, method: own-records }
`
const KEYS = 'keys: { main: { env: PERDE_KEY } }\n'

/** Every kind of column that Spark and Arrow have in common, some of them nested in others. */
const TYPED = `${DATASET.replace('id: clinic\n', 'id: clinic\n  sources: { people: typed.parquet }\n')}${CONTRACT}${KEYS}fields:
  people:
    iin: { role: identifier, type: iin, do: pseudonym person }
    home.street: { role: identifier, do: mask }
    "visits[].doctor": { role: identifier, do: pseudonym doctor }
    born: { role: quasi-identifier, do: generalise year }
    "**": insensitive
output: { format: jsonl }
`

const TO_TYPED = `
import datetime, decimal, pyarrow as pa, pyarrow.parquet as pq
at = datetime.datetime(2026, 3, 1, 12, 30, 15, 123456)
columns = dict(
    iin=pa.string(), born=pa.date32(), seen=pa.timestamp("us", "UTC"), local=pa.timestamp("us"), price=pa.decimal128(12, 3),
    large=pa.decimal128(38, 0), photo=pa.binary(), tiny=pa.int8(), short=pa.int16(), number=pa.int32(), long=pa.int64(),
    ratio=pa.float64(), yes=pa.bool_(), text=pa.string(), home=pa.struct([("street", pa.string()), ("flat", pa.int32()), ("since", pa.timestamp("us", "UTC"))]),
    calls=pa.list_(pa.timestamp("us", "UTC")), paid=pa.map_(pa.string(), pa.timestamp("us", "UTC")),
    visits=pa.list_(pa.struct([("doctor", pa.string()), ("marks", pa.list_(pa.int32()))])), tags=pa.map_(pa.string(), pa.int32()),
)
def row(i, iin):
    if i % 5 == 4:
        return dict(iin=iin)
    return dict(
        iin=iin, born=datetime.date(2090 + i % 10, 1 + i % 12, 1 + i % 28), seen=at.replace(tzinfo=datetime.timezone.utc), local=at,
        price=decimal.Decimal(i) / 8, large=decimal.Decimal(10) ** 37 + i, photo=bytes([i, 255]), tiny=-i, short=300 + i, number=-70000 - i,
        long=2 ** 60 + i, ratio=i / 7, yes=i % 2 == 0, text="" if i % 3 else 'two\\nlines, "q"', home=dict(street=f"Abay {i}", flat=None if i % 2 else i, since=at if i % 3 else None),
        calls=[at, None] * (i % 2), paid={"a": at, "b": None} if i % 3 else {},
        visits=[dict(doctor=f"D{i % 3}", marks=[i, None])] * (i % 3), tags={"a": i, "b": None} if i % 2 else {},
    )
iins = ${JSON.stringify(ALL.map((p) => p.iin))}
pq.write_table(pa.Table.from_pylist([row(i, iin) for i, iin in enumerate(iins)], schema=pa.schema(columns.items())), "typed.parquet")
`

const ODD_NAMES = ALL.map((p) => `${p.iin},${p.city},x,y\n`).join('')

const FILES = {
  'typed.yaml': TYPED,
  'typed-parquet.yaml': TYPED.replace('format: jsonl', 'format: parquet'),
  'lake.yaml': peoplePolicy(CONTRACT, { input: 'lake', more: 'output: { format: csv }\n' }).replace(
    'city: insensitive',
    'city: { role: quasi-identifier, do: mask }',
  ),
  'lake/city=Almaty/0.csv': names(0, 10),
  'lake/city=Nur-Sultan%2FAstana/0.csv': names(10, 25),
  'lake/city=__HIVE_DEFAULT_PARTITION__/x.csv': names(25, 30),
  // What Spark reads otherwise: another encoding, another delimiter, an empty text that is not null, a lone quote.
  'odd.yaml': peoplePolicy(CONTRACT, { input: 'odd.csv', more: 'output: { format: csv }\n' }).replace(
    'people: odd.csv',
    'people: { path: odd.csv, encoding: windows-1251, delimiter: ";" }',
  ),
  'odd.csv': windows1251(
    `iin;name;city\n${ALL[0]!.iin};Иван;""\n${ALL[1]!.iin};Мария;\n${ALL[2]!.iin};Анна;"а ""б"""\n`,
  ),
  // As addresses "a%20b" comes behind "a!b"; by units of UTF-16 the emoji comes before U+E000.
  'names.yaml': peoplePolicy(CONTRACT, { input: 'names', more: 'output: { format: csv }\n' }),
  'names/a b.csv': peopleCsv(ALL.slice(0, 10)),
  'names/a!b.csv': peopleCsv(ALL.slice(10, 20)),
  'names/\u{e000}.csv': peopleCsv(ALL.slice(20, 30)),
  'names/\u{1f600}.csv': peopleCsv(ALL.slice(30, 40)),
  'odd-names.yaml': peoplePolicy(CONTRACT, { input: 'odd-names-one.csv', more: 'output: { format: csv }\n' })
    .replace(/ +name: .*\n/, '')
    .replace('city: insensitive', '"**": insensitive'),
  'odd-names.csv': ODD_NAMES,
  'odd-names-one.csv': `iin,IIN,a.b,a\`b\n${ODD_NAMES}`,
  'empty.yaml': peoplePolicy(CONTRACT, { input: 'empty.csv', more: 'output: { format: csv }\n' }),
  'empty.csv': 'iin,name,city\n',
  'full.csv': peopleCsv(ALL),
}

/** A number of one record is another. */
const OTHER_TYPED = 'spark.read.parquet("typed.parquet").withColumn("long", F.expr("if(tiny = -3, long + 1, long)"))'

const SAME_VALUES = `
import sys, pyarrow.parquet as pq
one, two = (pq.read_table(f"{out}/data").to_pylist() for out in sys.argv[1:])
print(len(one), "the same" if one == two else next((name, a[name], b[name]) for a, b in zip(one, two) for name in a if a[name] != b[name]))
`

function windows1251(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => (c.charCodeAt(0) < 0x80 ? c.charCodeAt(0) : c.charCodeAt(0) - 0x410 + 0xc0))
}

describe.skipIf(!hasSpark)('a table on Spark', () => {
  let p: Project
  let spark: Session
  const removals: (() => void)[] = []

  beforeAll(() => {
    p = project(FILES, (remove) => removals.push(remove))
    spark = openSession(p, 'local[2,4]')
    expect(spawnSync(PYTHON, ['-c', TO_TYPED], { cwd: p.dir }).stderr.toString()).toBe('')
  }, 240_000)
  afterAll(async () => {
    await spark.close()
    for (const remove of removals.reverse()) remove()
  }, 60_000)

  const run = ({ options = {}, ...rest }: Asked) =>
    spark.run({ ...rest, options: { source: 'people', as_of: AS_OF, patience: 60, ...options } })
  const digest = (out: string) => {
    const { recordsSha256, records } = p.json<{ recordsSha256: string; records: unknown }>(`${out}/manifest.json`)
    return { recordsSha256, records }
  }
  const one = (policy: string) => {
    const out = `one-${policy}`
    if (!p.has(out)) {
      const { status, stderr } = p.perde(['run', `${policy}.yaml`, '--out', out, '--as-of', AS_OF])
      expect({ status, stderr }).toEqual({ status: 0, stderr })
    }
    return digest(out)
  }

  it.each([
    ['a folder with columns in the names of its folders', 'lake', { table: 'lake', options: { target: '1KB' } }],
    ['a file in another encoding, with what is empty and what is null', 'odd', { table: 'odd.csv' }],
    ['a file without records', 'empty', { table: 'empty.csv' }],
    [
      'a DataFrame without records',
      'empty',
      { python: 'spark.createDataFrame([], "iin string, name string, city string")' },
    ],
    ['a DataFrame without partitions', 'empty', { python: `spark.sql("select '' iin, '' name, '' city where false")` }],
    ['a DataFrame whose partitions are all empty', 'empty', { python: 'spark.read.csv("full.csv", header=True).filter("iin = 0").repartition(3)' }], // prettier-ignore
    ['columns of every type', 'typed', { frame: 'typed.parquet' }],
    ['columns of every type in another time zone', 'typed', { python: '(spark.conf.set("spark.sql.session.timeZone", "Asia/Almaty"), spark.read.parquet("typed.parquet"))[1]' }], // prettier-ignore
    ['columns of every type in batches of seven', 'typed', { python: '(spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "7"), spark.read.parquet("typed.parquet"))[1]' }], // prettier-ignore
    ['files whose names stand otherwise in addresses', 'names', { frame: 'names/*.csv' }],
    ['columns that Spark does not find by their names', 'odd-names', { python: 'spark.read.csv("odd-names.csv").toDF("iin", "IIN", "a.b", "a`b")' }], // prettier-ignore
    ['columns of every type that Spark calls large', 'typed', { python: '(spark.conf.set("spark.sql.execution.arrow.useLargeVarTypes", "true"), spark.read.parquet("typed.parquet"))[1]' }], // prettier-ignore
  ] as [string, string, Partial<Asked>][])(
    'gives the records of one machine for %s',
    async (title, policy, asked) => {
      const out = title.replaceAll(/[ ,]+/g, '-')
      const told = await run({ out, policy: `${policy}.yaml`, ...asked })
      expect(told.released?.records_sha256, told.message).toBe(one(policy).recordsSha256)
      expect(digest(out)).toEqual(one(policy))
      const { status, stderr } = p.perde(['verify', out])
      expect({ status, stderr }).toEqual({ status: 0, stderr })
    },
    180_000,
  )

  it.each(['csv', 'jsonl', 'json', 'xml', 'arrow', 'parquet'])(
    'may have partitions without records as %s, or no others',
    async (format) => {
      p.write(`${format}.yaml`, FILES['empty.yaml'].replace('empty.csv', 'full.csv').replace('format: csv', `format: ${format}`)) // prettier-ignore
      const full = 'spark.read.csv("full.csv", header=True)'
      const none = `${full}.filter("iin = 0").repartition(1)`
      for (const [name, python, records] of [
        ['gap', `${none}.union(${full}).union(${none})`, ALL.length],
        ['none', none, 0],
      ] as const) {
        const out = `${format}-${name}`
        const told = await run({ out, policy: `${format}.yaml`, python })
        expect(told.released?.records['out'], told.message).toBe(records)
        const { status, stderr } = p.perde(['verify', out])
        expect({ status, stderr }).toEqual({ status: 0, stderr })
      }
    },
    180_000,
  )

  it('gives the same values as Parquet, with a digest that is that of the records', async () => {
    const asked = { policy: 'typed-parquet.yaml', frame: 'typed.parquet' }
    for (const out of ['as-parquet', 'as-parquet-again'])
      expect((await run({ ...asked, out })).released?.records).toEqual(one('typed-parquet').records)
    const other = await run({ ...asked, out: 'as-parquet-other', frame: undefined, python: OTHER_TYPED } as never)
    const digests = ['as-parquet', 'as-parquet-again', 'as-parquet-other'].map((out) => digest(out).recordsSha256)
    expect(digests[1]).toBe(digests[0])
    expect(digests[2], other.message).not.toBe(digests[0])
    const { stdout, stderr } = spawnSync(PYTHON, ['-c', SAME_VALUES, 'one-typed-parquet', 'as-parquet'], { cwd: p.dir })
    expect([stdout.toString(), stderr.toString()]).toEqual(['60 the same\n', ''])
  }, 180_000)

  it.each([
    [
      'an interval of days',
      `spark.sql("select interval '1' day as stay")`,
      'column 1 (df.columns[0]) has a type that perde does not read: interval day',
    ],
    [
      'an interval of months, nested',
      `spark.sql("select 'a' as iin, array(interval '1' month) as CanaryTerms")`,
      'column 2 (df.columns[1]) has a type that perde does not read: interval month',
    ],
    [
      'a variant',
      `spark.sql("select parse_json('{}') as anything")`,
      'column 1 (df.columns[0]) has a type that perde does not read: variant',
    ],
    ['no columns', 'spark.range(30).select()', 'the table has no columns'],
    ['two columns of one name', `spark.sql("select 'a' as iin, 'CanaryNote' as name, 'c' as name")`, 'perde shard: '],
  ])(
    'is refused for %s before a job starts',
    async (title, python, message) => {
      const out = title.replaceAll(/[ ,]+/g, '-')
      const told = await run({ out, policy: 'empty.yaml', python })
      expect([told.error, told.status], told.message).toEqual(['BadData', 65])
      expect(told.message).toContain(message)
      expect(told.message).not.toMatch(/Canary|--/)
      expect(p.has(out)).toBe(false)
    },
    60_000,
  )
})
