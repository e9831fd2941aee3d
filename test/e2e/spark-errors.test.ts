import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  CONSENT,
  consent,
  CONTRACT,
  csv,
  REGISTER_HEADER,
  people,
  peopleCsv,
  peoplePolicy,
  project,
  type Project,
} from './perde.ts'
import { faulty, hasSpark, openSession, type Asked, type Session } from './spark/session.ts'

// What is missing or asked wrongly on Apache Spark is said of the machine and in the words of who calls `run`; a denial ends all tasks.

const ALL = people(120)
const FILES = {
  'policy.yaml': peoplePolicy(CONTRACT, { input: 'lake', more: 'output: { format: csv }\n' }),
  'k.yaml': peoplePolicy(CONTRACT, {
    input: 'lake',
    more: 'anonymity: { k: 2, suppress-at-most: 90% }\noutput: { format: csv }\n',
  }).replace('city: insensitive', 'city: quasi-identifier'),
  'consents.yaml': peoplePolicy(CONSENT, { input: 'lake', more: 'output: { format: csv }\n' }),
  'consents.csv': csv(
    REGISTER_HEADER,
    ALL.map(({ iin }) => consent(iin, 'given')),
  ),
  'two.yaml': peoplePolicy(CONTRACT, { input: 'lake', more: 'output: { format: csv }\n' })
    .replace('sources: { people: lake }', 'sources: { people: lake, more: lake }')
    .replace('subject: { people: iin }', 'subject: { people: iin, more: iin }')
    .replace('fields:\n', 'fields:\n  more: { iin: { role: identifier, do: drop }, "**": insensitive }\n'),
  'keys.yaml': peoplePolicy(CONTRACT, { input: 'lake', more: 'output: { format: csv }\n' })
    .replace('main: { env: PERDE_KEY }', 'main: { env: PERDE_KEY }\n  second: { env: OTHER_KEY }')
    .replace('do: pseudonym person', 'do: { pseudonym: { domain: person, key: second } }'),
  ...Object.fromEntries([0, 1, 2].map((i) => [`lake/${i}.csv`, peopleCsv(ALL.slice(40 * i, 40 * i + 40))])),
  'no-purpose.yaml': peoplePolicy(CONTRACT, { input: 'lake', more: 'output: { format: csv }\n' }).replace(
    'own-records',
    "own-records, signals: ['train-ai=n']",
  ),
  'bare/package.json': '{}',
  'old/package.json': '{"type":"module","version":"0.0.0"}',
  'old/dist/cli.js': '',
  'old/dist/stdio.js': '',
  'old/bin/node': '#!/bin/sh\necho v18.20.4\n',
}

describe.skipIf(!hasSpark)('an error on Spark', () => {
  let p: Project
  let spark: Session
  const removals: (() => void)[] = []

  beforeAll(() => {
    p = project(FILES, (remove) => removals.push(remove))
    chmodSync(p.path('old/bin/node'), 0o755)
    spark = openSession(p, 'local[3,4]')
  }, 240_000)
  afterAll(async () => {
    await spark.close()
    for (const remove of removals.reverse()) remove()
  }, 60_000)

  const run = ({ options = {}, ...rest }: Asked, session = spark) =>
    session.run({ ...rest, options: { source: 'people', patience: 600, ...options } })
  const nothing = (out: string) => {
    expect(p.has(out)).toBe(false)
    expect(readdirSync(p.dir).filter((name) => name.includes(out))).toEqual([])
  }

  const frame = 'lake/*.csv'
  it.each([
    [
      'there is no perde at the driver',
      { frame, options: { home: 'bare' } },
      78,
      /^the driver has no perde in \S+bare \[WORKER_ABSENT\]; home=FOLDER/,
    ],
    [
      'the Node of the driver is old',
      { frame, options: { home: 'old' } },
      78,
      /^the driver has a Node 18\.20\.4, and perde asks for 20\.19 or newer/,
    ],
    [
      'there is no perde at an executor',
      { frame, options: { on_executors: 'bare' } },
      78,
      /^the executor on \S+ has no perde in \S+bare \[WORKER_ABSENT\]; on_executors=NAME/,
    ],
    [
      'the Node of an executor is old',
      { frame, options: { on_executors: 'old' } },
      78,
      /^the executor on \S+ has a Node 18\.20\.4/,
    ],
    [
      'there is no perde at an executor that reads files',
      { table: 'lake', options: { on_executors: 'bare' } },
      78,
      /^the executor on \S+ has no perde/,
    ],
    ['no keys are named', { frame, no_keys: true }, 2, /\[KEY_MISSING\]; keys=from_files/],
    ['there is something at the output', { frame, out: 'lake' }, 78, /OUTPUT_EXISTS\]; .*name another out$/],
    [
      'which source it is is not said',
      { table: 'lake', policy: 'two.yaml', options: { source: undefined } },
      2,
      /source= one of people, more|source= one of more, people/,
    ],
    [
      'the source is none of the policy',
      { frame, options: { source: 'nobody' } },
      2,
      /^the policy has no source nobody \[USAGE\]; source= one of people$/,
    ],
    [
      'the store is not one that perde reads',
      { table: 'abfss://lake@account/people' },
      2,
      /perde reads no files of abfss:\/\/ by itself/,
    ],
  ] as [string, Partial<Asked>, number, RegExp][])(
    'says that %s',
    async (title, asked, status, message) => {
      const out = asked.out ?? title.replaceAll(/[ ,]+/g, '-')
      const told = await run({ out, ...asked })
      expect([told.error, told.status], told.message).toEqual(['Denied', status])
      expect(told.message).toMatch(message)
      expect(told.message).not.toMatch(/ --(run|replace|partitions|schema)/)
      if (asked.out === undefined) nothing(out)
    },
    120_000,
  )

  it('of a key that is another on an executor releases nothing, though it is not the one that seals the run', async () => {
    const told = await run({ out: 'other-key', policy: 'keys.yaml', frame, key_names: { main: 'PERDE_KEY', second: 'PERDE_KEY' } }) // prettier-ignore
    expect([told.error, told.status, told.code], told.message).toEqual(['Denied', 78, 'KEY_INVALID'])
    expect(told.message).toContain('the key "second" is another')
    nothing('other-key')
    const right = { main: 'PERDE_KEY', second: 'OTHER_KEY' }
    expect((await run({ out: 'right-keys', policy: 'keys.yaml', frame, key_names: right })).released?.records['out']).toBe(120) // prettier-ignore
  }, 180_000)

  it.each([
    [
      'a cast',
      `.withColumn("city", F.expr("cast(concat('Canary', city) as int)").cast("string"))`,
      'CAST_INVALID_INPUT',
    ],
    [
      'a cast before a shuffle',
      `.withColumn("city", F.expr("cast(concat('Canary', city) as int)").cast("string")).orderBy("city")`,
      'CAST_INVALID_INPUT',
    ],
    [
      'an expression that raises',
      '.withColumn("city", F.raise_error(F.concat(F.lit("Canary"), "city")))',
      'USER_RAISED_EXCEPTION',
    ],
    ['a function', '.withColumn("city", F.udf(lambda city: {}["Canary" + city])("city"))', 'a function of it raised'],
  ])(
    'of %s of the caller is not one to try again',
    async (title, change, reason) => {
      const out = title.replaceAll(' ', '-')
      const told = await run({ out, python: `spark.read.csv("lake", header=True)${change}` })
      expect([told.error, told.status, told.code], told.message).toEqual(['BadData', 65, 'INPUT_UNREADABLE'])
      expect(told.message).toContain(reason)
      expect(told.message).not.toContain('Canary')
      nothing(out)
    },
    180_000,
  )

  // Both plans are worked out by Spark while it plans.
  it.each([
    [
      'local rows',
      `spark.sql("select cast(city as int) as city, '' as iin, '' as name from values ('Canary') t(city)")`,
    ],
    ['a constant', 'spark.range(2).select(F.lit("Canary").cast("int").alias("city"), F.lit("").alias("iin"), F.lit("").alias("name"))'], // prettier-ignore
  ])(
    'of a cast of %s is told after the gate, and without the value',
    async (title, python) => {
      const out = title.replaceAll(' ', '-')
      const refused = await run({ out, policy: 'no-purpose.yaml', python })
      expect([refused.error, refused.status, refused.code], refused.message).toEqual(['Denied', 77, 'DENIED_PURPOSE'])
      const told = await run({ out, python })
      expect([told.error, told.status, told.code], told.message).toEqual(['BadData', 65, 'INPUT_UNREADABLE'])
      expect(told.message).toContain('CAST_INVALID_INPUT')
      expect(told.message).not.toContain('Canary')
      nothing(out)
    },
    120_000,
  )

  it('of the gate is told before Spark computes a record, where it has to shuffle', async () => {
    const touch = `F.udf(lambda city: (__import__("pathlib").Path(${JSON.stringify(p.path('read'))}).touch(), city)[1])`
    const python = `spark.read.csv("lake", header=True).withColumn("city", ${touch}("city")).repartition(3)`
    const told = await run({ out: 'gate', policy: 'no-purpose.yaml', python })
    expect([told.error, told.status, told.code], told.message).toEqual(['Denied', 77, 'DENIED_PURPOSE'])
    expect(p.has('read')).toBe(false)
    nothing('gate')
    expect((await run({ out: 'permitted', python })).released?.records['out']).toBe(120)
    expect(p.has('read')).toBe(true)
  }, 180_000)

  it('of a table that comes otherwise each time says first how it is written down', async () => {
    const random = 'F.udf(lambda name: __import__("os").urandom(4).hex())("name")'
    const python = `spark.read.csv("lake", header=True).withColumn("name", ${random})`
    const told = await run({ out: 'otherwise', policy: 'k.yaml', python })
    expect([told.error, told.status, told.code], told.message).toEqual(['BadData', 65, 'INPUT_CHANGED'])
    expect(told.message).toMatch(/\[INPUT_CHANGED\]; a shuffle .* has no order: give df\.localCheckpoint\(\)/)
    nothing('otherwise')
    const written = await run({
      out: 'written-down',
      policy: 'k.yaml',
      python: `${python}.repartition(3).localCheckpoint()`,
    })
    expect(written.released?.records['in'], written.message).toBe(120)
  }, 180_000)

  it('of no subjects does not send to another run', async () => {
    const python = 'spark.read.csv("lake", header=True).withColumn("iin", F.lit(""))'
    const told = await run({ out: 'nobody', policy: 'consents.yaml', python })
    expect([told.error, told.code], told.message).toEqual(['Denied', 'PLAN_MISMATCH'])
    expect(told.message).toContain('no record of the source names its subject')
    expect(told.message).toMatch(/correct dataset\.subject/)
    expect(told.message).not.toContain('run_folder')
  }, 120_000)

  it.each([
    [
      'a list',
      '["lake/0.csv"]',
      {},
      /^the table is neither a DataFrame of Spark nor a path, but list \[USAGE\]; a folder/,
    ],
    ['an RDD', 'spark.sparkContext.parallelize([1])', {}, /but RDD \[USAGE\]; rdd\.toDF/],
    ['a frame of pandas', 'spark.range(2).toPandas()', {}, /but DataFrame \[USAGE\]; spark\.createDataFrame/],
    ['a stream', 'spark.readStream.format("rate").load()', {}, /^the table is a stream/],
    [
      'a store as the place of a run',
      '"lake"',
      { run_folder: 'hdfs://nn/run' },
      /^run_folder is an address of hdfs: .*\.\/hdfs:$/,
    ],
    [
      'a store as the place of the log',
      '"lake"',
      { log: 'dbfs:/log' },
      /the log cannot be at an address of dbfs: \[USAGE\]/,
    ],
    ['another size', '"lake"', { target: -1 }, /^target is a size/],
    ['another time', '"lake"', { as_of: 2026 }, /^as_of is a time/],
  ] as [string, string, Record<string, unknown>, RegExp][])(
    'says that %s is no argument',
    async (title, python, options, message) => {
      const told = await run({ out: title.replaceAll(' ', '-'), python, options })
      expect([told.error, told.status, told.message]).toEqual(['Denied', 2, expect.stringMatching(message)])
    },
    60_000,
  )

  it.each(['hdfs://nn/out', 's3://bucket/out', 'file:///nowhere/out'])(
    'of %s as the output is told',
    async (out) => {
      const before = readdirSync(p.dir)
      const told = await run({ out, table: 'lake' })
      expect([told.error, told.status, told.message]).toEqual([
        'Denied',
        2,
        expect.stringMatching(/^out is an address of/),
      ])
      expect(readdirSync(p.dir)).toEqual(before)
    },
    60_000,
  )

  it('of no table says so', async () => {
    for (const asked of [{ python: 'None' }, { table: '' }]) {
      const told = await run({ out: 'no-table', ...asked })
      expect([told.error, told.status, told.message]).toEqual([
        'Denied',
        2,
        expect.stringMatching(/^there is no table/),
      ])
    }
  }, 60_000)

  it('says that the Python of the executors has no pyarrow, where a DataFrame asks for it, and does without for files', async () => {
    const session = openSession(p, 'local[2]', {}, { PYSPARK_PYTHON: '/usr/bin/python3' })
    try {
      const told = await run({ out: 'no-pyarrow', frame }, session)
      expect([told.error, told.code], told.message).toEqual(['Denied', 'WORKER_ABSENT'])
      expect(told.message).toMatch(/the executors' Python has not what Spark needs there: (pyarrow|pandas)/)
      nothing('no-pyarrow')
      const target = 268435456
      expect((await run({ out: 'files', table: 'lake', options: { target } }, session)).released?.records['out']).toBe(
        120,
      )
      const stopped = await run({ out: 'stopped', python: '("lake", spark.stop())[0]' }, session)
      expect([stopped.error, stopped.status, stopped.message]).toEqual([
        'Denied',
        2,
        expect.stringMatching(/^the session is stopped/),
      ])
    } finally {
      await session.close()
    }
  }, 180_000)

  it('of a denial ends the other tasks, which else would never end, and the worker that hangs in one', async () => {
    const { home, attempts } = faulty(p, 'denying', [
      { mode: 'apply', shard: 0, on: 'batch', does: 'hang', times: 9 },
      { mode: 'apply', shard: 2, on: 'batch', does: 'deny', times: 9 },
    ])
    const told = await run({ out: 'denied', frame, options: { on_executors: home } })
    expect([told.error, told.status, told.code], told.message).toEqual(['Denied', 77, 'DENIED_PURPOSE'])
    expect(attempts()).toEqual(expect.arrayContaining(['apply-0-1', 'apply-2-1']))
    expect(attempts().filter((name) => !name.endsWith('-1'))).toEqual([])
    nothing('denied')
    await until(() => processesOf(p.path('denying')).length === 0)
  }, 180_000)

  it('of a denial ends commands that read files, too', async () => {
    p.write('stuck/package.json', '{"type":"module","version":"0.0.0"}')
    p.write('stuck/dist/stdio.js', '')
    p.write(
      'stuck/dist/cli.js',
      `import { existsSync, writeFileSync } from 'node:fs'
const shard = process.argv[process.argv.indexOf('--shard') + 1]
writeFileSync(${JSON.stringify(p.path('stuck'))} + '/began-' + shard, '')
if (shard !== '2') for (;;) ;
while (!existsSync(${JSON.stringify(p.path('stuck'))} + '/began-0')) await new Promise((next) => setTimeout(next, 50))
process.stderr.write('perde: error: a test denies   [DENIED_PURPOSE]\\n')
process.exit(77)
`,
    )
    const told = await run({ out: 'denied-files', table: 'lake', options: { on_executors: 'stuck', target: '1KB' } })
    expect([told.error, told.status, told.code], told.message).toEqual(['Denied', 77, 'DENIED_PURPOSE'])
    nothing('denied-files')
    expect(existsSync(p.path('stuck/began-0'))).toBe(true)
    await until(() => processesOf(p.path('stuck')).length === 0)
  }, 180_000)
})

/** Processes of Node that run a program below a folder. */
function processesOf(folder: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[1]?.startsWith(`${folder}/`)
    } catch {
      return false
    }
  })
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((next) => setTimeout(next, 100))
}
