import { tableFromArrays, tableToIPC } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { checkCoverage, lookAtInputs } from '../../../src/engine/run/check-coverage.ts'
import { PerdeError } from '../../../src/errors.ts'
import { field, inputOf, jsonl, planOf, sourceOf } from '../plans.ts'

const any = () => true
const people = sourceOf([field('name', 'drop'), field('contact', 'drop')])
const visits = sourceOf([field('when', ''), field('by.*', '')], { name: 'visits' })
const plan = planOf([people, visits])

type Looked = [...Parameters<typeof lookAtInputs>, unlisted: Parameters<typeof checkCoverage>[3]]

async function look(...[plan, inputs, publishable, unlisted]: Looked) {
  const seen = await lookAtInputs(plan, inputs, publishable)
  checkCoverage(plan, inputs, seen, unlisted)
  return seen
}

async function refusal(...args: Looked): Promise<PerdeError> {
  const e = await look(...args).catch((error: unknown) => error)
  expect(e).toBeInstanceOf(PerdeError)
  return e as PerdeError
}

describe('the look at the beginning of every input', () => {
  it('names all fields of all inputs that no rule covers, in one error', async () => {
    const inputs = [
      inputOf('csv', 'name,segment,telegram\nx,y,z\n'),
      inputOf('csv', 'name,extra\nx,y\n', { name: 'more.csv', columns: 'differ' }),
      inputOf(
        'jsonl',
        jsonl([
          { when: 1, by: { x: 1 } },
          { when: 2, kind: 3 },
        ]),
        { source: 1, sourceName: 'visits' },
      ),
    ]
    expect(await refusal(plan, inputs, any, 'fail')).toMatchObject({
      code: 'POLICY_UNCOVERED_FIELD',
      facts: { fields: { people: ['segment', 'telegram', 'extra'], visits: ['kind'] } },
    })
  })

  it('tells no name of a schema without rules where one of them is data, as of a file that was read without its header', async () => {
    const schema = tableToIPC(tableFromArrays({ Canary: ['x'], '880101300120': ['y'] }), 'file')
    const e = await refusal(plan, [inputOf('arrow', schema)], (name) => name === 'Canary', 'fail')
    expect(e).toMatchObject({ code: 'POLICY_UNCOVERED_FIELD', facts: { fields: { people: ['(name withheld)'] } } })
    expect(JSON.stringify([e.message, e.hints, e.where])).not.toContain('Canary')
    const named = await refusal(plan, [inputOf('arrow', schema)], any, 'fail')
    expect(named).toMatchObject({ facts: { fields: { people: ['Canary', '880101300120'] } } })
  })

  it('lists what no rule names, without an error, where such fields are dropped', async () => {
    const inputs = [inputOf('csv', 'name,segment\nx,y\n')]
    expect(await look(plan, inputs, any, 'drop')).toMatchObject([
      { fields: ['name', 'segment'], unlisted: ['segment'] },
    ])
  })

  it('stops at a rule for a column that is not there, where other columns are kept', async () => {
    const rules = planOf([sourceOf([field('naem', 'drop'), field('*', '', { origin: 'rule' })], { unlisted: 'keep' })])
    const inputs = [
      inputOf('csv', 'name,b\nx,y\n'),
      inputOf('csv', 'name,c\nx,y\n', { name: 'more.csv', columns: 'differ' }),
    ]
    expect(await refusal(rules, inputs, any, 'keep')).toMatchObject({
      code: 'PLAN_MISMATCH',
      where: { source: 'people', field: 'naem' },
    })
    await look(rules, inputs, any, 'drop')
    const some = planOf([sourceOf([field('name', 'drop'), field('c', '')], { unlisted: 'keep' })])
    await look(some, inputs, any, 'keep')
  })

  it('says which rules may be misspelt beside a column without a rule', async () => {
    const e = await refusal(planOf([sourceOf([field('naem', 'drop')])]), [inputOf('csv', 'name\nx\n')], any, 'fail')
    expect(e.hints.join(' ')).toContain('naem')
  })

  it('stops at a condition on a column that the header does not have', async () => {
    const rules = (when: string) => planOf([sourceOf([field('name', 'drop', { when, else: [] }), field('"a.b"', '')])])
    const inputs = [inputOf('csv', 'name,a.b\nx,y\n')]
    for (const when of ['nmae == 1', 'name == 1 and a.b > 2'])
      expect(await refusal(rules(when), inputs, any, 'keep')).toMatchObject({
        code: 'PLAN_MISMATCH',
        where: { source: 'people', field: 'name' },
      })
    await look(rules('name == 1 and "a.b" > 2'), inputs, any, 'keep')
  })

  it('keeps a key that may be data to itself', async () => {
    const inputs = [inputOf('jsonl', jsonl([{ secretive: 1 }]), { source: 1, sourceName: 'visits' })]
    const e = await refusal(plan, inputs, (name) => name !== 'secretive', 'fail')
    expect(JSON.stringify(e)).not.toContain('secretive')
  })

  it('takes no field for missing inside a container that a rule drops', async () => {
    const inputs = [inputOf('jsonl', jsonl([{ contact: { phone: '1', list: [{ a: 1 }] } }]))]
    expect(await look(plan, inputs, any, 'fail')).toMatchObject([{ fields: undefined, unlisted: [] }])
  })

  it.each([
    ['a quote in the header', 'na"me,b\n1,2\n', 'INPUT_STRAY_QUOTE'],
    ['another format', '{"a":1,"b":2}\n', 'INPUT_STRAY_QUOTE'],
    ['another delimiter', 'name;contact\n1;2\n', 'INPUT_FORMAT'],
  ])('says source, part and offset of a header with %s', async (_, text, code) => {
    expect(await refusal(plan, [inputOf('csv', text)], any, 'fail')).toMatchObject({
      code,
      where: { source: 'people', part: 'people.csv', offset: 0 },
    })
  })
})
