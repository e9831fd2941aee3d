import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scanCommand, type ScanCommandOptions } from '../../src/commands/scan.ts'
import { entities } from '../../src/detect/entities.ts'
import { parsePolicy } from '../../src/policy/parse-policy.ts'
import { temporaryFolder } from '../engine/plans.ts'
import { terminalAt } from './terminal.ts'

const ids = Array.from({ length: 40 }, (_, i) => `C${100 + i}`)
const semicolons = `customer_id;colour\n${ids.map((id) => `${id};red\n`).join('')}`

async function scan(text: string, more: Partial<ScanCommandOptions> = {}, name = 'people.csv') {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, name), text)
  const terminal = terminalAt(cwd)
  await scanCommand([name], { sample: '100', header: true, ...more }, terminal)
  return { cwd, terminal }
}

describe('the policy that a scan writes', () => {
  it('reads its inputs the way the scan did', async () => {
    const { cwd } = await scan(semicolons, { delimiter: ';', policyOut: 'p.yaml' })
    const { policy, findings } = parsePolicy(readFileSync(join(cwd, 'p.yaml'), 'utf8'), { entities: entities() })
    expect(findings.filter((f) => f.severity === 'error').map((f) => f.code)).toEqual([
      'POLICY_SUBJECT_MISSING',
      'POLICY_CONSENT_MISSING',
    ])
    expect(policy).toBeUndefined()
    expect(readFileSync(join(cwd, 'p.yaml'), 'utf8')).toContain('people: { path: "people.csv", delimiter: ";" }')
  })

  it('says that there is no header, and the format that was named', async () => {
    const rows = ids.map((id) => `${id},x\n`).join('')
    const { cwd } = await scan(rows, { header: false, format: 'csv', policyOut: 'p.yaml' }, 'people.txt')
    expect(readFileSync(join(cwd, 'p.yaml'), 'utf8')).toContain('{ path: "people.txt", format: csv, header: false }')
  })

  it('names a column on one line, whatever stands in its name', async () => {
    const header = `${[...'abcdefgh'].join(',')},"height,\ncm"`
    const rows = ids.map((_, i) => `${new Array(9).fill(i).join(',')}\n`).join('')
    const { cwd } = await scan(`${header}\n${rows}`, { policyOut: 'p.yaml', controller: 'C', basis: 'contract', justification: 'J' }) // prettier-ignore
    const { findings } = parsePolicy(readFileSync(join(cwd, 'p.yaml'), 'utf8'), { entities: entities() })
    expect(findings.filter((f) => f.severity === 'error')).toEqual([])
  })

  it('has one pseudonym for one name of an id', async () => {
    const { terminal } = await scan(semicolons, { delimiter: ';', json: true })
    const { fields } = JSON.parse(terminal.printed) as { fields: { path: string; suggest: string }[] }
    expect(fields[0]).toMatchObject({ suggest: '{ role: identifier, do: pseudonym customer-id }' })
  })
})

describe('a scan of a document', () => {
  const document = (more: string) => `{"d":[{"id":1},{"id":2}]${more}}`

  it('says what around the records would stop a run, and the policy leaves it out', async () => {
    const options = { record: '/d', policyOut: 'p.yaml' }
    const { cwd, terminal } = await scan(document(',"for":{"surname":"Zhakupov"}'), options, 'x.json')
    expect(terminal.printed).toMatch(/outside its records that may be personal, in for\.surname: "around: drop"/)
    expect(terminal.printed).not.toContain('Zhakupov')
    expect(readFileSync(join(cwd, 'p.yaml'), 'utf8')).toContain('record: "/d", around: drop }')
  })

  it('says it to programs', async () => {
    const { terminal } = await scan(document(',"birth_date":"1990-01-01"'), { record: '/d', json: true }, 'x.json')
    expect(JSON.parse(terminal.printed)).toMatchObject({ around: [{ source: 'x', path: 'birth_date' }] })
  })

  it('is silent where nothing stands there that is personal', async () => {
    const { cwd, terminal } = await scan(
      document(',"version":2'),
      { record: '/d', policyOut: 'p.yaml', json: true },
      'x.json',
    )
    expect(JSON.parse(terminal.printed)).toMatchObject({ around: [] })
    expect(readFileSync(join(cwd, 'p.yaml'), 'utf8')).not.toContain('around')
  })
})

describe('a scan that cannot go on', () => {
  it.each([
    // [what, text, options, code, hint]
    ['names the option for a delimiter that was not named', semicolons, {}, 'INPUT_FORMAT', "--delimiter ';'"],
    ['names it where another one was named', semicolons, { delimiter: '|' }, 'INPUT_FORMAT', "--delimiter ';'"],
    ['knows JSON lines that are read as CSV', '{"a":1}\n', { format: 'csv' }, 'INPUT_STRAY_QUOTE', '--format jsonl'],
  ])('%s', async (_, text, options, code, hint) => {
    await expect(scan(text, options)).rejects.toMatchObject({
      code,
      hints: [expect.stringContaining(hint)],
      where: { part: 'people.csv', offset: 0 },
    })
  })

  it('says before it reads that the folder of the policy does not exist', async () => {
    await expect(scan('{', { policyOut: 'gone/p.yaml' })).rejects.toMatchObject({
      code: 'OUTPUT_INVALID',
      where: { part: 'gone/p.yaml' },
    })
  })

  it('has no empty source in the place of a fault', async () => {
    const fault = await scan('a,b\n1,2\n1,x"y\n').catch((e: unknown) => e)
    expect(fault).toMatchObject({ code: 'INPUT_STRAY_QUOTE', where: { part: 'people.csv', record: 2 } })
    expect((fault as { where: object }).where).not.toHaveProperty('source')
  })
})
