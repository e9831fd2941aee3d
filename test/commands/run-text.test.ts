import { describe, expect, it } from 'vitest'
import { dryRunText, runText } from '../../src/commands/run-text.ts'
import { reasonText } from '../../src/commands/verdict-text.ts'
import type { DryRun, RunResult } from '../../src/engine/freeze/job.ts'
import { sourceRisk, notMeasured, riskReport } from '../../src/evidence/release/risk.ts'
import type { Manifest } from '../../src/evidence/release/manifest.ts'
import { goodManifest } from '../evidence/release/good-manifest.ts'
import { field, planOf, sourceOf } from '../engine/plans.ts'

const shown = (path: string) => path.replace('/work/', '')
function textOf(change: (manifest: Manifest) => void = () => undefined, more: Partial<RunResult> = {}): string {
  const manifest = goodManifest()
  Object.assign(manifest, {
    records: { in: 12_345, out: 12_000, excluded: 340, suppressed: 0, quarantined: 0 },
    inputs: [
      { ...manifest.inputs[0]!, bytes: 1_500_000 },
      { ...manifest.inputs[0]!, bytes: 500_000 },
    ],
  })
  change(manifest)
  const result: RunResult = {
    target: '/work/out',
    manifest,
    consent: { excluded: { NO_RECORD: 40, WITHDRAWN: 300 } },
    risk: riskReport({ patients: sourceRisk(['age', 'sex'], [5, 5, 1, 1, 8], {}) }),
    held: 0,
    aside: [],
    log: { dir: '/work/log', origin: 'perde/clinic/abcdefgh', index: 8, vkey: '', key: 'own' },
    ...more,
  }
  return runText(result, { seconds: 65, toStdout: false, extent: 'details', shown })
}
/** The line of that name, without it. */
const line = (text: string, name: string) =>
  text
    .split('\n')
    .filter((l) => l.startsWith(`  ${name}`))
    .map((l) => l.slice(12))
    .join('\n')

describe('the end of a run', () => {
  it('says in five lines what the release is, for what, of whom, how well they hide, and by whose word', () => {
    const [first, ...rest] = textOf().split('\n').slice(0, 5)
    expect(first).toBe('perde: done: out may be used: pseudonymised, still personal data while the key exists')
    expect(rest.map((l) => l.slice(2, 11).trim())).toEqual(['for', 'records', 'risk', 'log'])
    expect(line(textOf(), 'log ')).toBe('entry 8 of perde/clinic/abcdefgh, signed with the log’s own key (log)')
    const log = { dir: '/work/log', origin: 'perde/clinic/abcdefgh', index: 8, vkey: '', key: 'named' } as const
    expect(line(textOf(undefined, { log }), 'log ')).toContain(', signed with the key that the policy names (log)')
    expect(line(textOf(), 'risk')).toBe(
      'k = 1 over 2 quasi-identifiers of patients, 10 % stand alone; found again: worst record 100 %',
    )
    const two = riskReport({
      visits: { ...sourceRisk(['city'], [60], {}), reidentified: 1 },
      empty: notMeasured(['age'], 0, 'no record was written'),
      patients: { ...sourceRisk(['age', 'sex'], [2, 2], {}), reidentified: 0 },
      wide: notMeasured(['age'], 9, 'more than 1 different combinations'),
    })
    expect(line(textOf(undefined, { risk: two }), 'risk')).toBe(
      'k = 2 over 2 quasi-identifiers of patients, 0 % stand alone; found again: worst record 50 %, by an attack 100 % of visits, not measured for wide: more than 1 different combinations',
    )
  })

  it('says how to check it, and in detail what it took', () => {
    expect(textOf()).toContain('\nperde: hint: check it with: perde verify out --log log\n')
    expect(line(textOf(), 'took')).toBe('1 min 5 s for 2.0 MB')
  })

  it('says at once that no record is in a release, and whether there was one to read', () => {
    const first = (read: number) =>
      textOf((m) => void Object.assign(m.records, { in: read, out: 0, excluded: read })).split('\n')[0]
    expect(first(3)).toBe('perde: done: out is empty: of 3 records none is in it')
    expect(first(0)).toBe('perde: done: out is empty: the inputs have no record')
  })

  it('says of a run in log mode that nobody may ever use its release', () => {
    expect(textOf((m) => void (m.mode = 'log')).split('\n')[0]).toContain('out may never be used')
  })

  it('says how many records were read, released and left out, and why, the most frequent first', () => {
    const text = textOf()
    expect(line(text, 'records')).toBe(
      '12,345 read, 12,000 released, 340 left out for want of consent (withdrawn 300, no record 40)',
    )
    expect(line(text, 'left out')).toBe('withdrawn 300, no record 40')
  })

  it('does not say of people who asked to be left out that they had not consented', () => {
    const asked = { consent: { excluded: { BLOCKED: 300, NO_RECORD: 40 } } }
    expect(line(textOf(undefined, asked), 'records')).toContain(
      '340 left out for want of consent or because they asked for it (blocked 300, no record 40)',
    )
    const contract = textOf((m) => void (m.basis = 'contract'), { consent: { excluded: { DESTROYED: 340 } } })
    expect(line(contract, 'records')).toContain('340 left out because they asked for it (destroyed 340)')
  })

  it('names no reasons where nobody was left out', () => {
    expect(line(textOf(undefined, { consent: { excluded: {} } }), 'left out')).toBe('')
  })

  it('says how many records no rule could handle, and how many were set aside', () => {
    const text = textOf((m) => void Object.assign(m.records, { suppressed: 3, quarantined: 1002 }))
    expect(line(text, 'records')).toContain('3 suppressed')
    expect(line(text, 'records')).toContain('1,002 set aside')
  })

  it('says what was done to how many fields', () => {
    const text = textOf((m) => {
      const one = m.fields[0]!
      m.fields = [['pseudonym'], ['drop'], ['drop'], [], ['keep']].map((transform) => ({ ...one, transform }))
    })
    expect(line(text, 'fields')).toMatch(/^3 of 5 fields transformed: 2 drop, /)
  })

  it('says how well the records hide, or why that is not known', () => {
    expect(line(textOf(), 'privacy')).toBe('patients: k = 1 over age, sex; 10 % of the records are unique in them')
    const unknown = riskReport({ patients: notMeasured(['age'], 3, 'too many combinations') })
    expect(line(textOf(undefined, { risk: unknown }), 'privacy')).toBe('patients: not measured (too many combinations)')
    expect(line(textOf(undefined, { risk: riskReport({}) }), 'privacy')).toBe('')
  })

  it('says that a pseudonymised release is still personal data, whether its key stayed or is gone', () => {
    const first = (change: (manifest: Manifest) => void) => textOf(change).split('\n')[0]
    expect(first(() => undefined)).toContain('still personal data while the key exists')
    expect(first((m) => void (m.keys = { main: { check: 'abcdefgh', ephemeral: true } }))).toContain(
      'a key that is gone',
    )
    expect(first((m) => void (m.outputClass = 'masked'))).toBe('perde: done: out may be used: masked')
  })

  it('warns of what the class sizes do not show', () => {
    const risk = riskReport({}, [{ sources: ['a', 'b'], fields: ['id', 'id'], by: 'pseudonym', measured: false }])
    expect(textOf(undefined, { risk })).toContain('perde: warning: a and b can be joined by equal pseudonyms')
  })
})

describe('a reason', () => {
  it('is said in words', () => {
    expect(['NO_RECORD', 'WITHDRAWN', 'OTHER'].map(reasonText)).toEqual(['no record', 'withdrawn', 'other'])
  })
})

describe('what would be done', () => {
  it('names the fields that no rule names where those are dropped', () => {
    const inputs = [{ source: 'people', name: 'a.csv', bytes: 1, fields: ['iin', 'b'], unlisted: ['b'] }]
    const text = (unlisted: 'drop' | 'fail') =>
      dryRunText({
        decision: 'permit',
        levels: [],
        plan: planOf([sourceOf([field('iin', 'mask')], { unlisted })]),
        inputs: [...inputs, ...inputs],
      })
    expect(text('drop')).toContain('no rule names b of people: dropped')
    expect(text('fail')).not.toContain('no rule names')
  })

  it('names the decision, the inputs and what becomes of every field', () => {
    const plan: DryRun['plan'] = planOf([
      sourceOf([
        field('iin', 'pseudonym person'),
        field(
          'age',
          ['clip', 'round'].map((verb) => ({ verb, options: {} })),
          { role: 'quasi-identifier' },
        ),
        field('note', '', { role: 'insensitive' }),
      ]),
    ])
    const text = dryRunText({
      decision: 'permit',
      levels: [],
      plan,
      inputs: [
        { source: 'people', name: 'a.csv', bytes: 12_000, fields: ['iin', 'age', 'note'], unlisted: [] },
        { source: 'people', name: '-', bytes: undefined, fields: undefined, unlisted: [] },
      ],
    })
    expect(text).toContain('purpose gate: permit\n')
    expect(text).toContain('  people: a.csv, 12 kB, 3 fields\n')
    expect(text).toContain('  people: -\n')
    expect(text).toMatch(/people +iin +identifier +pseudonym\n/)
    expect(text).toMatch(/people +age +quasi-identifier +clip, round\n/)
    expect(text).toMatch(/people +note +insensitive +keep\n/)
    expect(text.endsWith('nothing was written\n')).toBe(true)
  })
})
