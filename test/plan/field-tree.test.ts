import { describe, expect, it } from 'vitest'
import { jsonl } from '../../src/io/formats/jsonl.ts'
import { fieldTree, type Wanted } from '../../src/plan/field-tree.ts'
import type { PlannedField, SourcePlan } from '../../src/plan/plan.ts'
import { rule } from './planned-rule.ts'

const source = (fields: PlannedField[], unlisted: SourcePlan['unlisted'] = 'fail'): SourcePlan => ({
  name: 's',
  fields,
  unlisted,
  tables: {},
})
const nothing: Wanted = { at: () => false, below: () => false }
const reading = (path: string): Wanted => ({ at: (p) => p === path, below: (p) => path.startsWith(`${p}.`) })

/** Reads records with a tree and writes them without the fields that leave; the cells that were collected by path. */
function apply(plan: SourcePlan, record: unknown, wanted = nothing) {
  const tree = fieldTree(plan, wanted)
  const block = Buffer.from(`${JSON.stringify(record)}\n`)
  const read = jsonl.read(block, { format: 'jsonl', options: {} }, tree.root)
  const cells = Object.fromEntries(read.batch.columns.flatMap((c) => (c ? [[c.path, c.text]] : [])))
  return { cells, out: JSON.parse(Buffer.from(read.splice([], Uint8Array.of(1), tree.removed)).toString()) as unknown }
}

describe('a field tree', () => {
  it('collects the cells of rules that do something, and no others', () => {
    const { cells } = apply(source([rule('a', 'mask'), rule('b', 'keep')]), { a: 'x', b: 'y' })
    expect(cells).toEqual({ a: ['x'] })
  })

  it('stops at a field that no rule covers, with its path', () => {
    expect(() => apply(source([rule('a.b', 'mask')]), { a: { b: 1, c: 2 } })).toThrow('field "a.c" of "s" has no rule')
  })

  it('takes unlisted fields out, also where deeper patterns might match below them', () => {
    const { out } = apply(source([rule('**.email', 'keep')], 'drop'), {
      email: 1,
      name: 2,
      a: { email: 3, b: 4 },
      list: [5, 6],
    })
    expect(out).toEqual({ email: 1, a: { email: 3 }, list: [] })
  })

  it('takes a dropped container out whole, keys and all', () => {
    const { out } = apply(source([rule('a', 'drop'), rule('b', 'keep')]), { a: { deep: { x: [1] } }, b: 1 })
    expect(out).toEqual({ b: 1 })
  })

  it('reads a wanted field inside a container that leaves', () => {
    const { cells, out } = apply(
      source([rule('patient', 'drop'), rule('b', 'keep')]),
      { patient: { iin: '1', name: 'n' }, b: 1 },
      reading('patient.iin'),
    )
    expect(cells['patient.iin']).toEqual(['1'])
    expect(out).toEqual({ b: 1 })
  })

  it('covers everything in a kept container but what a deeper rule names', () => {
    const { cells, out } = apply(source([rule('a', 'keep'), rule('a.secret', 'drop')]), {
      a: { x: 1, secret: 2, y: [{ z: 3 }] },
    })
    expect(out).toEqual({ a: { x: 1, y: [{ z: 3 }] } })
    expect(Object.keys(cells)).toEqual(['a.secret'])
  })

  it('prefers the named source over "*" and the literal over the pattern', () => {
    const plan = source([
      rule('**.email', 'drop', { origin: 'shared-rule' }),
      rule('*.email', 'drop'),
      rule('a.email', 'keep'),
    ])
    expect(apply(plan, { a: { email: 1 }, b: { email: 2 } }).out).toEqual({ a: { email: 1 }, b: {} })
  })

  it('refuses two rules that match equally well', () => {
    expect(() => apply(source([rule('*.b', 'drop'), rule('a.*', 'keep')]), { a: { b: 1 } })).toThrow(
      'two rules match the same field',
    )
  })

  it('refuses keys that are data', () => {
    const people = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`k${i}`, 1]))
    expect(() => apply(source([rule('**', 'mask')]), { people })).toThrow('more than 10000 different fields')
  })

  it.each([
    // rules, whether unlisted fields stay
    ['a pattern that transforms', [rule('x', 'keep'), rule('m.*', 'mask')], 'fail'],
    ['a kept container', [rule('x', 'keep'), rule('m', 'keep')], 'fail'],
    ['unlisted fields that are kept', [rule('x', 'keep')], 'keep'],
  ] as const)('refuses keys that are identifiers under %s, without showing them', (_, fields, unlisted) => {
    const act = () => apply(source([...fields], unlisted), { x: 1, m: { 'aru@example.org': 'a' } })
    expect(act).toThrow('is personal data')
    expect(act).not.toThrow(/example/)
  })

  it.each(['010203300174', 'k010203300174', '0102 0330 0174', '010203-300174', 'p_010 203 300 174'])(
    'refuses %s as a key, which has the check digit of an IIN',
    (key) => {
      const act = () => apply(source([rule('m.*', 'mask')]), { m: { [key]: 'a' } })
      expect(act).toThrow('is personal data')
    },
  )

  it('takes keys that are identifiers out with the object that holds them', () => {
    expect(apply(source([rule('m', 'drop'), rule('x', 'keep')]), { x: 1, m: { 'aru@example.org': 'a' } }).out).toEqual({
      x: 1,
    })
  })

  it.each(['2024-01-01', '2024-01-01 12:00:00', '100000-150000', 'rose', 'Mark', 'price_usd', '123456'])(
    'takes the key %s for the name of a field',
    (key) => {
      expect(apply(source([rule('m.*', 'mask')]), { m: { [key]: 'a' } }).cells).toBeDefined()
    },
  )
})
