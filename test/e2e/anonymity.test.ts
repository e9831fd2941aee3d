import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { csv, jsonl, project, type Project } from './perde.ts'

// A whole run that asks for k-anonymity over twenty thousand records. k is counted here again, from the files alone.

const K = 5
const FIELDS = ['age', 'sex', 'district', 'work'] as const
type Row = Record<(typeof FIELDS)[number] | 'n' | 'illness', string>

/** Invented rows with skewed values: most combinations are rare, some are common. */
const ROWS: Row[] = Array.from({ length: 20_000 }, (_, n) => {
  const draw = (salt: number, below: number) => Math.floor((below * ((n * salt + (n >> 4) * 31) % 1009)) / 1009)
  return {
    n: String(n),
    age: String(18 + Math.floor(draw(389, 60) * (draw(97, 10) / 10))),
    sex: draw(53, 2) === 0 ? 'f' : 'm',
    district: `0${1 + draw(211, 3)}${draw(443, 10)}${draw(727, 10)}`,
    work: n % 7 === 0 ? '' : ['nurse', 'teacher', 'driver', 'smith'][draw(571, 4)]!,
    illness: ['flu', 'asthma', 'gout', 'none'][draw(131, 4)]!,
  }
})

const policy = (format: 'csv' | 'jsonl') => `perde: 1
dataset:
  id: clinic
  sources: { people: "in/*.${format}" }
  provenance: { controller: Example Clinic, method: own-records }
purpose:
  id: dpv:ServiceOptimisation
  processing: dpv-ai:ModelTraining
  basis: contract
  justification: clause 4 of the contract with the people in the data
fields:
  people:
    n: { role: identifier, do: drop }
    age: quasi-identifier
    sex: quasi-identifier
    district: quasi-identifier
    work: quasi-identifier
    illness: sensitive
anonymity:
  k: ${K}
  hierarchies: { district: { prefix: [1, 2, 3] } }
`

const COLUMNS = ['n', ...FIELDS, 'illness'] as const
const written = {
  csv: (rows: readonly Row[]) =>
    csv(
      COLUMNS,
      rows.map((row) => COLUMNS.map((column) => row[column])),
    ),
  jsonl: (rows: readonly Row[]) => jsonl(rows.map((row) => ({ ...row, age: Number(row.age), work: row.work || null }))),
}
const files = (format: 'csv' | 'jsonl'): Record<string, string> => ({
  'policy.yaml': policy(format),
  [`in/part-0.${format}`]: written[format](ROWS.slice(0, 9000)),
  [`in/part-1.${format}`]: written[format](ROWS.slice(9000, 9001)),
  [`in/part-2.${format}`]: written[format](ROWS.slice(9001)),
})

const run = (p: Project, out: string, ...args: string[]) =>
  p.perde(['run', 'policy.yaml', '--out', out, '--as-of', '2026-01-01', '--quiet', ...args])

const dataOf = (p: Project, out: string) => p.below(`${out}/data`).filter((name) => !name.endsWith('/'))
const published = (p: Project, out: string) =>
  Object.fromEntries(
    [...dataOf(p, out).map((name) => `data/${name}`), 'plan.json'].map((name) => [name, p.text(`${out}/${name}`)]),
  )

/** Sizes of the classes that a reader of the output tells apart. */
function classSizes(p: Project, out: string, format: 'csv' | 'jsonl'): number[] {
  const sizes = new Map<string, number>()
  for (const name of dataOf(p, out)) {
    const text = p.text(`${out}/data/${name}`)
    const records = (
      format === 'csv'
        ? parse(text, { columns: true })
        : text
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line) as unknown)
    ) as Record<string, unknown>[]
    for (const record of records) {
      const key = JSON.stringify(FIELDS.map((field) => record[field]))
      sizes.set(key, (sizes.get(key) ?? 0) + 1)
    }
  }
  return [...sizes.values()]
}

for (const format of ['csv', 'jsonl'] as const)
  describe(`a run for k-anonymity over twenty thousand records of ${format}`, () => {
    let p: Project
    beforeAll(() => {
      p = project(files(format), afterAll)
      expect(run(p, 'out', '--workers', '1')).toMatchObject({ status: 0, stderr: '' })
    })

    it('publishes every record in a class of at least k, more than one class, and reports the k that is there', () => {
      const sizes = classSizes(p, 'out', format)
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(K)
      expect(sizes.length).toBeGreaterThan(100)
      expect(sizes.reduce((sum, n) => sum + n, 0)).toBe(ROWS.length)
      expect(p.json('out/risk.json')).toMatchObject({
        k: Math.min(...sizes),
        classes: { count: sizes.length, max: Math.max(...sizes) },
        anonymity: { met: true, suppressed: 0 },
      })
    })

    it.each([
      ['2', '64KiB'],
      ['4', '7KiB'],
      ['2', '4MiB'],
    ])('gives the same bytes and plan with --workers %s --block %s', (workers, block) => {
      const out = `out-${workers}-${block}`
      expect(run(p, out, '--workers', workers, '--block', block).status).toBe(0)
      expect(published(p, out)).toEqual(published(p, 'out'))
    })

    it('gives the same plan and records when the records are cut into other files, in another order', () => {
      const q = project({
        'policy.yaml': policy(format),
        [`in/a.${format}`]: written[format](ROWS.slice(4000)),
        [`in/z.${format}`]: written[format](ROWS.slice(0, 4000)),
      })
      expect(run(q, 'out').status).toBe(0)
      expect(q.text('out/plan.json')).toBe(p.text('out/plan.json'))
      const lines = (of: Project) =>
        dataOf(of, 'out')
          .flatMap((name) => of.text(`out/data/${name}`).trimEnd().split('\n'))
          .filter((line) => line !== '' && line !== [...FIELDS, 'illness'].join())
          .sort()
      expect(lines(q)).toEqual(lines(p))
    })

    it('publishes nothing when it is killed in either pass, and all of it when it is run again', async () => {
      for (const [phase, seen] of [
        ['first', /looking/],
        ['second', /working/],
      ] as const) {
        const args = ['run', 'policy.yaml', '--out', `killed-${phase}`, '--as-of', '2026-01-01', '--block', '1KiB']
        const { child, ended } = p.start([...args, '--progress', 'always'])
        child.stderr!.on('data', (chunk: Buffer) => {
          if (seen.test(chunk.toString())) child.kill('SIGKILL')
        })
        expect((await ended).signal).toBe('SIGKILL')
        expect(p.has(`killed-${phase}`)).toBe(false)
        expect(run(p, `killed-${phase}`).status).toBe(0)
        expect(published(p, `killed-${phase}`)).toEqual(published(p, 'out'))
        expect(p.below('tmp')).toEqual([])
      }
    })
  })

describe('a run for k-anonymity that cannot be', () => {
  it('publishes nothing and says so', () => {
    const p = project({ 'policy.yaml': policy('csv'), 'in/few.csv': written.csv(ROWS.slice(0, K - 1)) })
    const done = run(p, 'out')
    expect(done.status).toBe(77)
    expect(done.stderr).toContain('[ANONYMITY_NOT_MET]')
    expect(p.has('out')).toBe(false)
  })
})
