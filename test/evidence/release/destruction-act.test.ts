import { Ajv } from 'ajv'
import { expect, it, test } from 'vitest'
import { destructionActSchema, KEPT, type DestructionAct } from '../../../src/evidence/release/destruction-act.ts'

test('policies/destruction-act.schema.json is the schema (npx vitest run test/evidence/release/destruction-act.test.ts -u)', async () => {
  await expect(`${JSON.stringify(destructionActSchema, undefined, 2)}\n`).toMatchFileSnapshot(
    '../../../policies/destruction-act.schema.json',
  )
})

const { $schema: _, ...schema } = destructionActSchema
const isAct = new Ajv({ strict: false }).compile(schema)
const GOOD: DestructionAct = {
  title: 'act of destruction',
  perde: '0.1.0',
  dataset: 'clinic',
  received: '2026-11-30T00:00:00Z',
  done: '2026-11-30T00:00:00Z',
  due: '2026-12-01',
  article: '94-V art. 25(2)',
  destroyed: { corrections: 'all', decisions: { rows: 3, releases: 1 }, inputs: 'left out for good' },
  notDestroyed: { inputs: [{ source: 'people', records: 1 }], releases: [], unknown: [], kept: [...KEPT] },
  log: { origin: 'perde/clinic/x', index: 4 },
}

it('says what was destroyed, and what was not', () => {
  expect(isAct(GOOD)).toBe(true)
})

it.each<[string, (act: DestructionAct) => void]>([
  ['a person', (act) => Object.assign(act, { subject: '950101300123' })],
  ['inputs that perde would have destroyed', (act) => (act.destroyed.inputs = 'destroyed' as never)],
  ['nothing that stays', (act) => (act.notDestroyed.kept = [])],
  ['no entry of a log', (act) => delete (act as Partial<DestructionAct>).log],
  [
    'a state of a release that is none',
    (act) => act.notDestroyed.releases.push({ release: '01M8MX8Y6PG72A4WG6A24N7KX0', state: 'safe', records: 1 }),
  ],
])('is refused with %s', (_, spoil) => {
  const act = structuredClone(GOOD)
  spoil(act)
  expect(isAct(act)).toBe(false)
})
