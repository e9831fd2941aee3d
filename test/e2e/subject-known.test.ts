import { describe, expect, it } from 'vitest'
import { csv, CONTRACT, people, peopleCsv, peoplePolicy, project, type Person, type Project } from './perde.ts'
import { keptProject } from './kept-project.ts'

// Who asked to be left out is known by a field of a source: a policy that knows people by something else would bring them back.

const FEW = people(4)
const [BLOCKED, DESTROYED, CORRECTED] = FEW as [Person, Person, Person]
const POLICY = peoplePolicy(CONTRACT)

/** One person is blocked, another destroyed. */
const asked = keptProject((after) => {
  const p = project({ 'policy.yaml': POLICY, 'people.csv': peopleCsv(FEW) }, after)
  expect([ask(p, 'block', BLOCKED), ask(p, 'destroy', DESTROYED)]).toEqual([0, 0])
  return p
})

function ask(p: Project, kind: string, { iin }: Person, policy = 'policy.yaml'): number | null {
  return p.perde(['subject', kind, '--policy', policy], { input: `${iin}\n` }).status
}

function run(p: Project, policy: string) {
  p.write('other.yaml', policy)
  const { status, stderr } = p.perde(['run', 'other.yaml', '--out', 'out', '--quiet'])
  return { status, stderr }
}

function expectRefused(p: Project, policy: string, code: string, message: string): void {
  const { status, stderr } = run(p, policy)
  expect([status, stderr]).toEqual([78, expect.stringContaining(`[${code}]`)])
  expect(stderr).toContain(message)
  for (const { iin } of FEW) expect(stderr).not.toContain(iin)
  expect(p.has('out')).toBe(false)
}

const withSource = (name: string, file: string, fields: string) =>
  peoplePolicy(CONTRACT, { fields: `  ${name}:\n${fields}` }).replace(
    'sources: { people: people.csv }',
    `sources: { people: people.csv, ${name}: ${file} }`,
  )

describe('people who asked to be left out stay so', () => {
  it.each([
    ['that names no subject', POLICY.replace('  subject: { people: iin }\n', ''), 'SUBJECT_NOT_STATED', 'whom the records'],
    ['by which they are known by another field', POLICY.replace('people: iin }', 'people: city }'), 'SUBJECT_MISMATCH', '"city" (of no type)'],
    ['by which their identifier has no type', POLICY.replace('type: iin, ', ''), 'SUBJECT_MISMATCH', '"iin" (type iin)'],
    [
      'with another source of people without a subject',
      withSource('more', 'people.csv', '    iin: { role: identifier, type: iin, do: pseudonym person }\n    name: { role: identifier, type: person, do: drop }\n    city: insensitive\n'),
      'SUBJECT_NOT_STATED',
      'dataset.subject: { more: FIELD }',
    ],
  ])('under a policy %s', (_, policy, code, message) => {
    expectRefused(asked(), policy, code, message)
  }) // prettier-ignore

  it('beside a source that is about nobody, and in one more whose people are known by the same type', () => {
    const p = asked()
    p.write('wards.csv', csv(['ward'], [['A'], ['B']]))
    expect(run(p, withSource('wards', 'wards.csv', '    ward: insensitive\n'))).toMatchObject({ status: 0 })
    expect(p.json('out/manifest.json')).toMatchObject({ records: { in: 6, out: 4, excluded: 2 } })
    const more = withSource('more', 'people.csv', '    iin: { role: identifier, type: iin, do: drop }\n    name: { role: identifier, type: person, do: drop }\n    city: insensitive\n') // prettier-ignore
    p.write('other.yaml', more.replace('subject: { people: iin }', 'subject: { people: iin, more: iin }'))
    expect(p.perde(['run', 'other.yaml', '--out', 'both', '--quiet'])).toMatchObject({ status: 0 })
    expect(p.json('both/manifest.json')).toMatchObject({ records: { in: 8, out: 4, excluded: 4 } })
  })

  it('where a correction alone is held too', () => {
    const p = project({ 'policy.yaml': POLICY, 'people.csv': peopleCsv(FEW) })
    const correction = { subject: CORRECTED.iin, corrections: [{ source: 'people', field: 'city', value: 'Тараз' }] }
    expect(p.perde(['subject', 'correct', '--policy', 'policy.yaml'], { input: JSON.stringify(correction) })).toMatchObject({ status: 0 }) // prettier-ignore
    expectRefused(p, POLICY.replace('  subject: { people: iin }\n', ''), 'SUBJECT_NOT_STATED', 'whom the records')
  })

  it('under a field of another name once somebody asks by it, or when nobody is left out any more', () => {
    const p = asked()
    p.write('renamed.csv', p.text('people.csv').replace('iin,', 'number,'))
    const renamed = POLICY.replace('people.csv', 'renamed.csv').replace('people: iin }', 'people: number }').replace('iin: { role', 'number: { role') // prettier-ignore
    expectRefused(p, renamed, 'SUBJECT_MISMATCH', '"number" (type iin)')
    expect(ask(p, 'block', BLOCKED, 'other.yaml')).toBe(0)
    expect(run(p, renamed)).toMatchObject({ status: 0 })
    expect(p.json('out/manifest.json')).toMatchObject({ records: { in: 4, out: 2, excluded: 2 } })
    const free = project({ 'policy.yaml': POLICY, 'people.csv': peopleCsv(FEW) })
    expect([ask(free, 'block', BLOCKED), ask(free, 'unblock', BLOCKED)]).toEqual([0, 0])
    expect(run(free, POLICY.replace('  subject: { people: iin }\n', ''))).toMatchObject({ status: 0 })
  })
})
