import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CONTRACT, project, type Project } from './perde.ts'
import { entriesOf } from './refusal.ts'

const ADULT = join(import.meta.dirname, '../vectors/anonymity/adult')
const QUASI = ['sex', 'age', 'race', 'marital-status', 'education']
const K = 5

/** Adult with a number for everybody, which stays readable: only by it can the test count what an attacker learns. */
function adult(): { half: string; all: string } {
  const [header, ...rows] = readFileSync(join(ADULT, 'adult.csv'), 'utf8').trim().split('\n')
  const numbered = rows.map((row, n) => `p${n};${row}`)
  const text = (some: string[]) => `${[`id;${header}`, ...some].join('\n')}\n`
  return { half: text(numbered.slice(0, numbered.length / 2)), all: text(numbered) }
}

function policy(model: string, more = ''): string {
  return `perde: 1
dataset:
  id: adult
  sources: { people: { path: half.csv, delimiter: ";" } }
  subject: { people: id }
  provenance: { controller: Example, method: own-records }
${CONTRACT}keys: { main: { env: PERDE_KEY } }
unlisted: drop
fields:
  people:
    id: insensitive
    occupation: sensitive
${QUASI.map((field) => `    ${field}: quasi-identifier\n`).join('')}anonymity:
  model: ${model}
  k: ${K}
  suppress-at-most: 10%
${more}  hierarchies:
${QUASI.map((field) => `    ${field}: adult_hierarchy_${field}.csv\n`).join('')}`
}

/** Who is in which class, as everybody sees it who has the release. */
function classesIn(p: Project, release: string): Map<string, string> {
  const [header, ...rows] = p.text(`${release}/data/people.csv`).trim().split('\n')
  const names = header!.split(';')
  const places = QUASI.map((field) => names.indexOf(field))
  return new Map(
    rows.map((row) => {
      const cells = row.split(';')
      return [cells[names.indexOf('id')]!, places.map((place) => cells[place]).join(';')]
    }),
  )
}

/** People in groups of fewer than k by what an attacker tells apart of them. */
function exposed(groups: Iterable<string>): number {
  const sizes = new Map<string, number>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  return [...sizes.values()].filter((size) => size < K).reduce((n, size) => n + size, 0)
}

/** What two releases tell together that neither tells alone. */
function attack(p: Project, one: string, two: string) {
  const [before, after] = [classesIn(p, one), classesIn(p, two)]
  const both = [...before.keys()].filter((id) => after.has(id))
  const came = [...after.keys()].filter((id) => !before.has(id))
  const left = [...before.keys()].filter((id) => !after.has(id))
  return {
    alone: Math.min(exposed(before.values()), exposed(after.values())),
    byIntersection: exposed(both.map((id) => `${before.get(id)!} ${after.get(id)!}`)),
    bySubtraction: exposed(came.map((id) => after.get(id)!)) + exposed(left.map((id) => before.get(id)!)),
  }
}

describe('two releases of the same people', () => {
  it.each(['full-domain', 'top-down'])(
    'expose people by intersection and subtraction, and none where they are in a ledger (%s)',
    (model) => {
      const { half, all } = adult()
      const p = project({
        'half.csv': half,
        'all.csv': all,
        'plain.yaml': policy(model),
        'ledger.yaml': policy(model, '  releases: ledger\n'),
      })
      for (const field of QUASI) {
        const file = `adult_hierarchy_${field}.csv`
        cpSync(join(ADULT, file), p.path(file))
      }
      for (const kind of ['plain', 'ledger']) {
        const run = (out: string, ...more: string[]) =>
          p.perde(['run', `${kind}.yaml`, '--out', `${kind}-${out}`, '--log', `log-${kind}`, '--workers', '1', ...more])
        expect(run('one')).toMatchObject({ status: 0 })
        const second = run('two', '--source', 'people=all.csv')
        expect(second).toMatchObject({ status: 0 })
        expect(second.stderr.includes('[RECORDS_HELD]')).toBe(kind === 'ledger')
      }
      const plain = attack(p, 'plain-one', 'plain-two')
      expect(plain.alone).toBe(0)
      expect(plain.byIntersection).toBeGreaterThan(0)
      expect(plain.bySubtraction).toBeGreaterThan(0)
      expect(attack(p, 'ledger-one', 'ledger-two')).toEqual({ alone: 0, byIntersection: 0, bySubtraction: 0 })
      // The facts' figure for half of Adult at a limit of 10 %: 613 of 14,080 people.
      if (model === 'full-domain') expect(plain.byIntersection).toBe(613)
      const [first, next] = entriesOf(p, 'log-ledger').filter((e) => e.type === 'release.join')
      expect(first).toMatchObject({ releases: 0, held: 0 })
      expect(next).toMatchObject({ releases: 1 })
      for (const release of ['ledger-one', 'ledger-two'])
        expect(p.perde(['verify', release, '--log', 'log-ledger']).status).toBe(0)
    },
  )
})
