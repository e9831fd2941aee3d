import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { KEY, project, type Project } from './perde.ts'

const policies = join(import.meta.dirname, '../../policies')

/** The policy with its data, as it lies in the repository, and a key where it looks for one. */
function copied(name: string): Project {
  const p = project()
  cpSync(join(policies, name), p.path('policies', name), { recursive: true })
  p.write('.perde/README', '')
  // Always the same: under one key in some dozens somebody made up is called as somebody else of the data is.
  p.write(`.perde/${name}.key`, KEY)
  return p
}

const read = (name: string) => readFileSync(join(policies, name), 'utf8')
const column = (name: string, field: string) =>
  (parse(read(name), { columns: true }) as Record<string, string>[]).map((row) => row[field]!)
const records = (name: string) =>
  read(name)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { patient: { mrn: string; ssn: string; birth_date: string }; admitted: string })

/** What must stand nowhere in the data of a release. */
const READY: { name: string; class: string; gone: () => string[] }[] = [
  {
    name: 'kz-ai-training',
    class: 'pseudonymised',
    gone: () => ['iin', 'phone', 'full_name'].flatMap((field) => column('kz-ai-training/patients.csv', field)),
  },
  {
    name: 'gdpr-analytics',
    class: 'pseudonymised',
    gone: () => ['user_id', 'support_id', 'email'].flatMap((field) => column('gdpr-analytics/users.csv', field)),
  },
  {
    name: 'hipaa-safe-harbor',
    class: 'pseudonymised',
    gone: () =>
      records('hipaa-safe-harbor/encounters.jsonl').flatMap(({ patient, admitted }) => [
        ...[patient.mrn, patient.ssn, patient.birth_date, admitted],
      ]),
  },
  {
    name: 'starter',
    class: 'pseudonymised',
    gone: () => ['iin', 'email', 'full_name'].flatMap((field) => column('starter/customers.csv', field)),
  },
]

describe.each(READY)('the ready policy $name', ({ name, class: outputClass, gone }) => {
  it('is in order without a warning, runs as it is on its data, verifies, and leaves nobody in clear', () => {
    const p = copied(name)
    const policy = `policies/${name}/policy.yaml`
    expect(p.perde(['check', policy]).stderr).toMatch(/^perde: the policy is in order \(/)
    const ran = p.perde(['run', policy, '--out', 'out', '--log', 'log', '--workers', '1', '--quiet'])
    expect(ran).toMatchObject({ status: 0 })
    expect(p.perde(['verify', 'out', '--log', 'log']).status).toBe(0)
    expect(p.json<{ outputClass: string }>('out/manifest.json').outputClass).toBe(outputClass)
    const written = p
      .below('out/data')
      .map((file) => p.text(`out/data/${file}`))
      .join('\n')
    expect(gone().length).toBeGreaterThan(300)
    // Names of one word and short codes could stand in a text by chance.
    expect(gone().filter((value) => value.length >= 6 && written.includes(value))).toEqual([])
  })
})

describe('the ready policies', () => {
  it('have data that are those of their generator', async () => {
    const url = pathToFileURL(join(policies, 'make-ready-data.mjs')).href
    const { readyData } = (await import(url)) as { readyData(): Record<string, string> }
    for (const [name, text] of Object.entries(readyData())) expect(text === read(name), name).toBe(true)
  })

  it('begin, as the starter, with what scan writes', () => {
    const p = copied('starter')
    const told = ['--controller', 'Example Shop', '--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv:Analyse']
    const basis = ['--basis', 'contract', '--justification', 'clause 4 of the terms of the shop']
    const ran = p.perde(['scan', 'customers.csv', '--policy-out', 'scanned.yaml', ...told, ...basis], {
      cwd: 'policies/starter',
    })
    expect(ran.status).toBe(0)
    const [schema, ...rest] = read('starter/policy.yaml').split('\n')
    expect(schema).toBe('# yaml-language-server: $schema=../schema.json')
    expect(rest.join('\n')).toBe(p.text('policies/starter/scanned.yaml'))
  })

  it('let nothing of the eighteen identifiers be kept: HIPAA’s denies with the field that would be', () => {
    const p = copied('hipaa-safe-harbor')
    const file = 'policies/hipaa-safe-harbor/policy.yaml'
    p.write(file, p.text(file).replace('role: identifier, type: us-ssn, do: drop', 'role: sensitive, type: us-ssn'))
    const ran = p.perde(['run', file, '--out', 'out', '--log', 'log', '--workers', '1'])
    expect(ran.stderr).toContain('R70: the identifier encounters.patient.ssn is not taken away (HIPAA Safe Harbor)')
    expect(ran.status).toBe(77)
    expect(p.has('out')).toBe(false)
  })
})
