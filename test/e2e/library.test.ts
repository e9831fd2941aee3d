import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  CONSENT,
  CONTRACT,
  KEY,
  REGISTER_HEADER,
  consent,
  csv,
  jsonl,
  people,
  peopleCsv,
  peoplePolicy,
  project,
  type Project,
} from './perde.ts'
import { entriesOf, expectLogHolds, expectNothingPublished } from './refusal.ts'

// The built library, as a program that has perde installed would import it.
const library = (await import(
  new URL('../../dist/index.js', import.meta.url).href
)) as typeof import('../../src/index.ts')
const { PerdeError, openPolicy, run, scan, transformRecords, use, verify } = library

let before: string
beforeEach(() => void (before = process.cwd()))
afterEach(() => process.chdir(before))

const EVERYBODY = people(60)
const KEYS = { main: Buffer.from(KEY, 'hex') }
const AS_OF = new Date('2026-01-01T00:00:00Z')

const POLICY = `perde: 1
dataset:
  id: clinic
  sources: { visits: visits.jsonl }
  subject: { visits: patient.iin }
  provenance: { controller: Example Clinic }
${CONSENT}keys:
  main: { env: PERDE_KEY }
fields:
  visits:
    patient.iin: { role: identifier, type: iin, do: pseudonym person }
    patient.name: { role: identifier, type: person, do: fake person.name }
    at: { role: sensitive, do: shift-date 60d }
    weight: { role: sensitive, do: noise 5, on-error: drop-record }
    'codes[]': { role: sensitive, do: prefix 3, when: 'weight > 62', else: redact }
    note: { role: sensitive, do: { scrub: { find: [iin, phone, email], with: pseudonym } } }
    private: { role: identifier, do: drop }
    plain: insensitive
`

const VISITS = EVERYBODY.map((p, i) => ({
  patient: { iin: p.iin, name: p.name },
  at: `2025-0${1 + (i % 9)}-1${i % 10}`,
  weight: i === 31 ? 'heavy' : 60 + (i % 7),
  codes: ['J06.9', `I1${i % 10}.0`],
  note: i % 4 === 0 ? `call ${p.phone}, ${p.email}` : '',
  private: { phone: p.phone },
  plain: i,
}))

const FILES = {
  'policy.yaml': POLICY,
  'visits.jsonl': jsonl(VISITS),
  'consents.csv': csv(
    REGISTER_HEADER,
    EVERYBODY.filter((_, i) => i % 5 !== 0).map((o) => consent(o.iin, 'given')),
  ),
}

/** The working directory is where relative paths of a call begin, as for the command line. */
function inside(p: Project): Project {
  process.chdir(p.dir)
  return p
}

async function all<T extends { records: unknown[] }>(batches: AsyncIterable<T>): Promise<unknown[]> {
  const records: unknown[] = []
  for await (const batch of batches) records.push(...batch.records)
  return records
}

describe('the library', () => {
  it('runs, verifies, and permits a use, with nothing of the environment but what it is given', async () => {
    const p = inside(project(FILES))
    const seen = new Set<string>()
    const result = await run(openPolicy('policy.yaml', { asOf: AS_OF }), {
      out: 'out',
      log: 'log',
      workers: 2,
      blockSize: 1024,
      asOf: AS_OF,
      env: { PERDE_KEY: KEY },
      onProgress: ({ phase }) => seen.add(phase),
    })
    expect(result.target).toBe(p.path('out'))
    expect(result.manifest.records).toEqual({ in: 60, out: 47, excluded: 12, suppressed: 1, quarantined: 0 })
    expect(result.manifest).toEqual(p.json('out/manifest.json'))
    expect([...seen]).toEqual(['apply'])
    expect(verify('out', { log: 'log' })).toMatchObject({ ok: true, against: 'log', problems: [] })
    expect(verify('out', { trust: p.text('log/keys/1.vkey') })).toMatchObject({ ok: true, against: 'trust' })
    expect(verify('out')).toMatchObject({ ok: true, against: 'itself' })
    const terms = { purpose: 'dpv:ServiceOptimisation', processing: 'ai-training', by: 'team', log: 'log' }
    const permitted = await use('out', { ...terms, env: { PERDE_KEY: KEY } })
    expect(permitted).toMatchObject({ decision: 'permit', paths: [p.path('out/data/visits.jsonl')], denials: [] })
    const denied = await use('out', { ...terms, purpose: 'dpv:Advertising', env: { PERDE_KEY: KEY } })
    expect(denied).toMatchObject({ decision: 'deny', denials: [{ code: 'DENIED_PURPOSE' }] })
    expect(entriesOf(p, 'log').filter((e) => e.type === 'use.check').length).toBe(2)
    expectLogHolds(p, 'log')
  })

  it('makes of a stream what the command line makes of a file', async () => {
    const p = inside(project(FILES))
    const ran = p.perde(['run', 'policy.yaml', '--out', 'out', '--as-of', '2026-01-01', '--workers', '1'])
    expect(ran.status).toBe(0)
    const lines = p.text('out/data/visits.jsonl').trimEnd().split('\n')
    const released = lines.map((line) => JSON.parse(line) as unknown)
    const policy = openPolicy('policy.yaml')
    async function* stream() {
      for (const visit of VISITS) yield await Promise.resolve(visit)
    }
    for (const batch of [1, 7, 1000])
      expect(await all(transformRecords(stream(), policy, { keys: KEYS, asOf: AS_OF, batch }))).toEqual(released)
    expect(await all(transformRecords(VISITS, policy, { env: { PERDE_KEY: KEY }, asOf: AS_OF }))).toEqual(released)
    const counts = { in: 0, out: 0, excluded: 0, suppressed: 0 }
    for await (const { receipt } of transformRecords(VISITS, policy, { keys: KEYS, asOf: AS_OF, batch: 7 }))
      for (const name of ['in', 'out', 'excluded', 'suppressed'] as const) counts[name] += receipt.records[name]
    expect(counts).toEqual({ in: 60, out: 47, excluded: 12, suppressed: 1 })
  })

  it('finds personal fields without keeping a value', async () => {
    const p = inside(project({ 'people.csv': peopleCsv(EVERYBODY) }))
    const [found] = await scan('people.csv')
    expect(found!.records).toBe(60)
    expect(found!.verdicts.get('iin')).toMatchObject({ role: 'identifier', entity: 'iin' })
    expect(found!.verdicts.get('name')).toMatchObject({ role: 'identifier', entity: 'person' })
    const told = JSON.stringify([...found!.verdicts, [...found!.facts.keys()]])
    for (const person of EVERYBODY) expect(told).not.toContain(person.iin)
    expect(p.below().filter((name) => name !== 'tmp/')).toEqual(['people.csv'])
  })
})

describe('a run that is aborted', () => {
  it('rejects with INTERRUPTED, publishes nothing and can be run again', async () => {
    const p = inside(project(FILES))
    const abort = new AbortController()
    const options = { out: 'out', log: 'log', workers: 1, blockSize: 1024, asOf: AS_OF, env: { PERDE_KEY: KEY } }
    const aborted = run(openPolicy('policy.yaml'), {
      ...options,
      signal: abort.signal,
      onProgress: () => abort.abort(),
    })
    await expect(aborted).rejects.toMatchObject({ name: 'PerdeError', code: 'INTERRUPTED' })
    expectNothingPublished(p)
    expect(entriesOf(p, 'log').at(-1)).toMatchObject({ type: 'run.abort', code: 'INTERRUPTED' })
    expectLogHolds(p, 'log')
    await run(openPolicy('policy.yaml'), options)
    expect(verify('out', { log: 'log' }).ok).toBe(true)
  })

  it('rejects before it begins where the signal was there before', async () => {
    const p = inside(project(FILES))
    const ended = run(openPolicy('policy.yaml'), {
      out: 'out',
      log: 'log',
      env: { PERDE_KEY: KEY },
      signal: AbortSignal.abort(),
    })
    await expect(ended).rejects.toMatchObject({ code: 'INTERRUPTED' })
    expectNothingPublished(p)
  })

  it('stops a stream of records at the next one', async () => {
    inside(project(FILES))
    const abort = new AbortController()
    let read = 0
    async function* endless() {
      for (;;) {
        if (++read === 25) abort.abort()
        yield await Promise.resolve(VISITS[1]!)
      }
    }
    const stream = transformRecords(endless(), openPolicy('policy.yaml'), {
      keys: KEYS,
      asOf: AS_OF,
      batch: 10,
      signal: abort.signal,
    })
    await expect(all(stream)).rejects.toThrow()
    expect(read).toBe(25)
  })
})

describe('a policy that denies, denies by throwing', () => {
  it('for a run, with the entry in the log', async () => {
    const p = inside(
      project({
        'policy.yaml': peoplePolicy(CONTRACT).replace('own-records', 'leaked'),
        'people.csv': peopleCsv(EVERYBODY),
      }),
    )
    const ended = run(openPolicy('policy.yaml'), { out: 'out', log: 'log', env: { PERDE_KEY: KEY } })
    const error = await ended.catch((e: unknown) => e)
    expect(error).toBeInstanceOf(PerdeError)
    expect(error).toMatchObject({ code: 'DENIED_PURPOSE', exitStatus: 77, facts: { requirements: ['R07'] } })
    expect(entriesOf(p, 'log').find((e) => e.type === 'purpose.check')).toMatchObject({ decision: 'deny' })
    expectNothingPublished(p)
  })

  it('for a stream, before a record is asked for', async () => {
    inside(project({ 'policy.yaml': peoplePolicy(CONTRACT).replace('own-records', 'leaked') }))
    let asked = false
    function* records() {
      asked = true
      yield { iin: '1', name: 'x', city: 'y' }
    }
    const stream = transformRecords(records(), openPolicy('policy.yaml'), { keys: KEYS })
    await expect(all(stream)).rejects.toMatchObject({ code: 'DENIED_PURPOSE' })
    expect(asked).toBe(false)
  })

  it('where it is no policy, with all that is wrong with it', () => {
    inside(project({ 'policy.yaml': peoplePolicy().replace('pseudonym person', 'pseudonim').replace('drop', 'dorp') }))
    let error: unknown
    try {
      openPolicy('policy.yaml')
    } catch (e) {
      error = e
    }
    expect(error).toMatchObject({ code: 'POLICY_INVALID' })
    const { findings } = (error as InstanceType<typeof PerdeError>).facts as { findings: { code: string }[] }
    expect(findings.map((f) => f.code)).toEqual(['POLICY_UNKNOWN_TRANSFORM', 'POLICY_UNKNOWN_TRANSFORM'])
  })

  it('for a record with a field that no rule covers, and says no value of it', async () => {
    inside(project(FILES))
    const stream = transformRecords([{ ...VISITS[1]!, passport: 'ZqМаркер' }], openPolicy('policy.yaml'), {
      keys: KEYS,
      asOf: AS_OF,
    })
    const error = await all(stream).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'POLICY_UNCOVERED_FIELD', where: { source: 'visits', field: 'passport' } })
    expect(JSON.stringify(error)).not.toContain('ZqМаркер')
  })

  it('for a stream where the policy needs a look at all the data first', async () => {
    inside(project({ ...FILES, 'policy.yaml': POLICY.replace('prefix 3', 'surrogate') }))
    const stream = transformRecords(VISITS, openPolicy('policy.yaml'), { keys: KEYS, asOf: AS_OF })
    await expect(all(stream)).rejects.toMatchObject({ code: 'PLAN_MISMATCH' })
  })
})
