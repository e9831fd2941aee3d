import { describe, expect, it } from 'vitest'
import { explainLevels } from '../../../src/plan/anonymity/explain-levels.ts'
import { explainPolicy } from '../../../src/policy/explain.ts'
import { parsePolicy } from '../../../src/policy/parse-policy.ts'

function levels(
  fields: Record<string, unknown>,
  hierarchies: Record<string, unknown> = {},
  files: Record<string, string> = {},
) {
  const { policy, findings } = parsePolicy(
    JSON.stringify({
      perde: 1,
      dataset: { id: 'clinic', sources: { people: 'people.csv' }, provenance: { controller: 'Example clinic' } },
      purpose: { id: 'dpv:ScientificResearch', processing: 'dpv:Analyse', basis: 'public-interest' },
      fields: { people: fields },
      anonymity: { k: 5, hierarchies },
    }),
  )
  if (!policy) throw new Error(JSON.stringify(findings))
  return explainLevels(policy, explainPolicy(policy), (file) => files[file])
}
const quasi = (more: object = {}) => ({ role: 'quasi-identifier', do: 'keep', ...more })

describe('what a quasi-identifier becomes', () => {
  it.each<[string, object, unknown, { made: string; values: string[] }]>([
    [
      'an age',
      quasi({ type: 'age' }),
      undefined,
      { made: 'intervals', values: ['37', '35-39', '30-39', '20-39', '0-39', '*'] },
    ],
    [
      'a date',
      quasi({ type: 'birth-date' }),
      undefined,
      { made: 'dates', values: ['1990-05-17', '1990-05', '1990-Q2', '1990', '1990s', '*'] },
    ],
    [
      'a date that the rule made coarser',
      { ...quasi({ type: 'birth-date' }), do: 'generalise month' },
      undefined,
      { made: 'dates', values: ['1990-05', '1990-Q2', '1990', '1990s', '*'] },
    ],
    ['a word', quasi(), undefined, { made: 'values', values: ['sample', '*'] }],
    [
      'a number by the policy',
      quasi(),
      { intervals: [10, 50] },
      { made: 'intervals', values: ['37', '30-39', '0-49', '*'] },
    ],
    ['a code', quasi(), { prefix: [1, 3] }, { made: 'prefix', values: ['050010', '05001*', '050***', '*'] }],
    [
      'a place',
      quasi(),
      { regions: { of: 'kz', names: 'en' } },
      { made: 'regions', values: ['Талдықорған', 'Jetisu Region', 'South of Kazakhstan', '*'] },
    ],
    [
      'a country',
      quasi(),
      { regions: { of: 'world', names: 'ru' } },
      { made: 'regions', values: ['Қазақстан', 'Центральная Азия', 'Азия', '*'] },
    ],
    ['the first leaf of a table', quasi(), 'jobs.csv', { made: 'file', values: ['nurse', 'health', '*'] }],
    ['nothing that can be told, of a table that is gone', quasi(), 'gone.csv', { made: 'file', values: [] }],
  ])('%s is shown level by level', (_, rule, hierarchy, expected) => {
    const named = hierarchy === undefined ? {} : { field: hierarchy }
    expect(levels({ field: rule }, named, { 'jobs.csv': 'nurse;health;*\nclerk;office;*\n' })).toEqual([
      { ...expected, decided: hierarchy === undefined ? 'data' : 'policy' },
    ])
  })

  it('is not shown for other fields, nor for one that leaves', () => {
    expect(
      levels({ age: quasi(), name: { role: 'identifier', do: 'drop' }, city: quasi({ do: 'drop' }) }).slice(1),
    ).toEqual([undefined, undefined])
  })
})
