import { describe, expect, it } from 'vitest'
import type { Manifest } from '../../../src/evidence/release/manifest.ts'
import { riskReport, sourceRisk } from '../../../src/evidence/release/risk.ts'
import { comparison } from '../../../src/evidence/report/comparison.ts'
import { LANGUAGES } from '../../../src/evidence/report/locale.ts'
import type { ReportInput } from '../../../src/evidence/report/page.ts'
import { shownRules } from '../../../src/evidence/report/shown-rules.ts'
import { field } from '../release/described.ts'
import { goodManifest } from '../release/good-manifest.ts'

function inputOf(change: Partial<Manifest> = {}, sizes: number[] = [1, 1, 2, 16]): ReportInput {
  const manifest: Manifest = { ...goodManifest(), fields: [field('iin', { role: 'identifier' })], ...change }
  return {
    manifest,
    manifestText: '',
    consent: { records: { in: 40, used: 20, excluded: 20 }, used: { GIVEN: 20 }, excluded: { WITHDRAWN: 7 } },
    risk: riskReport({ people: sourceRisk(['born'], sizes, {}) }),
    proof: {},
    entries: [],
  }
}

/** Rows of the tables: cells as text, by the name that begins them. */
function rowsOf(page: string): Map<string, string[]> {
  const text = (cell: string) =>
    cell
      .replace(/<[^>]*>/g, '')
      .replace(/\s+/g, ' ')
      .trim()
  const rows = [...page.matchAll(/<tr>([^]*?)<\/tr>/g)].map(([, row]) =>
    [...row!.matchAll(/<t[hd][^>]*>([^]*?)<\/t[hd]>/g)].map(([, cell]) => text(cell!)),
  )
  return new Map(rows.map(([name = '', ...cells]) => [name, cells]))
}

describe('two releases compared', () => {
  it('differ in nothing where they are the same', () => {
    const page = comparison([inputOf(), inputOf()], ['en'])
    expect(page).toContain('All 12 points are the same.')
    expect(page).toContain('Every field was treated alike.')
    expect(page).not.toContain('changed')
  })

  it('tell by how much their counts differ, and which risks changed', () => {
    const records = { ...goodManifest().records, in: 1040 }
    const rows = rowsOf(
      comparison([inputOf({ records: { ...records, in: 1000 } }), inputOf({ records }, [5, 15])], ['en']),
    )
    expect(rows.get('read')).toEqual(['1,000', '1,040', '+40'])
    expect(rows.get('withdrawn by the person')).toEqual(['7', '7', '0'])
    expect(rows.get('Smallest class (k)')).toEqual(['1', '5', '! changed'])
    expect(rowsOf(comparison([inputOf({ records }), inputOf({ records: { ...records, in: 1000 } })], ['en'])).get('read')).toEqual(['1,040', '1,000', '−40']) // prettier-ignore
  })

  it('tell policy, plan and purpose apart, and which fields were treated otherwise or are in one alone', () => {
    const other = inputOf({
      purpose: 'dpv:Other',
      planSha256: 'f'.repeat(64),
      fields: [field('iin', { role: 'identifier', transform: ['drop'] }), field('new', { role: 'insensitive' })],
    })
    const rows = rowsOf(comparison([inputOf(), other], ['en']))
    expect(rows.get('Purpose')!.at(-1)).toBe('! changed')
    expect(rows.get('Plan, SHA-256')![1]).toBe('ffffffffffffffff…')
    const [iin, added] = [...rows].filter(([name]) => /\/(iin|new)$/.test(name))
    expect(iin![1][1]).toBe('identifier: dropped')
    expect(added![1]).toEqual(['! not in it', 'insensitive: kept as it was'])
  })

  it('say that parameters may differ where roles and methods do not', () => {
    const page = comparison([inputOf(), inputOf({ planSha256: 'f'.repeat(64) })], ['en'])
    expect(page).toContain('the parameters of a method may')
  })

  it('show the rules that differ from what to what, and say where what differs is not shown', () => {
    const rulesOf = (first: number, file: string) =>
      shownRules(
        JSON.stringify({
          sources: [
            {
              name: 'people',
              fields: [
                { path: 'phone', role: 'identifier', do: [{ verb: 'mask', options: { first } }] },
                { path: 'job', role: 'sensitive', do: [{ verb: 'lookup', options: { file } }] },
                { path: 'city', role: 'insensitive', do: [] },
              ],
            },
          ],
        }),
      )
    const two = [
      { ...inputOf(), rules: rulesOf(2, 'ivanov.csv') },
      { ...inputOf({ planSha256: 'f'.repeat(64) }), rules: rulesOf(4, 'petrov.csv') },
    ] as const
    const page = comparison(two, ['en'])
    const rows = rowsOf(page)
    expect(rows.get('people/phone')).toEqual([
      'identifier; mask { first: 2 }',
      'identifier; mask { first: 4 }',
      '! changed',
    ])
    expect(rows.get('people/job')!.at(-1)).toContain('changed in what is not shown')
    expect(rows.has('people/city')).toBe(false)
    expect(page).not.toMatch(/ivanov|petrov|compare plan.json/)
    for (const language of LANGUAGES) expect(comparison(two, [language])).toContain('mask { first: 4 }')
  })

  it('are told in every language, as a page without scripts', () => {
    const page = comparison([inputOf(), inputOf({ purpose: 'dpv:Other' }, [5])])
    for (const language of LANGUAGES) expect(page).toContain(`data-language="${language}"`)
    expect(page).not.toMatch(/<script|undefined|NaN/)
    expect(comparison([inputOf(), inputOf()])).toBe(comparison([inputOf(), inputOf()]))
  })
})
