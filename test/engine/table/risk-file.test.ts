import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isRiskReport } from '../../../src/evidence/release/risk-schema.ts'
import { riskOfFile } from '../../../src/engine/table/risk-file.ts'

function file(name: string, text: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'perde-risk-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  writeFileSync(join(dir, name), text)
  return join(dir, name)
}

const measure = async (input: string, quasiIdentifiers: string[], sensitive: string[] = []) =>
  (
    await riskOfFile({
      inputs: [input],
      cwd: '/',
      stdin: (async function* () {})(),
      env: {},
      quasiIdentifiers,
      sensitive,
      options: {},
      publishable: () => true,
    })
  ).sources[input]!

describe('the risk of a file', () => {
  it('has the form of a risk.json, and names what nobody declared', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => `${i % 2},${i % 3},${i}`)
    const input = file('f.csv', `sex,age,ticket\n${rows.join('\n')}\n`)
    const report = await riskOfFile({
      inputs: [input],
      cwd: '/',
      stdin: (async function* () {})(),
      env: {},
      quasiIdentifiers: ['sex', 'age'],
      sensitive: [],
      population: 10_000,
      options: {},
      publishable: () => true,
    })
    expect(isRiskReport(JSON.parse(JSON.stringify(report)))).toBe(true)
    expect(report.sources[input]).toMatchObject({
      reidentified: null,
      undeclared: { worst: [{ fields: ['ticket'], unique: 1 }] },
      population: { size: 10_000, samplingFraction: 0.02, unique: 0, model: 'none' },
      minimalUniques: { largest: 2, bySize: [0, 0], records: 0 },
    })
  })

  it('does not depend on the blocks that the file is cut into', async () => {
    // 3 MB are three blocks; 300 classes of 200 records, and the class fixes the sensitive value
    const rows = Array.from({ length: 60_000 }, (_, i) => `${i % 20},${i % 300},${'x'.repeat(40)},${i % 2 ? 'a' : 'b'}`)
    const found = await measure(file('big.csv', `a,b,pad,s\n${rows.join('\n')}\n`), ['a', 'b'], ['s'])
    expect(found).toMatchObject({ records: 60_000, k: 200, l: { s: 1 }, classes: { count: 300, min: 200, max: 200 } })
  })

  it('tells values with separators apart', async () => {
    const found = await measure(file('s.csv', 'a,b\n"x,y",z\n"x,y",z\nx,"y,z"\nx,"y,z"\n'), ['a', 'b'])
    expect(found.classes).toMatchObject({ count: 2, min: 2, max: 2 })
  })

  it('takes null for a sensitive value of its own', async () => {
    const found = await measure(file('n.jsonl', '{"a":1,"s":"x"}\n{"a":1,"s":null}\n{"a":1}\n'), ['a'], ['s'])
    expect(found).toMatchObject({ k: 3, l: { s: 2 } })
  })

  it('measures nothing in a file without records', async () => {
    expect(await measure(file('e.csv', 'a,b\n'), ['a'])).toMatchObject({ records: 0, k: null, classes: null })
  })
})
