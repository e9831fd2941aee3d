import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { checkDistinct, checkLogOutside } from '../../../src/engine/read/check-distinct.ts'
import { findAllInputs, placesRead } from '../../../src/engine/read/inputs.ts'
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

interface Case {
  path: string
  format?: SourceSpec['format']
  output?: Partial<Policy['output']>
}

const options = () => ({ baseDir: folder, cwd: folder, overrides: {}, env: {} })
const policyOf = ({ path, format, output }: Case) =>
  ({
    dataset: { sources: { s: { path, ...(format && { format }) } } },
    output: { compression: 'same', format: 'same', ...output },
  }) as unknown as Policy
const places = (of: Case) => placesRead(policyOf(of), options())

/** Code of the error, or undefined: it fits. */
async function answer(target: string, of: Case): Promise<string | undefined> {
  const out = join(folder, target)
  const inputs = await findAllInputs(policyOf(of), { ...options(), target: out }, () => true)
  return codeOf(() => checkDistinct(out, inputs, places(of), of.output?.['file-size'] !== undefined))
}

function codeOf(check: () => void): string | undefined {
  try {
    check()
    return undefined
  } catch (e) {
    return (e as { code: string }).code
  }
}

describe('the place of the output', () => {
  it('may stand beside the inputs', async () => {
    files('d/a.csv')
    expect(await answer('d/out', { path: 'd/a.csv' })).toBeUndefined()
    expect(await answer('d/a', { path: 'd/a.csv' })).toBeUndefined()
  })

  const same: [string, () => string][] = [
    // how the output meets an input
    ['be one', () => 'd/a.csv'],
    ['hold one', () => 'd'],
    ['hold one further down', () => '.'],
    ['lie in one', () => 'd/a.csv/out'],
    [
      'be one behind a link',
      () => {
        symlinkSync(join(folder, 'd'), join(folder, 'link'))
        return 'link/a.csv'
      },
    ],
    [
      'hold one behind a link, under a name that is not there yet',
      () => {
        symlinkSync(join(folder, 'd/a.csv'), join(folder, 'link'))
        return 'link/new'
      },
    ],
  ]
  it.each(same)('may not %s', async (_, target) => {
    files('d/a.csv')
    expect(await answer(target(), { path: 'd/a.csv' })).toBe('OUTPUT_IS_INPUT')
  })

  it('may not hold an input that is a link to elsewhere either', async () => {
    files('real/a.csv')
    mkdirSync(join(folder, 'd'))
    symlinkSync(join(folder, 'real/a.csv'), join(folder, 'd/a.csv'))
    expect(await answer('real', { path: 'd/a.csv' })).toBe('OUTPUT_IS_INPUT')
    // Replacing this folder would take the link away.
    expect(await answer('d', { path: 'd/a.csv' })).toBe('OUTPUT_IS_INPUT')
  })

  const found: [string, string, Case][] = [
    // what the next run would read of a release, where it stands, the source
    ['all of it', 'l/out', { path: 'l' }],
    ['all of it, further down', 'l/x/y/out', { path: 'l/' }],
    ['all of it, behind a link', 'link/out', { path: 'l' }],
    ['all of it, by a link to its folder', 'elsewhere/out', { path: 'l' }],
    ['its records', 'l/out', { path: 'l/**/*.csv' }],
    ['its records, at their depth', 'l/out', { path: 'l/*/data/*.csv' }],
    ['its records, by a link in the source', 'elsewhere/out', { path: 'l/**/*.csv' }],
    ['its records, by a pattern for folders', 'l/2026/out', { path: 'l/{2026,2025}/**/{a,s}*.csv' }],
    ['its records, of several inputs', 'l/out', { path: 'l/**/{a,b,part-00001}.csv' }],
    ['its records, divided', 'l/out', { path: 'l/**/{?,part-*}.csv', output: { 'file-size': 100 } }],
    ['its records, as another format', 'l/out', { path: 'l/**/*', format: 'csv', output: { format: 'parquet' } }],
    ['its manifest', 'l/out', { path: 'l/{a.csv,*/manifest.json}', format: 'csv' }],
    ['its records, from a folder in the output', 'l', { path: 'l/*/data/*.csv', format: 'csv' }],
  ]
  it.each(found)('may not be where a source finds %s: %s', async (_, target, of) => {
    files('l/a.csv', 'l/b.csv', 'l/2026/a.csv', 'l/2026/b.csv', 'l/x/data/a.csv', 'elsewhere/in/c.csv')
    symlinkSync(join(folder, 'l'), join(folder, 'link'))
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'l/linked'))
    expect(await answer(target, of)).toBe('OUTPUT_IS_INPUT')
  })

  const beside: [string, string, Case][] = [
    // why it is not read, where it stands, the source
    ['beside the folder', 'd/out', { path: 'd/in' }],
    ['with a name that begins alike', 'd/in-out', { path: 'd/in' }],
    ['below, where the pattern looks at files of its own folder alone', 'd/in/out', { path: 'd/in/*.csv' }],
    ['below, at another depth', 'd/in/out', { path: 'd/in/*/*.csv' }],
    ['below, under a name that is no data', 'd/in/_out', { path: 'd/in' }],
    ['below a folder that is no data', 'd/in/.perde/out', { path: 'd/in/**/*.csv' }],
    ['below, as another format than is read', 'd/in/out', { path: 'd/in/**/*.csv', output: { format: 'parquet' } }],
    ['below, under other names', 'd/in/out', { path: 'd/in/**/a.csv' }],
    ['below the folder of one file', 'd/in/out', { path: 'd/in/a.csv' }],
  ]
  it.each(beside)('may be %s: %s', async (_, target, of) => {
    files('d/in/a.csv', 'd/in/x/a.csv')
    expect(await answer(target, of)).toBeUndefined()
  })

  it('counts the columns in the folders of what is read', async () => {
    files('l/y=1/a.csv', 'l/y=2/a.csv')
    expect(await answer('l/out', { path: 'l/**/y=1/*.csv' })).toBe('OUTPUT_IS_INPUT')
    expect(await answer('l/out', { path: 'l/y=*/*.csv' })).toBeUndefined()
  })
})

describe('the place of the output in a store', () => {
  const cases: [path: string, target: string, code: string | undefined][] = [
    ['s3://lake/in/', 's3://lake/in/out', 'OUTPUT_IS_INPUT'],
    ['s3a://lake/in', 's3://lake/in/out/', 'OUTPUT_IS_INPUT'],
    ['s3://lake/in/**/*.csv', 's3a://lake/in/out', 'OUTPUT_IS_INPUT'],
    ['s3://lake/', 's3://lake/out', 'OUTPUT_IS_INPUT'],
    ['s3://lake/in/*.csv', 's3://lake/in/out', undefined],
    ['s3://lake/in', 's3://lake/in-out', undefined],
    ['s3://lake/in', 's3://lake/in/_out', undefined],
    ['s3://lake/in', 's3://other/in/out', undefined],
    ['s3://lake/in', '/in/out', undefined],
  ]
  it.each(cases)('beside %s: %s', (path, target, code) => {
    const input = { output: { source: 's', ordinal: undefined, ending: '.csv' }, options: {}, sourceName: 's' } as never
    expect(codeOf(() => checkDistinct(target, [input], places({ path }), false))).toBe(code)
  })
})

describe('the place of the log', () => {
  const cases: [path: string, log: string, code: string | undefined][] = [
    ['l', 'l/log', 'OUTPUT_INVALID'],
    ['l/**/*.jsonl', 'l/log', 'OUTPUT_INVALID'],
    ['l/**/*.json', 'l/log', 'OUTPUT_INVALID'],
    ['l/**/*.csv', 'l/log', undefined],
    ['l/*.jsonl', 'l/log', undefined],
    ['l', 'log', undefined],
    ['l', 'l/.log', undefined],
    ['s3://lake/in', 's3://lake/in/log', 'OUTPUT_INVALID'],
    ['s3://lake/in/**/*.jsonl', 's3://lake/in/log', 'OUTPUT_INVALID'],
    ['s3://lake/in', 's3://lake/log', undefined],
  ]
  it.each(cases)('beside %s: %s', (path, log, code) => {
    files('l/a.csv')
    const place = log.startsWith('s3:') ? log : join(folder, log)
    expect(codeOf(() => checkLogOutside(place, places({ path })))).toBe(code)
  })

  it('counts the sidecars of a release that are kept there', () => {
    files('l/a.csv')
    const check = (release?: string) =>
      codeOf(() => checkLogOutside(join(folder, 'l/log'), places({ path: 'l/**/*.ndjson' }), release))
    expect([check(), check('01M8P788ZEMZZ02PCEBBXS7Z0P')]).toEqual([undefined, 'OUTPUT_INVALID'])
  })
})
