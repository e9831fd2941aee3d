import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { columnValues } from '../../../src/engine/table/column-values.ts'
import { temporaryFolder } from '../plans.ts'

function values(files: Record<string, string>, field: string, input = Object.keys(files)[0]!) {
  const cwd = temporaryFolder()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
  return columnValues({
    input,
    cwd,
    stdin: (async function* () {})(),
    env: {},
    field,
    options: {},
    publishable: () => true,
  })
}

describe('the values of a column', () => {
  it('are each there once, sorted, from all files of a glob and all blocks', async () => {
    const rows = (from: number) => Array.from({ length: 40_000 }, (_, i) => `${'x'.repeat(60)},v${from + (i % 50)}`)
    const csv = (from: number) => `pad,v\n${rows(from).join('\n')}\n`
    const { texts, records } = await values({ 'a.csv': csv(0), 'b.csv': csv(30) }, 'v', '*.csv')
    expect(records).toBe(80_000)
    expect(texts).toEqual(Array.from({ length: 80 }, (_, i) => `v${i}`).sort())
  })

  it('are null where they are blank, null or absent', async () => {
    const found = await values({ 'a.jsonl': '{"v":1.0}\n{"v":"  "}\n{"v":null}\n{}\n{"v":"1"}\n{"v":true}\n' }, 'v')
    expect(found).toEqual({ texts: ['1', '1.0', 'true'], nulls: 3, records: 6 })
  })

  it('may stand below other fields', async () => {
    const found = await values({ 'a.jsonl': '{"home":{"city":"Almaty"}}\n{"home":{"city":"Semey"}}\n' }, 'home.city')
    expect(found.texts).toEqual(['Almaty', 'Semey'])
  })

  it.each<[string, Record<string, string>, string, object]>([
    [
      'a field that is not there',
      { 'a.csv': 'city,age\nx,1\n' },
      'ctiy',
      { code: 'USAGE', hints: ['did you mean "city"?'] },
    ],
    ['a field that no record has', { 'a.jsonl': '{"a":1}\n' }, 'b', { code: 'USAGE' }],
    [
      'a list',
      { 'a.jsonl': '{"v":1}\n{"v":[1]}\n' },
      'v',
      { code: 'INPUT_VALUE', where: { part: 'a.jsonl', field: 'v' } },
    ],
    ['a format that nobody knows', { 'a.bin': 'x' }, 'v', { code: 'INPUT_FORMAT' }],
    ['a torn file', { 'a.csv': 'v\n"x\n' }, 'v', { code: 'INPUT_UNTERMINATED_QUOTE' }],
  ])('cannot be read from %s', async (_, files, field, error) => {
    await expect(values(files, field)).rejects.toThrow(expect.objectContaining(error))
  })
})
