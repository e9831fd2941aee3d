import canonicalize from 'canonicalize'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { keptFacts, keptPlan } from '../../../src/plan/anonymity/kept-plan.ts'
import {
  keptPlanText,
  parsePlanFile,
  planFileBytes,
  planFileText,
  type PlanFile,
} from '../../../src/plan/anonymity/plan-file.ts'
import { solveAnonymity } from '../../../src/plan/anonymity/solve.ts'
import { countedRows, plannedFor, type Row } from './counted-rows.ts'

const HEAD = { dataset: 'a "quoted",\\"sources":{ name', release: '01JD9ZQ0V7Q3Y6B2W8K4M5N6P7', salt: '0f' }

function plan(model: 'top-down' | 'peeling' | 'full-domain') {
  const rows = Array.from({ length: 30 }, (_, n): Row => [n % 7 === 0 ? null : String(20 + n), 'xyz'[n % 3]!])
  const planned = plannedFor(2, { k: 3, model, 'suppress-at-most': '10%' })
  return keptPlan(keptFacts(planned, solveAnonymity(planned, countedRows(rows, 2), {}))!)
}

describe('a plan file', () => {
  const plans = { zoo: plan('top-down'), Ärzte: plan('full-domain'), '"': plan('peeling') }
  const file: PlanFile = { perde: 'anonymity-plan', version: 1, ...HEAD, sources: plans }

  it('is canonical JSON of everything, with the digest of the rest in its place', () => {
    const digest = createHash('sha256').update(canonicalize(file)!).digest('hex')
    expect(planFileText(file)).toBe(`${canonicalize({ ...file, sha256: digest })}\n`)
  })

  it('has the same bytes where each plan is text already, in whatever order they came', () => {
    const texts = new Map(Object.entries(plans).map(([name, kept]) => [name, keptPlanText(kept)] as const))
    expect(planFileBytes(HEAD, texts).toString()).toBe(planFileText(file))
    expect(planFileBytes(HEAD, new Map([...texts].reverse())).toString()).toBe(planFileText(file))
  })

  it('reads as what was written', () => {
    expect(parsePlanFile(planFileText(file))).toEqual(file)
  })

  it.each([
    ['a number of a class', (text: string) => text.replace(/"classes":\[\[\[(\d)/, '"classes":[[[1$1')],
    ['its data set', (text: string) => text.replace('quoted', 'coated')],
    ['its end', (text: string) => text.slice(0, -20)],
    ['a member more', (text: string) => text.replace('"salt"', '"extra":1,"salt"')],
  ])('of which somebody changed %s is refused', (_, change) => {
    const text = planFileText(file)
    expect(change(text)).not.toBe(text)
    expect(() => parsePlanFile(change(text))).toThrow(expect.objectContaining({ code: 'PLAN_MISMATCH' }))
  })
})
