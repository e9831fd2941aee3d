import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { findAllInputs, type InputOptions } from '../../../src/engine/read/inputs.ts'
import type { Input } from '../../../src/engine/read/input.ts'
import { outputPath } from '../../../src/engine/read/output-name.ts'
import type { Policy, SourceSpec } from '../../../src/policy/policy.ts'
import { temporaryFolder } from '../plans.ts'

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})

function files(...names: string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), 'a\n1\n')
  }
}
async function* text(content: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content)
}
const policyOf = (sources: Record<string, SourceSpec>) =>
  ({ dataset: { sources }, output: { compression: 'same', format: 'same' } }) as Policy
const find = (
  sources: Record<string, SourceSpec>,
  more: Partial<InputOptions> = {},
  publishable = (_: string) => true,
) =>
  findAllInputs(
    policyOf(sources),
    {
      baseDir: folder,
      cwd: folder,
      overrides: {},
      target: join(folder, 'out'),
      stdin: undefined,
      env: {},
      ...more,
    },
    publishable,
  )
const places = (inputs: Input[]) => inputs.map((i) => [i.source, outputPath(i.output), i.name, i.format.name])

describe('the inputs of a run', () => {
  it('come in the order of the policy, then of their names, each with its place in the release', async () => {
    files('d/b.csv', 'd/a.csv', 'v.jsonl')
    const inputs = await find({ patients: { path: 'd/*.csv' }, visits: { path: 'v.jsonl' } })
    expect(places(inputs)).toEqual([
      [0, 'patients/part-00000.csv', 'patients/part-00000.csv', 'csv'],
      [0, 'patients/part-00001.csv', 'patients/part-00001.csv', 'csv'],
      [1, 'visits.jsonl', 'visits.jsonl', 'jsonl'],
    ])
  })

  it('of one file are called after their source, with an ending of their format', async () => {
    files('d/a.txt', 'd/a.NDJSON', 'd/b.ivanov')
    const named = async (path: string, format: 'csv' | 'tsv' | 'jsonl') =>
      places(await find({ patients: { path, format } }))[0]![1]
    expect(await named('d/*.txt', 'tsv')).toBe('patients.tsv')
    expect(await named('d/a.NDJSON', 'jsonl')).toBe('patients.ndjson')
    // What stands behind the dot is data, or may be.
    expect(await named('d/b.ivanov', 'csv')).toBe('patients.csv')
  })

  it('of a pattern are numbered in the order of their names, which are never shown', async () => {
    files('d/akhmetov.csv', 'd/part-00001.csv', 'd/x.smith', 'd/y.tsv')
    const inputs = await find({ patients: { path: 'd/*', format: 'csv' } })
    expect(inputs.map((i) => outputPath(i.output))).toEqual([0, 1, 2, 3].map((n) => `patients/part-0000${n}.csv`))
    expect(inputs.map((i) => i.name)).toEqual(inputs.map((i) => outputPath(i.output)))
    expect(inputs.map((i) => i.path!.slice(folder.length))).toEqual([
      '/d/akhmetov.csv',
      '/d/part-00001.csv',
      '/d/x.smith',
      '/d/y.tsv',
    ])
  })

  it('have the columns that the names of their folders say, whose values are in no name that is shown', async () => {
    files('d/day=2026-01-31/name=ivanov/a.csv', 'd/day=2026-02-01/name=a%20b/b.csv')
    const inputs = await find({ p: { path: 'd' } }, {}, (text) => text !== 'ivanov')
    expect(inputs.map((i) => i.options.partition)).toEqual([
      [{ name: 'day', value: '2026-01-31' }, { name: 'name', value: 'ivanov' }],
      [{ name: 'day', value: '2026-02-01' }, { name: 'name', value: 'a b' }],
    ]) // prettier-ignore
    expect(inputs.map((i) => i.bytes.name)).toEqual([
      'd/day=2026-01-31/name=…/a.csv',
      'd/day=2026-02-01/name=a%20b/b.csv',
    ])
    expect(inputs.map((i) => i.name)).toEqual(['p/part-00000.csv', 'p/part-00001.csv'])
  })

  it('are taken from the command line where it names others, relative to where the command was given', async () => {
    files('here/other.csv')
    const inputs = await find(
      { patients: { path: 'none.csv' } },
      { overrides: { patients: 'other.csv' }, cwd: join(folder, 'here') },
    )
    expect([inputs[0]!.path, outputPath(inputs[0]!.output)]).toEqual([join(folder, 'here/other.csv'), 'patients.csv'])
  })

  it('are standard input where it is named, kept so that it can be read twice', async () => {
    const [input] = await find(
      { patients: { path: 'a.jsonl' } },
      { overrides: { patients: '-' }, stdin: text('{"a":1}\n') },
    )
    expect(places([input!])).toEqual([[0, 'patients.jsonl', '-', 'jsonl']])
    expect([input!.bytes.size, input!.path]).toEqual([8, undefined])
    await input!.bytes.close()
  })

  it('carry the options of their source', async () => {
    files('a.csv')
    const spec: SourceSpec = {
      path: 'a.csv',
      delimiter: ';',
      quote: "'",
      null: 'NA',
      header: false,
      ragged: 'quarantine',
    }
    expect((await find({ patients: spec }))[0]!.options).toEqual({
      delimiter: ';',
      quote: "'",
      null: 'NA',
      header: false,
      ragged: 'quarantine',
    })
    const [dialect] = await find({ patients: { path: 'a.csv', comment: '#', escape: '\\' } })
    expect([dialect!.format.name, dialect!.options]).toEqual([
      'csv-dialect',
      expect.objectContaining({ comment: '#', escape: '\\' }),
    ])
  })

  const refused: [string, Record<string, SourceSpec>, Partial<InputOptions>, string][] = [
    // what is wrong, sources, options, code
    ['a source that the policy does not have', { a: { path: 'a.csv' } }, { overrides: { b: 'a.csv' } }, 'USAGE'],
    ['a file that is not there', { a: { path: 'none.csv' } }, {}, 'INPUT_NOT_FOUND'],
    ['a pattern that nothing matches', { a: { path: 'none/*.csv' } }, {}, 'INPUT_NOT_FOUND'],
    ['a format that nobody knows', { a: { path: 'a.xyz' } }, {}, 'INPUT_FORMAT'],
    ['a folder whose files are of no known format', { a: { path: 'd.csv' } }, {}, 'INPUT_FORMAT'],
    ['standard input that is not there', { a: { path: 'a.csv' } }, { overrides: { a: '-' } }, 'USAGE'],
    [
      'standard input of no known format',
      { a: { path: 'a' } },
      { overrides: { a: '-' }, stdin: text('') },
      'INPUT_FORMAT',
    ],
  ]
  it.each(refused)('are refused for %s', async (_, sources, more, code) => {
    files('a.csv', 'a.xyz', 'a', 'd.csv/x')
    await expect(find(sources, more)).rejects.toMatchObject({ code })
  })
})
