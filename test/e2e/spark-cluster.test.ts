import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  csv,
  CONSENT,
  consent,
  people,
  peopleCsv,
  peoplePolicy,
  project,
  REGISTER_HEADER,
  type Project,
} from './perde.ts'
import { faulty, hasSpark, HOME, openHosts, openSession, type Fault, type Session } from './spark/session.ts'

// Executors that are processes of their own, with perde from an archive, as on a cluster.

const ALL = people(200)
const FILES = {
  'policy.yaml': peoplePolicy(CONSENT, { input: 'lake', more: 'output: { format: csv }\n' }),
  'consents.csv': csv(
    REGISTER_HEADER,
    ALL.filter((_, i) => i % 7 !== 0).map((p) => consent(p.iin, 'given')),
  ),
  ...Object.fromEntries([0, 1, 2, 3].map((i) => [`lake/${i}.csv`, peopleCsv(ALL.slice(50 * i, 50 * i + 50))])),
}
const AS_OF = '2026-11-01T00:00:00Z'

const SPECULATION = {
  'spark.speculation': 'true',
  'spark.speculation.interval': '100ms',
  'spark.speculation.multiplier': '1.1',
  'spark.speculation.quantile': '0.25',
  'spark.speculation.minTaskRuntime': '100ms',
}

describe.skipIf(!hasSpark)('a run on a cluster of Spark', () => {
  let p: Project
  let spark: Session
  const removals: (() => void)[] = []

  beforeAll(() => {
    p = project(FILES, (remove) => removals.push(remove))
    const parts = ['dist', 'package.json', 'node_modules/piscina', 'node_modules/@bokuweb/zstd-wasm']
    expect(spawnSync('tar', ['czf', p.path('perde.tgz'), '-C', HOME, ...parts]).stderr.toString()).toBe('')
    const archives = { 'spark.archives': `${p.path('perde.tgz')}#perde` }
    spark = openSession(p, 'local-cluster[2,1,1024]', archives)
    const { status, stderr } = p.perde(['run', 'policy.yaml', '--out', 'one', '--as-of', AS_OF])
    expect({ status, stderr }).toEqual({ status: 0, stderr })
  }, 240_000)
  afterAll(async () => {
    await spark.close()
    for (const remove of removals.reverse()) remove()
  }, 60_000)

  async function released(out: string, on_executors: string, session = spark, files = false): Promise<void> {
    const told = await session.run({
      out,
      ...(files ? { table: 'lake/*.csv' } : { frame: 'lake/*.csv' }),
      options: { source: 'people', as_of: AS_OF, on_executors, ...(files && { target: '1KB' }) },
    })
    expect(told.released?.records_sha256, told.message).toBe(
      p.json<{ recordsSha256: string }>('one/manifest.json').recordsSha256,
    )
    const { status, stderr } = p.perde(['verify', out])
    expect({ status, stderr }).toEqual({ status: 0, stderr })
  }

  const fault = (shard: number, on: Fault['on'], does: string): Fault => ({ mode: 'apply', shard, on, does, times: 1 })

  it.each([
    ['a DataFrame', false],
    ['files by path', true],
  ])(
    'gives the records of one machine, with perde from an archive, for %s',
    (title, files) => released(`archived-${title.replaceAll(' ', '-')}`, 'perde', spark, files),
    300_000,
  )

  it('does without an executor that is killed', async () => {
    const { home, attempts } = faulty(p, 'lossy', [fault(1, 'batch', 'kill-executor')])
    await released('lossy-out', home)
    expect(attempts()).toEqual(expect.arrayContaining(['apply-1-1', 'apply-1-2']))
  }, 300_000)

  it('takes one answer where a task runs twice', async () => {
    // The first attempt at shard 3 never answers, so that only a second one beside it can; Spark gives that to another host.
    const hosts = await openHosts(p)
    const session = openSession(p, hosts.master, { 'spark.executor.memory': '512m', ...SPECULATION })
    try {
      const { home, attempts } = faulty(p, 'silent', [{ mode: 'apply', shard: 3, on: 'batch', does: 'hang', times: 1 }])
      await released('twice', home, session)
      expect(attempts()).toEqual(expect.arrayContaining(['apply-3-1', 'apply-3-2']))
    } finally {
      await session.close()
      hosts.close()
    }
  }, 300_000)
})
