import { readdirSync, rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CONSENT, REGISTER_HEADER, consent, csv, people, peopleCsv, peoplePolicy, project } from './perde.ts'
import type { Person, Project } from './perde.ts'

const EVERYBODY = people(12)
const given = (of: readonly Person[]) => of.map((p) => consent(p.iin, 'given'))

function clinic(rows: string[][] = given(EVERYBODY), policy = peoplePolicy(CONSENT)): Project {
  return project({
    'policy.yaml': policy,
    'people.csv': peopleCsv(EVERYBODY),
    'consents.csv': csv(REGISTER_HEADER, rows),
  })
}

const run = (p: Project, ...more: string[]) => p.perde(['run', 'policy.yaml', '--out', 'out', ...more])
const use = (p: Project, ...command: string[]) =>
  p.perde([
    'use',
    'out',
    ...['--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining', '--by', 'ml'],
    ...(command.length > 0 ? ['--', ...command] : []),
  ])

interface ReleaseRecord {
  decisions: number
  register?: { keyedSha256: string }
}

/** The log's record of the only release, changed. */
function editRecord(p: Project, change: (record: ReleaseRecord) => void): void {
  const [name] = readdirSync(p.path('perde-log/releases')).filter((n) => n.endsWith('.json'))
  const record = p.json<ReleaseRecord>(`perde-log/releases/${name!}`)
  change(record)
  p.write(`perde-log/releases/${name!}`, JSON.stringify(record))
}

describe('a register in which a refusal may be lost ends the run with 65, and releases nobody', () => {
  const [first, second] = EVERYBODY as [Person, Person]
  const rows = csv(REGISTER_HEADER, given(EVERYBODY))
  const terms = 'dpv:ServiceOptimisation,dpv-ai:ModelTraining'
  it.each([
    ['a withdrawal of an identifier that is none', `${rows}'${first.iin},withdrawn,${terms}\n`, 'line":14'],
    ['a withdrawal of nobody', `${rows},withdrawn,${terms}\n`, 'line":14'],
    [
      'two rows with a lone CR between them',
      `${rows}${first.iin},withdrawn,${terms}\r${second.iin},withdrawn,${terms}\n`,
      'line":14',
    ],
  ])('for %s', (_, register, place) => {
    const p = clinic()
    p.write('consents.csv', register)
    const done = run(p, '--json')
    expect(done.status).toBe(65)
    expect(done.stdout + done.stderr).toContain('REGISTER_INVALID')
    expect((done.stdout + done.stderr).replaceAll(' ', '')).toContain(place)
    expect(done.stdout + done.stderr).not.toMatch(/\d{12}/)
    expect(p.has('out')).toBe(false)
  })

  it('for columns that decide and that the policy does not name', () => {
    const p = clinic(
      undefined,
      peoplePolicy(CONSENT.replace('status: status, purpose: purpose, processing: processing', 'from: since')),
    )
    p.write(
      'consents.csv',
      csv(
        [...REGISTER_HEADER, 'since'],
        given(EVERYBODY).map((row) => [...row, '']),
      ),
    )
    expect(p.perde(['check', 'policy.yaml']).status).not.toBe(0)
    expect(run(p).status).not.toBe(0)
    expect(p.has('out')).toBe(false)
  })
})

describe('a run', () => {
  it('ends with 78 when no record of a source names a subject', () => {
    const p = clinic(undefined, peoplePolicy(CONSENT).replace('subject: { people: iin }', 'subject: { people: citi }'))
    const done = run(p)
    expect(done.status).toBe(78)
    expect(done.stderr).toContain('dataset.subject.people')
    expect(p.has('out')).toBe(false)
  })

  it('as of a time in the past leaves out whoever has withdrawn or run out by now', () => {
    const [stays, withdrew, ended] = EVERYBODY as [Person, Person, Person]
    const p = clinic(
      undefined,
      peoplePolicy(CONSENT.replace('processing: processing }', 'processing: processing, at: at, until: until }')),
    )
    const row = (of: Person, status: string, at: string, until: string) => [...consent(of.iin, status), at, until]
    p.write(
      'consents.csv',
      csv(
        [...REGISTER_HEADER, 'at', 'until'],
        [
          row(stays, 'given', '2024-01-01', ''),
          row(withdrew, 'given', '2024-01-01', ''),
          row(withdrew, 'withdrawn', '2025-01-01', ''),
          row(ended, 'given', '2024-01-01', '2025-01-01'),
        ],
      ),
    )
    expect(run(p, '--as-of', '2024-06-01', '--quiet')).toMatchObject({ status: 0 })
    expect(p.json<{ records: { out: number } }>('out/manifest.json').records.out).toBe(1)
  })

  it('says of a faulty row its file, column, line and count', () => {
    const p = clinic([...given(EVERYBODY), [EVERYBODY[0]!.iin, 'yes please', '', '']])
    const done = run(p)
    expect(done.status).toBe(0)
    expect(done.stderr).toContain('consents.csv, column "status", 1 row, line 14: the status is no state')
  })
})

describe('the use of a release', () => {
  it('is denied with the exact reasons when somebody has withdrawn', () => {
    const p = clinic()
    expect(run(p, '--quiet').status).toBe(0)
    p.write('consents.csv', csv(REGISTER_HEADER, [...given(EVERYBODY), consent(EVERYBODY[3]!.iin, 'withdrawn')]))
    const done = use(p)
    expect(done.status).toBe(77)
    expect(done.stderr).toContain('WITHDRAWN 1')
  })

  it.each<[string, (p: Project) => void]>([
    ['wants fewer decisions', (p) => editRecord(p, (record) => (record.decisions = 0))],
    ['has no register', (p) => editRecord(p, (record) => delete record.register)],
    ['has another register', (p) => editRecord(p, (record) => (record.register!.keyedSha256 = 'ab'.repeat(32)))],
  ])('is denied when the record of it in the log %s', (_, change) => {
    const p = clinic()
    expect(run(p, '--quiet').status).toBe(0)
    expect(use(p).status).toBe(0)
    change(p)
    const done = use(p)
    expect(done.status).toBe(77)
    expect(done.stderr).toContain('DENIED_CONSENT')
  })

  it('is denied, and the denial logged, when the register cannot be understood any more or the decisions are gone', () => {
    const p = clinic()
    expect(run(p, '--quiet').status).toBe(0)
    p.write('consents.csv', csv(REGISTER_HEADER, [...given(EVERYBODY), consent('', 'withdrawn')]))
    expect(use(p)).toMatchObject({ status: 77 })
    p.write('consents.csv', csv(REGISTER_HEADER, given(EVERYBODY)))
    rmSync(p.path('perde-log/decisions'), { recursive: true })
    expect(use(p)).toMatchObject({ status: 77 })
    const shown = p.perde(['log', 'show', '--json']).stdout.trimEnd().split('\n')
    const entries = shown.map((line) => JSON.parse(line) as { type: string; decision: string })
    expect(entries.filter((e) => e.type === 'use.check').map((e) => e.decision)).toEqual(['deny', 'deny'])
  })

  it('hands no key to the command, under whatever name', () => {
    const p = clinic(undefined, peoplePolicy(CONSENT).replace('env: PERDE_KEY', 'env: CLINIC_ROOT'))
    const key = 'c3'.repeat(16) + '4d'.repeat(16)
    const env = { CLINIC_ROOT: key, COPY: key, OTHER: 'kept' }
    expect(p.perde(['run', 'policy.yaml', '--out', 'out', '--quiet'], { env }).status).toBe(0)
    const args = ['--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining', '--by', 'ml']
    const done = p.perde(['use', 'out', ...args, '--', 'env'], { env })
    expect(done.status).toBe(0)
    expect(done.stdout).not.toMatch(/CLINIC_ROOT|COPY|PERDE_KEY|c3c3/)
    expect(done.stdout).toContain('OTHER=kept')
    expect(done.stdout).toContain('PERDE_DATA=')
  })

  it('by a command that does not exist is not logged', () => {
    const p = clinic()
    expect(run(p, '--quiet').status).toBe(0)
    const before = p.text('perde-log/entries.jsonl')
    expect(use(p, 'no-such-command-anywhere').status).toBe(2)
    expect(p.text('perde-log/entries.jsonl')).toBe(before)
  })
})
