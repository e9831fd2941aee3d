import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../src/policy/parse-policy.ts'

/** Codes and places of the findings about one source. */
function findings(source: unknown) {
  return parsePolicy(
    JSON.stringify({
      perde: 1,
      dataset: { id: 'clinic', sources: { people: source }, provenance: { controller: 'Example clinic' } },
      purpose: { id: 'dpv:ScientificResearch', processing: 'dpv:Analyse', basis: 'public-interest' },
      fields: { people: { name: 'insensitive' } },
    }),
  ).findings.map(({ code, message, where }) => `${code} ${where.path ?? ''}: ${message}`)
}

describe('the options of a source', () => {
  it.each([
    { path: 'a.json', record: '/data/items', around: 'drop' },
    { path: 'a.txt', format: 'json', record: '' },
    { path: 'a.tab', delimiter: ';', null: '-' },
    { path: 'data', delimiter: ';', record: '/x' },
  ])('are those of its format', (source) => {
    expect(findings(source)).toEqual([])
  })

  it.each([
    [{ path: 'a.csv', record: '/data' }, 'record', 'csv'],
    [{ path: 'a.json', format: 'jsonl', around: 'drop' }, 'around', 'jsonl'],
    [{ path: 'a.NDJSON', delimiter: ';' }, 'delimiter', 'jsonl'],
    [{ path: 'a.json', ragged: 'quarantine' }, 'ragged', 'json'],
    [{ path: 'a.parquet', documents: { payload: 'json' } }, 'documents', 'parquet'],
  ])('are not those of another', (source, option, format) => {
    expect(findings(source)).toEqual([
      `POLICY_SOURCE_OPTION dataset.sources.people.${option}: "${option}" means nothing for ${format}`,
    ])
  })

  it('say where records are with a pointer, which begins with a slash', () => {
    expect(findings({ path: 'a.json', record: 'data.items' })).toHaveLength(1)
  })
})
