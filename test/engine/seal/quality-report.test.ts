import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { QualityReport } from '../../../src/evidence/release/quality.ts'
import { people } from '../../e2e/perde.ts'
import { runCase, writeCase } from '../small-run.ts'

it('R40: quality.json counts what is missing, has a wrong check digit or stands there again, whatever the blocks', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'perde-quality-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeCase(folder, (policy) =>
    policy
      .replace(/basis: consent \}\nconsent:\n.*\n/, 'basis: contract, justification: clause 4 }\n')
      .replace('id: { role: identifier, do', 'id: { role: identifier, type: iin, do')
      .replace('ill: sensitive', 'ill: insensitive'),
  )
  const iins = people(40).map(({ iin }) => iin)
  // Six with a wrong last digit, eight that stand there a second time, seven without an age, four without an illness.
  const rows = iins.map((iin, i) => {
    const id = i < 6 ? `${iin.slice(0, 11)}${(Number(iin[11]) + 1) % 10}` : i >= 32 ? iins[i - 20]! : iin
    return `${id},${i % 6 === 1 ? '' : 20 + i},${i % 10 === 3 ? ' ' : 'J06'}\n`
  })
  writeFileSync(join(folder, 'people.csv'), `id,age,ill\n${rows.join('')}`)
  const reports: QualityReport[] = []
  for (const [out, blockSize] of [
    ['one', 1 << 20],
    ['small', 1024],
  ] as const) {
    await runCase(folder, { target: join(folder, out), blockSize })
    reports.push(JSON.parse(readFileSync(join(folder, out, 'quality.json'), 'utf8')) as QualityReport)
  }
  const [one, small] = reports
  expect(one!.sources).toEqual({
    people: {
      sampled: 40,
      fields: {
        age: { role: 'quasi-identifier', missing: 7, invalid: null, repeated: '<5' },
        id: { role: 'identifier', entity: 'iin', missing: '<5', invalid: 6, repeated: 8 },
        ill: { role: 'insensitive', missing: '<5', invalid: null, repeated: 35 },
      },
    },
  })
  expect(small!.sources).toEqual(one!.sources)
  expect(one!.consistency).toEqual({ quarantined: '<5', faults: '<5', corrected: '<5' })
})
