import { readFileSync, renameSync, rmSync, statSync, writeFileSync, mkdtempSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import canonicalize from 'canonicalize'
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freezePlan } from '../../../src/engine/freeze/freeze.ts'
import type { RunJob } from '../../../src/engine/freeze/job.ts'
import { keepPlans } from '../../../src/engine/freeze/keep-plans.ts'
import { measureRisk } from '../../../src/engine/risk/measure-risk.ts'
import { showPlan } from '../../../src/engine/release/show-plan.ts'
import { PerdeError } from '../../../src/errors.ts'
import { parsePlanFile, planFileBytes, planFileText } from '../../../src/plan/anonymity/plan-file.ts'
import { parsePolicy } from '../../../src/policy/parse-policy.ts'
import { applyHere, inputOf, jsonl, poolHere, recordsOf, ROOTS } from '../plans.ts'
import { KEY, runCase, writeCase } from '../small-run.ts'

const RELEASE = '01JD9ZQ0V7Q3Y6B2W8K4M5N6P7'
let folder: string
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'perde-plan-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Profile, plan, apply, measure: all of a run but its log. `q`, `r` are quasi-identifiers, `s` is sensitive. */
async function release(anonymity: Record<string, unknown>, records: readonly unknown[]) {
  const { policy, findings } = parsePolicy(
    JSON.stringify({
      perde: 1,
      dataset: { id: 'clinic', sources: { people: 'people.jsonl' } },
      purpose: { id: 'dpv:ScientificResearch', processing: 'dpv:Analyse', basis: 'public-interest' },
      fields: { people: { q: 'quasi-identifier', r: 'quasi-identifier', s: 'sensitive' } },
      anonymity,
    }),
  )
  if (!policy) throw new Error(JSON.stringify(findings))
  const job = { policy, policySha256: '00'.repeat(32), baseDir: folder } as RunJob
  const inputs = [inputOf('jsonl', jsonl(records))]
  const options = { inputs, pool: poolHere(), blockSize: 1 << 20, publishable: () => true }
  const { plan, setup, solutions, planned, population } = await freezePlan(job, ROOTS, new Map(), options, undefined)
  const { applied, text } = await applyHere(plan, inputs, { setup })
  const risk = measureRisk(plan, applied, { solutions, planned, population, measureKey: setup.measureKey })
  const kept = await keepPlans(plan, solutions, options.pool)
  const head = { dataset: 'clinic', release: RELEASE, salt: '00' }
  return {
    plan,
    applied,
    risk,
    file: kept.size === 0 ? undefined : parsePlanFile(planFileBytes(head, kept).toString()),
    records: recordsOf(Object.values(text).join('')),
  }
}

const record = fc.record({
  q: fc.option(fc.constantFrom<unknown>('a', 'b', 'c', 'd'), { nil: null }),
  r: fc.option(fc.integer({ min: 0, max: 120 }), { nil: undefined }),
  s: fc.constantFrom('x', 'y', 'z'),
})
const table = fc.array(record, { minLength: 4, maxLength: 30 })
const model = fc.constantFrom('top-down', 'peeling', 'full-domain')
const classOf = ({ q, r }: Record<string, unknown>) => JSON.stringify([q ?? null, r ?? null])

function sizes(records: readonly Record<string, unknown>[]): number[] {
  const counts = new Map<string, number>()
  for (const r of records) counts.set(classOf(r), (counts.get(classOf(r)) ?? 0) + 1)
  return [...counts.values()]
}

function write(text: string): string {
  writeFileSync(join(folder, 'kept.plan'), text)
  return 'kept.plan'
}

describe('a kept plan', () => {
  it('leaves out the smallest classes where those of other data do not hold together', async () => {
    // Four classes of ten; later two of ten, two of two.
    const people = (sizes: number[]) =>
      ['a', 'b', 'c', 'd'].flatMap((q, i) => Array(sizes[i]!).fill({ q, r: 1, s: 'x' }))
    const asked = { k: 2, 'risk-at-most': { average: '10%' } }
    const plan = write(planFileText((await release(asked, people([10, 10, 10, 10]))).file!))
    const later = people([10, 10, 2, 2])
    await expect(release({ ...asked, plan }, later)).rejects.toMatchObject({ code: 'ANONYMITY_NOT_MET' })
    const found = await release({ ...asked, plan, 'suppress-at-most': '20%' }, later)
    expect(sizes(found.records)).toEqual([10, 10])
    expect(found.risk.risk!.marketer).toBe(0.1)
    const said = await release({ ...asked, plan, 'if-not-met': 'report' }, later)
    expect(sizes(said.records)).toEqual([10, 10, 2, 2])
    expect(said.risk.anonymity!.met).toBe(false)
  })

  it('gives the data that it was made for the same release again', async () => {
    await fc.assert(
      fc.asyncProperty(table, model, async (records, chosen) => {
        const asked = { k: 2, model: chosen, 'suppress-at-most': '50%' }
        const first = await release(asked, records)
        const plan = write(planFileText(first.file!))
        const again = await release({ ...asked, plan }, records)
        expect(again.records).toEqual(first.records)
        expect(again.plan.sources[0]!.anonymity!.solved).toMatchObject({ applied: { k: 2 } })
      }),
      { numRuns: 40 },
    )
  })

  it('gives other data no class of fewer than k, also where it was made for a smaller k, or nothing', async () => {
    let published = 0
    await fc.assert(
      fc.asyncProperty(table, table, model, fc.integer({ min: 2, max: 4 }), async (made, later, chosen, k) => {
        const asked = { k: 2, model: chosen, 'suppress-at-most': '50%' }
        const plan = write(planFileText((await release(asked, made)).file!))
        try {
          const found = await release({ ...asked, k, plan, l: { s: 2 } }, later)
          published++
          for (const size of sizes(found.records)) expect(size).toBeGreaterThanOrEqual(k)
          expect(found.records.length + found.applied.records.suppressed).toBe(later.length)
          expect(found.applied.records.suppressed).toBeLessThanOrEqual(0.5 * later.length)
          if (found.records.length > 0) expect(found.risk.l['s']).toBeGreaterThanOrEqual(2)
        } catch (e) {
          expect(e).toMatchObject({ code: 'ANONYMITY_NOT_MET' })
        }
      }),
      { numRuns: 80 },
    )
    expect(published).toBeGreaterThan(10)
  })

  it('puts a value that it has not seen into the interval that it lies in', async () => {
    const of = (numbers: number[]) => numbers.map((r) => ({ q: 'a', r, s: 'x' }))
    const asked = { k: 3, model: 'full-domain', hierarchies: { r: { intervals: [10, 50] } } }
    const first = await release(asked, of([20, 21, 22, 30, 31, 32]))
    const plan = write(planFileText(first.file!))
    const later = await release({ ...asked, plan }, of([20, 27, 28, 29, 33, 34, 35]))
    expect(sizes(later.records).sort()).toEqual([3, 4])
    expect(new Set(later.records.map(({ r }) => r))).toEqual(new Set(['20-29', '30-39']))
  })

  it('lets the models that do not hold be suppressed, or reported, as the policy says', async () => {
    const made = Array.from({ length: 8 }, (_, i) => ({ q: i % 2 ? 'a' : 'b', r: 1, s: 'x' }))
    const later = made.slice(0, 5)
    const plan = write(planFileText((await release({ k: 3 }, made)).file!))
    await expect(release({ k: 3, plan }, later)).rejects.toMatchObject({ code: 'ANONYMITY_NOT_MET' })
    const suppressed = await release({ k: 3, plan, 'if-not-met': 'suppress' }, later)
    expect(sizes(suppressed.records)).toEqual([3])
    const reported = await release({ k: 3, plan, 'if-not-met': 'report' }, later)
    expect(sizes(reported.records).sort()).toEqual([2, 3])
    expect(reported.risk.sources['people']?.anonymity).toMatchObject({ met: false })
  })
})

describe('the hierarchies of a policy', () => {
  const made = Array.from({ length: 12 }, (_, i) => ({ q: 'abc'[i % 3], r: 20 + i, s: 'x' }))
  const told = (hierarchies: object, more: object = {}) => ({ k: 2, model: 'full-domain', hierarchies, ...more })

  it.each<[string, object, object]>([
    ['other widths', { r: { intervals: [5, 10] } }, { r: { intervals: [10, 20] } }],
    ['other borders', { r: { intervals: [5, 10] } }, { r: { intervals: { widths: [5, 10], upper: 25 } } }],
    ['more levels', { r: { intervals: [5] } }, { r: { intervals: [5, 10] } }],
    ['another way', { r: { prefix: [1] } }, { r: { intervals: [10] } }],
    ['levels that do not take its values', { q: { prefix: [1] } }, { q: { round: [0] } }],
    ['a line of a table that is another', { q: 'one.csv' }, { q: 'other.csv' }],
  ])('that have %s than the plan are refused', async (_, first, second) => {
    writeFileSync(join(folder, 'one.csv'), 'a;x;*\nb;x;*\nc;y;*\n')
    writeFileSync(join(folder, 'other.csv'), 'a;x;*\nb;y;*\nc;y;*\n')
    const plan = write(planFileText((await release(told(first), made)).file!))
    await expect(release(told(second, { plan }), made)).rejects.toMatchObject({
      code: 'PLAN_MISMATCH',
      message: expect.stringContaining('another hierarchy') as string,
    })
    await release(told(first, { plan }), made)
    // The plan has its own.
    await release(told({}, { plan }), made)
  })

  it('may be a table that has grown since', async () => {
    writeFileSync(join(folder, 'one.csv'), 'a;x;*\nb;x;*\nc;y;*\n')
    const plan = write(planFileText((await release(told({ q: 'one.csv' }), made)).file!))
    writeFileSync(join(folder, 'one.csv'), 'a;x;*\nb;x;*\nc;y;*\nd;y;*\n')
    const others = made.map((m) => ({ ...m, q: 'd' }))
    const { records } = await release(told({ q: 'one.csv' }, { plan, 'suppress-at-most': '50%' }), [...made, ...others])
    expect(records).toHaveLength(12)
  })
})

describe('a plan file', () => {
  const made = Array.from({ length: 12 }, (_, i) => ({ q: 'abc'[i % 3], r: 10 * (i % 2), s: 'x' }))

  it.each([
    ['of another source', { ...{ rename: 'others' } }],
    ['of other fields', { field: 'z' }],
    ['of another model', { model: 'peeling' }],
  ])('%s is refused with a hint', async (_, change: { rename?: string; field?: string; model?: string }) => {
    const { file } = await release({ k: 2 }, made)
    const kept = structuredClone(file!)
    const own = kept.sources['people']!
    if (change.rename !== undefined) kept.sources = { [change.rename]: own }
    if (change.field !== undefined) own.fields[0] = change.field
    if (change.model !== undefined) own.model = 'peeling'
    const plan = write(planFileText(kept))
    const error = await release({ k: 2, plan }, made).catch((e: unknown) => e as PerdeError)
    expect(error).toMatchObject({ code: 'PLAN_MISMATCH', exitStatus: 78 })
    expect((error as PerdeError).hints).not.toEqual([])
  })

  it('that is missing, no JSON, not UTF-8, cut off or newer is refused with a hint', async () => {
    const text = planFileText((await release({ k: 2 }, made)).file!)
    const bad = [
      '',
      '{',
      '[]',
      'null',
      '{"perde":"anonymity-plan"}',
      text.slice(0, -10),
      text.replace('"version":1', '"version":2'),
      `${text}${text}`,
    ]
    for (const content of bad) {
      const error = await release({ k: 2, plan: write(content) }, made).catch((e: unknown) => e as PerdeError)
      expect(error).toMatchObject({ code: 'PLAN_MISMATCH', where: { part: 'kept.plan' } })
      expect((error as PerdeError).hints).not.toEqual([])
    }
    writeFileSync(join(folder, 'kept.plan'), Buffer.from([0xff, 0xfe, 0x7b]))
    await expect(release({ k: 2, plan: 'kept.plan' }, made)).rejects.toMatchObject({ code: 'PLAN_MISMATCH' })
    await expect(release({ k: 2, plan: 'none.plan' }, made)).rejects.toMatchObject({ code: 'PLAN_MISMATCH' })
  })

  it('with one character changed is another plan, and refused', async () => {
    const text = planFileText((await release({ k: 2 }, made)).file!)
    fc.assert(
      fc.property(fc.nat(text.length - 2), fc.constantFrom('0', '1', '9', 'a', '"', ']', '-'), (at, character) => {
        fc.pre(text[at] !== character)
        expect(() => parsePlanFile(text.slice(0, at) + character + text.slice(at + 1))).toThrow(
          expect.objectContaining({ code: 'PLAN_MISMATCH' }),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('that was forged with a digest of its own is refused, or gives no class of fewer than k', async () => {
    const { file } = await release({ k: 2, 'suppress-at-most': '50%', model: 'peeling' }, made)
    const places = paths(file!.sources['people']!)
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...places),
        fc.constantFrom<unknown>(-1, 0, 1, 2, 7, 1e9, 0.5, null, 'a', '', [], {}, [[0]], true),
        async (path, value) => {
          const kept = structuredClone(file!) as unknown as Record<string, unknown>
          let at = (kept['sources'] as Record<string, unknown>)['people'] as Record<string, unknown>
          for (const name of path.slice(0, -1)) at = at[name] as Record<string, unknown>
          at[path.at(-1)!] = value
          const sha256 = createHash('sha256').update(canonicalize(kept)!).digest('hex')
          const plan = write(JSON.stringify({ ...kept, sha256 }))
          try {
            const found = await release({ k: 2, 'suppress-at-most': '50%', model: 'peeling', plan }, made)
            for (const size of sizes(found.records)) expect(size).toBeGreaterThanOrEqual(2)
          } catch (e) {
            expect(['PLAN_MISMATCH', 'ANONYMITY_NOT_MET']).toContain((e as PerdeError).code)
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})

/** Every place in a value. */
function paths(value: unknown, at: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [at]
  const below = Object.entries(value).flatMap(([name, own]) => paths(own, [...at, name]))
  return at.length === 0 ? below : [at, ...below]
}

describe('what is kept beside the log', () => {
  it('is sealed under the key of the policy, and opens with it alone', async () => {
    const own = join(folder, 'case')
    writeCase(own, (policy) => `${policy}anonymity: { k: 3 }\n`)
    const { manifest } = await runCase(own)
    const file = join(own, 'log/releases', `${manifest.release}.anonymity`)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file).includes('"levels"')).toBe(false)
    const job = { log: join(own, 'log'), cwd: own, env: { PERDE_KEY: Buffer.from(KEY).toString('hex') } }
    for (const target of ['out', manifest.release]) {
      const shown = await showPlan({ ...job, target })
      expect(shown).toMatchObject({ dataset: 'clinic', release: manifest.release, sources: [{ name: 'people', k: 3 }] })
      const rows = shown.sources[0]!.fields[0]!.uses.reduce((n, use) => n + use.rows, 0)
      expect(rows).toBe(30)
    }
    await expect(showPlan({ ...job, target: 'out', env: { PERDE_KEY: 'ab'.repeat(32) } })).rejects.toMatchObject({
      code: 'KEY_INVALID',
    })
    await expect(showPlan({ ...job, target: 'out', log: join(own, 'nowhere') })).rejects.toMatchObject({
      code: 'RELEASE_UNKNOWN',
    })
    const bytes = readFileSync(file)
    bytes[200]! ^= 1
    writeFileSync(file, bytes)
    await expect(showPlan({ ...job, target: 'out' })).rejects.toMatchObject({ code: 'LOG_TAMPERED' })
    rmSync(file)
    await expect(showPlan({ ...job, target: 'out' })).rejects.toMatchObject({ code: 'LOG_TAMPERED' })
    expect(existsSync(file)).toBe(false)
  })

  it('is sealed under the log’s signing key where the policy has no key that stays', async () => {
    const own = join(folder, 'ephemeral')
    writeCase(own, (policy) => `${policy.replace('{ env: PERDE_KEY }', '{ ephemeral: true }')}anonymity: { k: 3 }\n`)
    const { manifest } = await runCase(own)
    const file = join(own, 'log/releases', `${manifest.release}.anonymity`)
    expect(readFileSync(file).includes('"levels"')).toBe(false)
    const job = { log: join(own, 'log'), cwd: own, env: {}, target: manifest.release }
    expect(await showPlan(job)).toMatchObject({ sources: [{ name: 'people', k: 3 }] })
    // Whoever has the folder without the key reads nothing.
    renameSync(join(own, 'log/keys/log.key'), join(own, 'log.key'))
    await expect(showPlan(job)).rejects.toMatchObject({ code: 'KEY_INVALID' })
  })

  it('has every value that plan.json of the release has not', async () => {
    const own = join(folder, 'rare')
    writeCase(own, (policy) => `${policy.replace('do: round 10', 'do: keep')}anonymity: { k: 3 }\n`)
    const rows = Array.from({ length: 30 }, (_, i) => `p${i},${i === 7 ? 87654 : 20 + (i % 3) * 20},I10\n`)
    writeFileSync(join(own, 'people.csv'), `id,age,ill\n${rows.join('')}`)
    const { manifest } = await runCase(own)
    expect(readFileSync(join(own, 'out/plan.json'), 'utf8')).not.toContain('87654')
    const env = { PERDE_KEY: Buffer.from(KEY).toString('hex') }
    const { text } = await showPlan({ target: manifest.release, log: join(own, 'log'), cwd: own, env })
    expect(text).toContain('87654')
  })
})
