import { describe, expect, it } from 'vitest'
import type { Surprises } from '../../../src/engine/freeze/rules-only.ts'
import type { Notice, RunJob } from '../../../src/engine/freeze/job.ts'
import { addSurprises } from '../../../src/engine/run/surprise.ts'
import { applyHere, field, inputOf, planOf, sourceOf } from '../plans.ts'

const PHONES = Array.from({ length: 60 }, (_, i) => `+7 701 ${200 + i} ${1000 + 7 * i}`)
const PLAN = planOf([
  sourceOf([
    field('code', '', { role: 'insensitive' }),
    field('extra.*', '', { role: 'insensitive' }),
    field('id', 'mask'),
  ]),
])

/** What a run makes of a field of codes, under an answer of the policy. */
async function surprised(
  surprise: 'fail' | 'warn' | 'redact',
  codes: readonly string[],
  path = 'code',
  find: string[] = [],
) {
  const record = (value: string) => (path === 'code' ? { code: value, id: 'x' } : { extra: { [path]: value }, id: 'x' })
  const { applied } = await applyHere(PLAN, [
    inputOf('jsonl', codes.map((c) => `${JSON.stringify(record(c))}\n`).join('')),
  ])
  const notices: Notice[] = []
  const surprises: Surprises = new Map()
  const job = {
    policy: {
      detect: { find, locales: [], confidence: 0.5, sample: 1, surprise, 'surprise-scan': 'sample', patterns: {} },
    },
    onNotice: (notice: Notice) => void notices.push(notice),
  } as unknown as RunJob
  const again = addSurprises(job, PLAN, applied, surprises, (name) => !name.includes('rose'))
  return { again, notices, surprises }
}

describe('a field that is called insensitive and looks personal', () => {
  it('stops the run where the policy says so, with its name and what it looks like', async () => {
    await expect(surprised('fail', PHONES)).rejects.toMatchObject({
      code: 'INPUT_SURPRISE',
      where: { source: 'people', field: 'code' },
      message: expect.stringContaining('(phone)') as string,
    })
  })

  it('is told and let pass where the policy says so', async () => {
    const { again, notices, surprises } = await surprised('warn', PHONES)
    expect([again, surprises.size]).toEqual([false, 0])
    expect(notices).toMatchObject([{ code: 'INPUT_SURPRISE' }])
  })

  it('is to be redacted in another round where the policy says so', async () => {
    const { again, notices, surprises } = await surprised('redact', PHONES)
    expect(again).toBe(true)
    expect(surprises).toEqual(new Map([['people', new Set(['code'])]]))
    expect(notices).toHaveLength(1)
  })

  it('is not shown by a name that is data, but redacted by it', async () => {
    const { notices, surprises } = await surprised('redact', PHONES, 'rose')
    expect(JSON.stringify(notices)).not.toContain('rose')
    expect([...surprises.get('people')!]).toEqual(['extra.rose'])
  })

  it('counts only for what the policy looks for, where it says what', async () => {
    expect((await surprised('redact', PHONES, 'code', ['email'])).again).toBe(false)
    expect((await surprised('redact', PHONES, 'code', ['phone'])).again).toBe(true)
  })
})

describe('a field that is insensitive', () => {
  it('is no surprise', async () => {
    expect(await surprised('fail', ['A1', 'B2', 'blue', ''])).toMatchObject({ again: false, notices: [] })
  })
})
