import { describe, expect, it } from 'vitest'
import { findLinks } from '../../../src/engine/risk/linked-sources.ts'
import { outputClass } from '../../../src/engine/seal/seal.ts'
import { riskReport, sourceRisk, type AnonymityResult } from '../../../src/evidence/release/risk.ts'
import type { PlannedField, Plan } from '../../../src/plan/plan.ts'
import { parsePolicy } from '../../../src/policy/parse-policy.ts'
import { compilePlan } from '../../../src/plan/compile-plan.ts'
import { applyHere, field, inputOf, planOf, sourceOf } from '../plans.ts'

/** Two sources, the first of which is made anonymous. */
function planWith(people: PlannedField[], visits: PlannedField[]): Plan {
  const { policy } = parsePolicy(
    JSON.stringify({
      perde: 1,
      dataset: { id: 'd', sources: { people: 'people.csv' } },
      purpose: { id: 'dpv:ScientificResearch', processing: 'dpv:Analyse', basis: 'public-interest' },
      fields: { people: { q: 'quasi-identifier' } },
      anonymity: { k: 2 },
    }),
  )
  const { anonymity } = compilePlan(policy!, '00', new Map(), new Map()).sources[0]!
  return planOf([{ ...sourceOf(people), anonymity: anonymity! }, sourceOf(visits, { name: 'visits' })])
}
const linksOf = (people: PlannedField[], visits: PlannedField[]) =>
  findLinks(planWith(people, visits), []).map(({ fields, by }) => `${fields.join(' = ')} ${by}`)

describe('sources that can be joined', () => {
  const cases: [string, PlannedField[], PlannedField[], string[]][] = [
    // what they have, fields of either, links
    [
      'pseudonyms of one domain',
      [field('id', 'pseudonym person')],
      [field('who', 'pseudonym person')],
      ['id = who pseudonym'],
    ],
    ['pseudonyms of two domains', [field('id', 'pseudonym person')], [field('who', 'pseudonym guest')], []],
    ['pseudonyms of no domain, which join nowhere', [field('id', 'pseudonym')], [field('id', 'pseudonym')], []],
    ['another verb in the same domain', [field('id', 'pseudonym person')], [field('who', 'encrypt person')], []],
    ['an identifier that both keep', [field('id', '')], [field('id', '')], ['id = id identifier']],
    [
      'identifiers of one entity',
      [field('a', '', { entity: 'iin' })],
      [field('b', '', { entity: 'iin' })],
      ['a = b identifier'],
    ],
    ['identifiers of which one is dropped', [field('id', '')], [field('id', 'drop')], []],
  ]
  it.each(cases)('%s', (_, people, visits, links) => {
    expect(linksOf(people, visits)).toEqual(links)
  })

  it('are of no concern where neither is made anonymous', () => {
    const fields = [field('id', 'pseudonym person')]
    expect(findLinks(planOf([sourceOf(fields), sourceOf(fields, { name: 'visits' })]), [])).toEqual([])
  })

  it('are found by a field of many values that both keep under one name', async () => {
    const kept = (name: string) => field(name, '', { role: 'insensitive' })
    const quasi = field('q', '', { role: 'quasi-identifier' })
    const plan = planWith([quasi, kept('ticket'), kept('colour')], [quasi, kept('ticket'), kept('colour')])
    const csv = (n: number) => `q,ticket,colour\n${Array.from({ length: n }, (_, i) => `1,t${i},red\n`).join('')}`
    const inputs = [inputOf('csv', csv(20)), inputOf('csv', csv(9), { source: 1, name: 'v.csv' })]
    const { applied } = await applyHere(plan, inputs)
    expect(
      findLinks(
        plan,
        applied.links.map((links) => links?.result()),
      ),
    ).toEqual([{ sources: ['people', 'visits'], fields: ['ticket', 'ticket'], by: 'value', measured: false }])
  })

  it('make no release that is called k-anonymous', () => {
    const plan = planWith([], [])
    const anonymity = { met: true } as AnonymityResult
    const sources = {
      people: { ...sourceRisk(['q'], [5], {}), anonymity },
      visits: { ...sourceRisk(['q'], [5], {}), anonymity },
    }
    const classOf = (links: ReturnType<typeof findLinks>) =>
      outputClass(plan, [], { parts: [] }, riskReport(sources, links))
    expect(classOf([])).toBe('k-anonymous')
    expect(classOf([{ sources: ['people', 'visits'], fields: ['a', 'a'], by: 'value', measured: false }])).toBe(
      'pseudonymised',
    )
  })
})
