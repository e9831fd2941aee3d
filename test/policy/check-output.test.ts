import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../src/policy/parse-policy.ts'

/** Findings about the output of one source. */
function findings(path: string, output: object): string[] {
  return parsePolicy(
    JSON.stringify({
      perde: 1,
      dataset: { id: 'clinic', sources: { people: path }, provenance: { controller: 'Example clinic' } },
      purpose: { id: 'dpv:ScientificResearch', processing: 'dpv:Analyse', basis: 'public-interest' },
      fields: { people: { name: 'insensitive' } },
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
