import { describe, expect, it } from 'vitest'
import {
  CONSENT,
  CONTRACT,
  REGISTER_HEADER,
  consent,
  consentsOf,
  csv,
  jsonl,
  people,
  peopleCsv,
  peoplePolicy,
  project,
  type Project,
} from './perde.ts'

interface Counts {
  in: number
  out: number
  excluded: number
  suppressed: number
  quarantined: number
}
interface Manifest {
  records: Counts
  inputs: { records: number }[]
  outputs: { path: string; records: number }[]
}
interface Summary {
  records: { in: number; used: number; excluded: number }
  used: Record<string, number>
  excluded: Record<string, number>
}
interface Entry {
  type: string
  records: Counts & number
  used: number
  excluded: Record<string, number>
}

function run(p: Project, ...args: string[]): { manifest: Manifest; summary: Summary; entries: Entry[] } {
  const done = p.perde(['run', 'policy.yaml', '--out', 'out', '--quiet', '--workers', '1', ...args])
  expect(done).toMatchObject({ status: 0, stderr: '' })
  expect(p.perde(['verify', 'out']).status).toBe(0)
  const entries = p.perde(['log', 'show', '--json']).stdout.trimEnd().split('\n')
  return {
    manifest: p.json('out/manifest.json'),
    summary: p.json('out/consent-summary.json'),
    entries: entries.map((line) => JSON.parse(line) as Entry),
  }
}

const sum = (counts: Iterable<number>) => [...counts].reduce((total, n) => total + n, 0)

/** What holds for every release, whatever was left out of it. */
function expectBalance({ manifest, summary, entries }: ReturnType<typeof run>): void {
  const { records } = manifest
  expect(records.in).toBe(records.out + records.excluded + records.suppressed + records.quarantined)
  expect(sum(manifest.outputs.map((o) => o.records))).toBe(records.out)
  expect(summary.records.used + summary.records.excluded + records.quarantined).toBe(records.in)
  expect([records.in, records.in - records.quarantined]).toContain(summary.records.in)
  expect(summary.records.excluded).toBe(records.excluded)
  expect(sum(Object.values(summary.used))).toBe(summary.records.used)
  expect(sum(Object.values(summary.excluded))).toBe(summary.records.excluded)
  const parts = entries.filter((e) => e.type === 'transform.part')
  for (const name of ['in', 'out', 'excluded', 'suppressed', 'quarantined'] as const)
    expect(sum(parts.map((e) => e.records[name])), name).toBe(records[name])
  for (const e of entries.filter((entry) => entry.type === 'consent.check'))
    expect(e.used + sum(Object.values(e.excluded))).toBe(e.records)
}

describe('records in are records out and those left out, each counted once', () => {
  it('when records are left out for want of consent, in two sources', () => {
    const everybody = people(40)
    const p = project({
      'policy.yaml': `perde: 1
dataset:
  id: clinic
  sources: { people: 'people/*.csv', visits: visits.jsonl }
  subject: { people: iin, visits: iin }
  provenance: { controller: Example Clinic }
${CONSENT}keys:
  main: { env: PERDE_KEY }
fields:
  '*': { iin: { role: identifier, type: iin, do: pseudonym person }, name: { role: identifier, do: drop }, city: insensitive }
`,
      'people/a.csv': peopleCsv(everybody.slice(0, 15)),
      'people/b.csv': peopleCsv([]),
      'people/c.csv': peopleCsv(everybody.slice(15)),
      // Twenty visits of people, one of nobody, one of somebody whose number is none.
      'visits.jsonl': jsonl([
        ...everybody.slice(0, 20).map(({ iin, city }) => ({ iin, city })),
        { city: 'x' },
        { iin: 'none', city: 'x' },
      ]),
      'consents.csv': csv(REGISTER_HEADER, [
        ...everybody.slice(0, 25).map((o) => consent(o.iin, 'given')),
        ...everybody.slice(25, 33).map((o) => consent(o.iin, 'refused')),
      ]),
    })
    const result = run(p, '--block', '1KiB')
    expectBalance(result)
    expect(result.manifest.records).toEqual({ in: 62, out: 45, excluded: 17, suppressed: 0, quarantined: 0 })
    expect(result.manifest.outputs.map((o) => [o.path, o.records])).toEqual([
      ['data/people/part-00000.csv', 15],
      ['data/people/part-00001.csv', 0],
      ['data/people/part-00002.csv', 10],
      ['data/visits.jsonl', 20],
    ])
    for (const { path, records } of result.manifest.outputs)
      expect(p.text(`out/${path}`).split('\n').length - (path.endsWith('.csv') ? 2 : 1)).toBe(records)
  })

  it('when a rule drops records whose values it cannot handle', () => {
    const rows = people(30).map((o, i) => [o.iin, o.name, o.city, i % 6 === 0 ? 'no date' : o.born])
    const p = project({
      'policy.yaml': peoplePolicy(CONTRACT, {
        fields: '    born: { role: quasi-identifier, do: generalise year, on-error: drop-record }\n',
      }),
      'people.csv': csv(['iin', 'name', 'city', 'born'], rows),
    })
    const result = run(p)
    expectBalance(result)
    expect(result.manifest.records).toEqual({ in: 30, out: 25, excluded: 0, suppressed: 5, quarantined: 0 })
    expect(result.summary.records).toEqual({ in: 30, used: 30, excluded: 0 })
  })

  it('when a record has neither consent nor a value that can be handled', () => {
    const everybody = people(30)
    const p = project({
      'policy.yaml': peoplePolicy(CONSENT, {
        fields: '    born: { role: quasi-identifier, do: generalise year, on-error: drop-record }\n',
      }),
      'people.csv': csv(
        ['iin', 'name', 'city', 'born'],
        everybody.map((o, i) => [o.iin, o.name, o.city, i % 2 === 0 ? 'no date' : o.born]),
      ),
      'consents.csv': consentsOf(everybody.slice(0, 20)),
    })
    const result = run(p)
    expectBalance(result)
    expect(result.manifest.records).toEqual({ in: 30, out: 10, excluded: 10, suppressed: 10, quarantined: 0 })
  })

  for (const basis of ['contract', 'consent'])
    it(`when rows of another width are set apart, on the basis ${basis}`, () => {
      const everybody = people(12)
      const row = ({ iin, name, city }: (typeof everybody)[0], i: number) =>
        i % 4 === 1 ? `${iin},${name}\n` : `${iin},${name},${city}\n`
      const p = project({
        'policy.yaml': peoplePolicy(basis === 'consent' ? CONSENT : CONTRACT, {
          input: '{ path: people.csv, ragged: quarantine }',
        }),
        'people.csv': `iin,name,city\n${everybody.map(row).join('')}`,
        'consents.csv': consentsOf(everybody),
      })
      const result = run(p)
      expect(result.manifest.records).toEqual({ in: 12, out: 9, excluded: 0, suppressed: 0, quarantined: 3 })
      expectBalance(result)
    })

  it('and the numbers of those that are set apart are told, whatever the blocks', () => {
    const rows = people(400).map(({ iin, name, city }, i) =>
      i % 10 === 3 ? `${iin},${name}\n` : `${iin},${name},${city}\n`,
    )
    const p = project({
      'policy.yaml': peoplePolicy(CONTRACT, { input: '{ path: people.csv, ragged: quarantine }' }),
      'people.csv': `iin,name,city\n${rows.join('')}`,
    })
    const numbers = Array.from({ length: 40 }, (_, n) => 10 * n + 4)
    const ran = p.perde(['run', 'policy.yaml', '--out', 'out', '--block', '1KiB'])
    expect(ran.stderr).toContain(
      `40 records of people.csv were set aside as not well formed: numbers ${numbers.slice(0, 20).join(', ')} and 20 more   [RECORDS_ASIDE]`,
    )
    const again = p.perde(['run', 'policy.yaml', '--out', 'again', '--workers', '1', '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({
      aside: [{ source: 'people', part: 'people.csv', records: numbers }],
    })
  })

  it('when nobody is left', () => {
    const p = project({
      'policy.yaml': peoplePolicy(CONSENT),
      'people.csv': peopleCsv(people(7)),
      'consents.csv': csv(REGISTER_HEADER, []),
    })
    const result = run(p)
    expectBalance(result)
    expect(result.manifest.records).toEqual({ in: 7, out: 0, excluded: 7, suppressed: 0, quarantined: 0 })
    expect(p.text('out/data/people.csv')).toBe('iin,city\n')
  })
})

/** Reasons and how many records have them: given, then those left out. */
const SPREADS: {
  what: string
  counts: [given: number, renewed: number, refused: number, withdrawn: number, none: number]
}[] = [
  { what: 'one small reason among large ones', counts: [20, 0, 7, 3, 6] },
  { what: 'two small reasons', counts: [20, 0, 1, 2, 9] },
  { what: 'nothing but small reasons', counts: [20, 0, 1, 2, 3] },
  { what: 'one reason, and that small', counts: [20, 0, 0, 2, 0] },
  { what: 'few who renewed', counts: [20, 2, 8, 0, 0] },
]

describe('a count of fewer than five people cannot be had from what is published', () => {
  for (const { what, counts } of SPREADS)
    it(`with ${what}`, () => {
      const everybody = people(sum(counts))
      const states = counts.flatMap((n, s) =>
        Array.from({ length: n }, () => ['given', 'renewed', 'refused', 'withdrawn', ''][s]!),
      )
      const rows = everybody.flatMap((o, i) => (states[i] === '' ? [] : [consent(o.iin, states[i]!)]))
      const p = project({
        'policy.yaml': peoplePolicy(CONSENT),
        'people.csv': peopleCsv(everybody),
        'consents.csv': csv(REGISTER_HEADER, rows),
      })
      const result = run(p)
      expectBalance(result)
      for (const [side, small] of [
        [result.summary.used, counts.slice(0, 2)],
        [result.summary.excluded, counts.slice(2)],
      ] as const) {
        const present = small.filter((n) => n > 0)
        const named = Object.entries(side).filter(([reason]) => reason !== 'OTHER')
        for (const [, n] of named) expect(n).toBeGreaterThanOrEqual(5)
        // What is folded is at least two reasons, or the only one: else the total would give it away.
        const folded = present.length - named.length
        expect(folded === 0 || folded >= 2 || named.length === 0).toBe(true)
        if (present.some((n) => n < 5)) expect(folded).toBeGreaterThan(0)
      }
      const inLog = result.entries.find((e) => e.type === 'consent.check')!
      expect(Object.values(inLog.excluded).sort()).toEqual(
        counts
          .slice(2)
          .filter((n) => n > 0)
          .sort(),
      )
      for (const name of p.below('out/proof')) expect(p.text(`out/proof/${name}`)).not.toContain('consent.check')
    })
})
