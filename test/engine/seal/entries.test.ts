import { describe, expect, it } from 'vitest'
import type { ReadRegister } from '../../../src/engine/consents/read-register.ts'
import { lastLook, moment, planFrozen, resultEntries } from '../../../src/engine/seal/entries.ts'
import { measureRisk } from '../../../src/engine/risk/measure-risk.ts'
import { openLog, type LogWriter } from '../../../src/evidence/log/log-writer.ts'
import { readEntries } from '../../../src/evidence/log/log-reader.ts'
import type { Entry, NewEntry } from '../../../src/evidence/log/entry-schemas.ts'
import { planDigest, type Plan } from '../../../src/plan/plan.ts'
import { compile, KEY_A, KEY_B, TRAINING } from '../../consent/register-fixture.ts'
import { applyHere, field, inputOf, outputAs, planOf, setupOf, sourceOf, temporaryFolder } from '../plans.ts'

const AS_OF = new Date('2026-11-23T18:00:00.900Z')
const REGISTER: ReadRegister = {
  ...compile(`subject,purpose,processing,status
yes,dpv:ServiceOptimisation,dpv-ai:ModelTraining,given
no,dpv:ServiceOptimisation,dpv-ai:ModelTraining,withdrawn`),
  keyedSha256: 'cd'.repeat(32),
}

/** What a log holds after an action, but its opening. */
function logged(action: (log: LogWriter) => void): Entry[] {
  const dir = temporaryFolder()
  const log = openLog(dir, { tool: 'perde/0.1.0' })
  action(log)
  log.close()
  return [...readEntries(dir)].slice(1)
}

/** A log takes these entries: they fit their schemas, and their sums are right. */
const accepted = (entries: NewEntry[]) => logged((log) => void log.append(entries))

async function entriesOf(plan: Plan, csv: string, register?: ReadRegister, ragged = false): Promise<NewEntry[]> {
  const setup = setupOf(
    plan,
    register && {
      consent: {
        bytes: register.index.bytes,
        table: register.index.table,
        request: TRAINING,
        subjectKeys: [KEY_A, KEY_B],
      },
    },
  )
  const input = inputOf('csv', csv, { options: ragged ? { ragged: 'quarantine' } : {} })
  const { applied } = await applyHere(plan, [input, { ...input, output: outputAs('b.csv') }], { setup, blockSize: 16 })
  return resultEntries(plan, applied, register, AS_OF, measureRisk(plan, applied))
}

const PLAN = planOf([
  sourceOf(
    [
      field('id', 'pseudonym person', { entity: 'iin' }),
      field(
        'age',
        [
          { verb: 'clip', options: { max: 90 } },
          { verb: 'round', options: { to: 10 } },
        ],
        { role: 'quasi-identifier', onError: 'drop-record' },
      ),
      field('note', '', { role: 'insensitive' }),
    ],
    { subject: { path: 'id' } },
  ),
])
const CSV = 'id,age,note\nyes,31,a\nno,32,b\nyes,x,c\nyes,38,d\nragged\n'

describe('the entries of a run', () => {
  it('are taken by a log as they are', async () => {
    const entries = await entriesOf(PLAN, CSV, REGISTER, true)
    expect(accepted(entries).map((e) => e.type)).toEqual(entries.map((e) => e.type))
  })

  it('say for every part who could be used, why others were not, and as of when', async () => {
    const checks = (await entriesOf(PLAN, CSV, REGISTER, true)).filter((e) => e.type === 'consent.check')
    expect(checks).toHaveLength(2)
    expect(checks[0]).toMatchObject({
      source: 0,
      records: 4,
      used: 3,
      excluded: { WITHDRAWN: 1 },
      registerSha256: REGISTER.keyedSha256,
      asOf: '2026-11-23T18:00:00Z',
      decisionsSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    })
  })

  it('say nothing of consents where there is no register', async () => {
    const entries = await entriesOf(planOf([sourceOf(PLAN.sources[0]!.fields)]), CSV.replace('ragged\n', ''))
    expect(entries.filter((e) => e.type === 'consent.check')).toEqual([])
  })

  it('say for every part what was done to which field, in counts', async () => {
    const parts = (await entriesOf(PLAN, CSV, REGISTER, true)).filter((e) => e.type === 'transform.part')
    expect(parts.map((p) => [p.part, p.source])).toEqual([
      [0, 0],
      [1, 0],
    ])
    expect(parts[0]!.records).toEqual({ in: 5, out: 2, excluded: 1, suppressed: 1, quarantined: 1 })
    // Three records were used; the verbs of one field count alike.
    expect(parts[0]!.methods).toEqual([
      { ordinal: 0, verb: 'pseudonym', count: 3 },
      { ordinal: 1, verb: 'clip', count: 3 },
      { ordinal: 1, verb: 'round', count: 3 },
    ])
  })

  it('say which fields hold a known entity and how many cells of it were met in all parts', async () => {
    const found = (await entriesOf(PLAN, CSV, REGISTER, true)).filter((e) => e.type === 'detect.summary')
    expect(found).toEqual([
      { type: 'detect.summary', source: 0, fields: [{ ordinal: 0, entity: 'iin', role: 'identifier', count: 8 }] },
    ])
  })

  it('say how well the records hide', async () => {
    const risks = (await entriesOf(PLAN, CSV, REGISTER, true)).filter((e) => e.type === 'risk.result')
    expect(risks).toEqual([{ type: 'risk.result', source: 0, k: 2, classes: 2, unique: 0 }])
  })

  it('hold no name and no value', async () => {
    const plan = planOf([sourceOf([field('surname', 'mask', { entity: 'person' })], { name: 'petrov' })])
    const { applied } = await applyHere(plan, [inputOf('csv', 'surname\nIvanova\n', { name: 'kuznetsov.csv' })])
    const text = JSON.stringify(accepted(resultEntries(plan, applied, undefined, AS_OF, measureRisk(plan, applied))))
    for (const word of ['surname', 'Ivanova', 'petrov', 'kuznetsov']) expect(text).not.toContain(word)
  })

  it('of a table as wide as tables may be still fit into a log', async () => {
    const names = Array.from({ length: 1201 }, (_, i) => `column_with_a_long_name_${i}`)
    const plan = planOf([
      sourceOf(
        names.map((name) =>
          field(name, 'generalise year', { entity: 'kz-driving-licence', role: 'quasi-identifier', onError: 'null' }),
        ),
      ),
    ])
    const { applied } = await applyHere(plan, [
      inputOf('csv', `${names.join()}\n${names.map(() => '2020-01-01').join()}\n`),
    ])
    const entries = resultEntries(plan, applied, undefined, AS_OF, measureRisk(plan, applied))
    accepted(entries)
    const parts = entries.filter((e) => e.type === 'transform.part')
    expect(parts.flatMap((p) => p.methods.map((m) => m.ordinal))).toEqual([...names.keys()])
    expect(new Set(parts.map((p) => p.part))).toEqual(new Set([0]))
    const found = entries.filter((e) => e.type === 'detect.summary')
    expect(found.flatMap((p) => p.fields.map((f) => f.ordinal))).toEqual([...names.keys()])
  })

  it('of the plan have its digest and the number of its rules', () => {
    expect(logged((log) => planFrozen(log, PLAN, planDigest(PLAN)))).toMatchObject([
      { type: 'plan.freeze', planSha256: planDigest(PLAN), fields: 3 },
    ])
  })

  it('of the last look say whether the register had changed', () => {
    const looks = logged((log) => {
      lastLook(log, { registerSha256: REGISTER.keyedSha256, asOf: AS_OF, changed: true, denied: 2 })
      lastLook(log, { registerSha256: REGISTER.keyedSha256, asOf: AS_OF, changed: false, denied: undefined })
    })
    expect(looks.map((e) => e.type === 'consent.last-look' && [e.registerSha256, e.asOf])).toEqual([
      [REGISTER.keyedSha256, '2026-11-23T18:00:00Z'],
      [REGISTER.keyedSha256, '2026-11-23T18:00:00Z'],
    ])
    const [changed, same] = looks.map((e) => (e as { changed?: unknown }).changed)
    expect([Boolean(changed), Boolean(same)]).toEqual([true, false])
  })
})

describe('a moment', () => {
  it('is written in UTC with whole seconds, cut off, as the register’s times are', () => {
    expect(moment(new Date('2026-11-23T23:59:59.999+05:00'))).toBe('2026-11-23T18:59:59Z')
  })
})
