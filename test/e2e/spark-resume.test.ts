import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CONTRACT, people, peopleCsv, peoplePolicy, project, type Project } from './perde.ts'
import {
  deadlyStep,
  hasSpark,
  HOME,
  openSession,
  waitingStep,
  type Asked,
  type Session,
  type Told,
} from './spark/session.ts'

// A driver of Apache Spark dies; the next one goes on with the same table under the same policy, and with nothing else.

const ALL = people(1000)
const AS_OF = '2026-11-01T00:00:00Z'
const K = 'anonymity: { k: 2, suppress-at-most: 50% }\n'
const policy = (more = '') => peoplePolicy(CONTRACT, { input: 'people.csv', more: `${more}output: { format: csv }\n` })
const FILES = {
  'policy.yaml': policy(),
  'other.yaml': policy().replace('city: insensitive', 'city: { role: insensitive, do: drop }'),
  'two-passes.yaml': policy(K).replace('city: insensitive', 'city: quasi-identifier'),
  'people.csv': peopleCsv(ALL),
  'others.csv': peopleCsv(people(1000, 5000)),
}

/** Tables that give a thousand records in four partitions: as they are, divided otherwise, of others, one of them another. */
const table = (file: string, by: string) =>
  `spark.read.csv("${file}", header=True).repartitionByRange(4, ${by}).sortWithinPartitions("iin")`
const SAME = table('people.csv', '"iin"')
const DIVIDED = table('people.csv', 'F.reverse("iin")')
const OTHERS = table('others.csv', '"iin"')
const ONE_OTHER = `${SAME}.withColumn("city", F.when(F.col("iin") == "${ALL[500]!.iin}", "CanaryCity").otherwise(F.col("city")))`

/** When a driver dies: before a command of perde's does anything, or behind it. */
type Dies = 'after put' | 'before publish'

describe.skipIf(!hasSpark)('a run that a driver of Spark left', () => {
  let p: Project
  let spark: Session
  const left = new Map<string, string>()
  const removals: (() => void)[] = []

  beforeAll(() => {
    p = project(FILES, (remove) => removals.push(remove))
    spark = openSession(p, 'local[2,4]')
  }, 240_000)
  afterAll(async () => {
    await spark.close()
    for (const remove of removals.reverse()) remove()
  }, 60_000)

  const run = ({ options = {}, ...rest }: Asked, session = spark) =>
    session.run({ ...rest, options: { source: 'people', as_of: AS_OF, ...options } })

  /** The folder of a run whose driver died. */
  async function leftRun(policy: string, dies: Dies): Promise<string> {
    const key = `${policy} ${dies}`
    if (!left.has(key)) {
      const folder = `_left-${left.size}`
      const [when, step] = dies.split(' ') as ['before' | 'after', string]
      const session = openSession(p, 'local[2,4]')
      const home = deadlyStep(p, `deadly-${left.size}`, step, when)
      const told = await run({ out: `out-${policy}`, policy, python: SAME, options: { run_folder: folder, home, on_executors: HOME } }, session) // prettier-ignore
      expect(told).toEqual({ message: 'the driver is gone' })
      left.set(key, folder)
    }
    return left.get(key)!
  }

  /** The digest of the same table's release without a dead driver. */
  const fresh = async (policy: string) =>
    (await run({ out: `whole-${policy}`, policy, python: SAME })).released!.records_sha256

  const refusal = (told: Told) => [told.error, told.status, told.code]
  const changed = ['BadData', 65, 'INPUT_CHANGED']
  const mismatch = ['Denied', 78, 'PLAN_MISMATCH']

  it.each([
    ['before publish', 'policy.yaml', 'a table that is divided otherwise', { python: DIVIDED }, changed],
    ['before publish', 'policy.yaml', 'a table of others', { python: OTHERS }, changed],
    ['before publish', 'policy.yaml', 'a table with another value', { python: ONE_OTHER }, changed],
    ['before publish', 'policy.yaml', 'another policy', { policy: 'other.yaml' }, mismatch],
    ['before publish', 'policy.yaml', 'fewer partitions', { python: `${SAME}.coalesce(2)` }, mismatch],
    ['before publish', 'policy.yaml', 'another time', { options: { as_of: '2026-10-01T00:00:00Z' } }, mismatch],
    ['before publish', 'policy.yaml', 'another log', { options: { log: 'another-log' } }, mismatch],
    ['after put', 'two-passes.yaml', 'a table that is divided otherwise', { python: DIVIDED }, changed],
    ['after put', 'two-passes.yaml', 'a table with another value', { python: ONE_OTHER }, changed],
    ['before publish', 'policy.yaml', 'the same table', {}, undefined],
    ['after put', 'two-passes.yaml', 'the same table', {}, undefined],
  ] as [Dies, string, string, Partial<Asked>, unknown[] | undefined][])(
    '%s, of %s: goes on with nothing but the same table and policy: %s',
    async (dies, policy, _, asked, refused) => {
      const run_folder = await leftRun(policy, dies)
      const out = `out-${policy}`
      const told = await run({ out, policy, python: SAME, ...asked, options: { run_folder, ...asked.options } })
      if (refused) {
        expect(refusal(told), told.message).toEqual(refused)
        expect(told.message).not.toMatch(/Canary| --/)
        expect(p.has(out)).toBe(false)
        return
      }
      // Nothing was lost by the refusals before this, in the same folder.
      expect(told.released?.records['in'], told.message).toBe(ALL.length)
      expect(told.released?.records_sha256).toBe(await fresh(policy))
      const { status, stderr } = p.perde(['verify', out])
      expect({ status, stderr }).toEqual({ status: 0, stderr })
    },
    480_000,
  )

  it('is not told of the release of another table, which another driver published meanwhile', async () => {
    const run_folder = '_two'
    const home = waitingStep(p, 'waiting', 'put', p.path(run_folder, 'published'))
    const asked = { out: 'two', options: { run_folder } }
    const late = run({ ...asked, python: SAME, options: { run_folder, home, on_executors: HOME } })
    while (!p.has('waiting/waits')) await new Promise((next) => setTimeout(next, 100))
    const other = await run({ ...asked, python: OTHERS })
    expect(other.released?.records['in'], other.message).toBe(1000)
    const told = await late
    expect(refusal(told), told.message).toEqual(changed)
    expect(refusal(await run({ ...asked, python: SAME }))).toEqual(changed)
    expect((await run({ ...asked, python: OTHERS })).released?.records_sha256).toBe(other.released?.records_sha256)
  }, 480_000)

  it('that was published keeps no digest of its partitions that anybody could guess, and is told as no other release', async () => {
    const asked = (run_folder: string, python = SAME, options = {}) => ({ out: 'kept', python, options: { run_folder, ...options } }) // prettier-ignore
    const [first] = [await run(asked('_kept-1')), await run(asked('_kept-2', SAME, { replace: true }))]
    const digests = ['_kept-1', '_kept-2'].flatMap((folder) =>
      Object.values(p.json<Record<string, string>>(`${folder}/spark-table.json`)),
    )
    // Of the same partitions under the same key, in two runs.
    expect([digests.length, new Set(digests).size]).toEqual([8, 8])
    const other = await run({ ...asked('_kept-2'), key_names: { main: 'OTHER_KEY' }, options: { run_folder: '_kept-2', replace: true } }) // prettier-ignore
    expect(refusal(other), other.message).toEqual(['Denied', 78, 'KEY_INVALID'])
    const told = await run(asked('_kept-1'))
    expect(refusal(told), first!.message).toEqual(['Denied', 78, 'RELEASE_UNKNOWN'])
    expect(told.message).toMatch(
      /another release stands at its place now.*begin again with another run_folder, or none$/,
    )
    // An attempt that comes back from a node that was thought dead finds no place to write, whoever asked again meanwhile.
    expect(['_kept-1/attempts', '_kept-2/attempts'].filter((name) => p.has(name))).toEqual([])
    rmSync(p.path('kept'), { recursive: true })
    expect(refusal(await run(asked('_kept-2', SAME, { replace: true })))).toEqual(['Denied', 78, 'RELEASE_UNKNOWN'])
  }, 480_000)
})
