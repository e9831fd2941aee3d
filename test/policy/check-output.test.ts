import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../src/policy/parse-policy.ts'

/** Findings about the output of one source. */
function findings(path: string, output: object, more: object = {}, unlisted = 'fail'): string[] {
  return parsePolicy(
    JSON.stringify({
      perde: 1,
      dataset: { id: 'clinic', sources: { people: path }, provenance: { controller: 'Example clinic' } },
      unlisted,
      purpose: { id: 'dpv:ScientificResearch', processing: 'dpv:Analyse', basis: 'public-interest' },
      fields: { people: { name: 'insensitive', ...more } },
      output,
    }),
  ).findings.map(({ code, where }) => `${code} ${where.path ?? ''}`)
}

describe('files of about one size', () => {
  it.each(['people.csv', 'people.tsv', 'people.jsonl.gz'])('are made of the records of %s', (path) => {
    expect(findings(path, { 'file-size': '256MiB' })).toEqual([])
  })

  it.each(['people.json', 'people.xml', 'people.parquet'])('cannot be made of %s', (path) => {
    expect(findings(path, { 'file-size': '256MiB' })).toEqual(['POLICY_VALUE output.file-size'])
  })
})

describe('what files are packed with', () => {
  it.each([
    ['people.csv', 'zstd'],
    ['people.xml', 'gzip'],
    ['people.parquet', 'snappy'],
    ['people.parquet', 'gzip'],
  ])('fits the format: %s with %s', (path, compression) => {
    expect(findings(path, { compression })).toEqual([])
  })

  it.each([
    ['people.csv', 'snappy'],
    ['people.parquet', 'zstd'],
  ])('does not fit it: %s with %s', (path, compression) => {
    expect(findings(path, { compression })).toEqual(['POLICY_VALUE output.compression'])
  })
})

const TYPED = { age: 'insensitive', at: 'insensitive', price: 'insensitive' }

describe('a type of a column', () => {
  const typed = (more: object, unlisted?: string) =>
    findings('people.csv', { format: 'parquet', types: { people: { aeg: 'int32' } } }, more, unlisted)
  const MISSING = ['POLICY_VALUE output.types.people.aeg']

  it('is a finding where no rule names the column, or it is dropped', () => {
    expect(typed({ age: 'insensitive' })).toEqual(MISSING)
    expect(typed({ age: 'insensitive' }, 'drop')).toEqual(MISSING)
    expect(typed({ aeg: { role: 'insensitive', do: 'drop' } })).toEqual(MISSING)
  })

  it('is none where the column may be there', () => {
    expect(typed({ aeg: 'insensitive' })).toEqual([])
    expect(typed({ '"aeg"': 'insensitive' })).toEqual([])
    expect(typed({ '*': 'insensitive' })).toEqual([])
    expect(typed({}, 'keep')).toEqual([])
    expect(typed({}, 'detect')).toEqual([])
  })
})

describe('what records are written as', () => {
  it.each([
    ['people.csv', { format: 'parquet' }],
    ['people.csv.gz', { format: 'jsonl', compression: 'zstd', 'file-size': '1MiB' }],
    ['people.parquet', { format: 'csv', 'file-size': '1MiB' }],
    ['people.jsonl', { format: 'csv' }],
    ['people.json', { format: 'jsonl' }],
    ['people.csv', { format: 'csv' }],
    ['people.csv', { format: 'arrow', types: { people: { age: 'int32', at: 'timestamp(micros, utc)' } } }],
  ])('can be what the policy says: %s with %j', (path, output) => {
    expect(findings(path, output, TYPED)).toEqual([])
  })

  it.each([
    ['people.csv', { nested: 'json' }, 'output.nested'],
    ['people.csv', { format: 'parquet', compression: 'zstd' }, 'output.compression'],
    ['people.parquet', { format: 'csv', compression: 'snappy' }, 'output.compression'],
    ['people.csv', { format: 'parquet', 'file-size': '1MiB' }, 'output.file-size'],
    ['people.csv', { format: 'json', 'file-size': '1MiB' }, 'output.file-size'],
    ['people.csv', { format: 'csv', types: { people: { age: 'int32' } } }, 'output.types'],
    ['people.csv', { format: 'parquet', types: { people: { age: 'integer' } } }, 'output.types.people.age'],
    ['people.csv', { format: 'parquet', types: { people: { price: 'decimal(39)' } } }, 'output.types.people.price'],
    ['people.csv', { format: 'parquet', types: { people: { 'a.b': 'int32' } } }, 'output.types.people.a.b'],
  ])('is a finding where it cannot be: %s with %j', (path, output, where) => {
    expect(findings(path, output, TYPED)).toEqual([`POLICY_VALUE ${where}`])
  })

  it.each<[string | object, Record<string, string>, string, object, number]>([
    ['people.jsonl', { name: 'insensitive' }, 'fail', { format: 'parquet' }, 0],
    ['people.jsonl', { name: 'insensitive' }, 'keep', { format: 'parquet' }, 1],
    ['people.jsonl', { name: 'insensitive' }, 'keep', { format: 'json' }, 0],
    ['people.jsonl', { '*': 'insensitive' }, 'fail', { format: 'csv' }, 1],
    ['people.jsonl', { 'name.first': 'insensitive' }, 'fail', { format: 'csv' }, 1],
    ['people.jsonl', { 'name.first': 'insensitive' }, 'fail', { format: 'csv', nested: 'json' }, 0],
    [{ path: 'people.xml', record: '/r/p', around: 'drop' }, { name: 'insensitive' }, 'fail', { format: 'csv' }, 0],
    [{ path: 'people.xml', record: '/r/p' }, { name: 'insensitive' }, 'fail', { format: 'csv' }, 1],
    [
      { path: 'people.xml', record: '/r/p', around: 'drop' },
      { 'name.first': 'insensitive' },
      'fail',
      { format: 'csv', nested: 'json' },
      1,
    ],
  ])('hangs on what the rules say of the columns: %j, %j, %s, %j', (source, fields, unlisted, output, count) => {
    const { findings: found } = parsePolicy(
      JSON.stringify({
        perde: 1,
        dataset: { id: 'clinic', sources: { people: source }, provenance: { controller: 'Example clinic' } },
        purpose: { id: 'dpv:ScientificResearch', processing: 'dpv:Analyse', basis: 'public-interest' },
        unlisted,
        fields: { people: fields },
        output,
      }),
    )
    const errors = found.filter(({ severity }) => severity === 'error')
    expect(errors.map(({ code, where }) => `${code} ${where.path ?? ''}`)).toEqual(
      Array.from({ length: count }, () => 'POLICY_VALUE output.format'),
    )
  })
})
