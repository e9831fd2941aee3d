import { describe, expect, it } from 'vitest'
import { bindField, contextsOf } from '../../../src/engine/worker/bound-field.ts'
import { BlockFault } from '../../../src/io/formats/format.ts'
import type { PlannedField } from '../../../src/plan/plan.ts'
import type { Cell } from '../../../src/policy/condition.ts'
import { Kind, valuesOf, type Column } from '../../../src/record/batch.ts'
import { plainRows } from '../../transforms/apply.ts'
import { field, planOf, ROOTS, setupOf, sourceOf, steps } from '../plans.ts'
import { derivePlanKeys } from '../../../src/engine/freeze/plan-keys.ts'

const column = (texts: readonly (string | null)[], path = 'a', rows?: number[]): Column => ({
  path,
  ...valuesOf(texts),
  row: Int32Array.from(rows ?? texts.keys()),
})

/** What a rule makes of a column: texts, null for null, undefined where the field leaves the record. */
function run(
  planned: PlannedField,
  texts: readonly (string | null)[],
  {
    keep = new Uint8Array(texts.length).fill(1),
    other = [] as string[],
    rows = undefined as number[] | undefined,
  } = {},
) {
  const setup = setupOf(planOf([sourceOf([planned])]))
  const bound = bindField(setup, 'people', 0, planned, planned.path)
  const lookup = (row: number) => (): Cell | undefined =>
    other[row] === undefined ? undefined : { kind: Kind.string, text: other[row] }
  const { values, changed, made } = bound.run(column(texts, planned.path, rows), plainRows(keep.length), keep, lookup)
  const out = values.text.map((t, i) =>
    values.kind[i] === Kind.absent ? undefined : values.kind[i] === Kind.null ? null : t,
  )
  return { out, changed, made, keep: [...keep], reads: bound.reads }
}

const caught = (action: () => unknown): unknown => {
  try {
    return action()
  } catch (e) {
    return e
  }
}

describe('a rule bound to a field', () => {
  it('transforms every cell and counts them', () => {
    expect(run(field('a', 'mask'), ['abc', 'de'])).toMatchObject({ out: ['***', '**'], changed: 2 })
  })

  it('tells which cells a generator made, where values of people stand beside them', () => {
    const fake = { ...field('a', 'fake phone'), when: "b == 'x'", else: steps('redact') }
    expect(run(fake, ['+77012345678', '+77012345679', null], { other: ['x', 'y', 'x'] }).made).toEqual([0])
    const scrub = field('a', [{ verb: 'scrub', options: { find: ['email'], with: 'fake' } }])
    expect(run(scrub, ['to ivan@mail.kz', 'to nobody', '']).made).toEqual([0])
    // Of a field that is made up as a whole nobody has to be told which cells are, and labels are no inventions.
    expect(run(field('a', 'fake phone'), ['+77012345678']).made).toEqual([])
    expect(run(field('a', [{ verb: 'scrub', options: { find: ['email'] } }]), ['to ivan@mail.kz']).made).toEqual([])
  })

  it('that keeps changes nothing', () => {
    expect(run(field('a', ''), ['abc', '', null])).toMatchObject({ out: ['abc', '', null], changed: 0 })
    expect(run(field('a', 'keep'), ['abc'])).toMatchObject({ out: ['abc'], changed: 0 })
  })

  it('runs its steps in their order', () => {
    const planned = field('a', [{ verb: 'clip', options: { max: 100 } }, ...steps('round 10')])
    expect(run(planned, ['17', '250']).out).toEqual(['20', '100'])
  })

  it('that drops takes the field out of the record, that nulls writes null, also for null and empty', () => {
    expect(run(field('a', 'drop'), ['x', '', null]).out).toEqual([undefined, undefined, undefined])
    expect(run(field('a', 'null'), ['x', '', null]).out).toEqual([null, null, null])
  })

  it('that redacts leaves no mark of which cells were null or empty', () => {
    const { out } = run(field('a', 'redact'), ['x', '', null])
    expect(new Set(out).size).toBe(1)
  })

  it('that redacts leaves no mark of what kind a value was: all cells are texts, or null in a column of numbers', () => {
    const kind = Uint8Array.of(Kind.number, Kind.null, Kind.boolean, Kind.string, Kind.container)
    const mixed = { path: 'a', text: ['1', '', 'true', '', '{}'], kind, row: Int32Array.from(kind.keys()) }
    const redacted = (given: Column, planned = field('a', 'redact')) => {
      const bound = bindField(setupOf(planOf([sourceOf([planned])])), 'people', 0, planned, 'a')
      const rows = plainRows(given.text.length)
      const keep = new Uint8Array(given.text.length).fill(1)
      const { values } = bound.run(given, rows, keep, () => () => ({ kind: Kind.string, text: 'x' }))
      return values.text.map((text, i) => [values.kind[i], text])
    }
    const marks = [...kind].map(() => [Kind.string, '[REDACTED]'])
    expect(redacted(mixed)).toEqual(marks)
    expect(redacted(mixed, { ...field('a', 'redact'), when: "b == 'x'" })).toEqual(marks)
    for (const typed of [Kind.number, Kind.boolean, Kind.container]) {
      const column: Column = { ...mixed, kind: Uint8Array.of(typed, Kind.null, typed, typed, typed), typed }
      expect(redacted(column)).toEqual(marks.map(() => [Kind.null, '']))
    }
    expect(redacted({ ...mixed, kind: Uint8Array.of(1, 0, 1, 1, 1), typed: Kind.string })).toEqual(marks)
  })

  it('leaves the cells of records alone that are not used, and does not count them', () => {
    const keep = Uint8Array.of(1, 0, 1)
    expect(run(field('a', 'mask'), ['abc', 'secret', 'de'], { keep })).toMatchObject({
      out: ['***', 'secret', '**'],
      changed: 2,
    })
  })

  it('transforms the cells of an array one by one', () => {
    expect(run(field('a[]', 'mask'), ['a', 'bc', 'd'], { rows: [0, 0, 2] }).out).toEqual(['*', '**', '*'])
  })
})

describe('null and empty cells', () => {
  const cases: [string, Partial<PlannedField>, (string | null)[], (string | null)[], number][] = [
    // the policy's answer, the rule, cells, what becomes of them, cells changed
    ['stay by default', {}, ['ab', null, '', ' '], ['**', null, '', ' '], 1],
    ['are transformed on request, null as an empty text', { nulls: 'transform' }, ['ab', null], ['**', ''], 2],
    ['that are empty are transformed on request', { empty: 'transform' }, ['ab', '', ' '], ['**', '', '*'], 3],
    ['that are empty become null on request', { empty: 'null' }, ['ab', '', ' '], ['**', null, null], 3],
  ]
  it.each(cases)('%s', (_, more, cells, out, changed) => {
    expect(run(field('a', 'mask', more), cells)).toMatchObject({ out, changed })
  })

  const faults: [string, Partial<PlannedField>, (string | null)[]][] = [
    // what stops the run, the rule, cells; the second record is at fault
    ['null', { nulls: 'fail' }, ['a', null]],
    ['an empty text', { empty: 'fail' }, ['a', '']],
    ['blanks', { empty: 'fail' }, ['a', ' \t']],
  ]
  it.each(faults)('that are %s stop the run where the rule says so, with record and field', (_, more, cells) => {
    for (const does of ['mask', '', 'redact']) {
      const fault = caught(() => run(field('a', does, more), cells))
      expect(fault).toBeInstanceOf(BlockFault)
      expect(fault).toMatchObject({ code: 'INPUT_VALUE', row: 1, field: 'a' })
    }
  })

  it('of a record that is not used stop nothing', () => {
    const keep = Uint8Array.of(1, 0)
    expect(run(field('a', 'mask', { nulls: 'fail' }), ['a', null], { keep }).out).toEqual(['*', null])
  })
})

describe('a value that a transform cannot handle', () => {
  const round = (onError: PlannedField['onError']) => field('a', 'round 10', { onError })

  it('stops the run by default, with record and field and without the value', () => {
    const fault = caught(() => run(round('fail'), ['12', 'Ivanova', '31'])) as BlockFault
    expect(fault).toBeInstanceOf(BlockFault)
    expect(fault).toMatchObject({ code: 'INPUT_VALUE', row: 1, field: 'a' })
    expect(JSON.stringify([fault.message, fault.hints])).not.toContain('Ivanova')
  })

  it('becomes null on request, and the others are transformed', () => {
    expect(run(round('null'), ['12', 'x', '31', 'y']).out).toEqual(['10', null, '30', null])
  })

  it('takes its record away on request, and only that', () => {
    const { out, keep } = run(round('drop-record'), ['12', 'x', '31'])
    expect([out[0], out[2], keep]).toEqual(['10', '30', [1, 0, 1]])
  })

  it('is named by its own record where some cells were passed over', () => {
    const keep = Uint8Array.of(0, 1, 1, 1)
    expect(caught(() => run(round('fail'), ['x', null, '12', 'y'], { keep }))).toMatchObject({ row: 3 })
  })

  it('in a later step is named by its record too', () => {
    const fault = caught(() =>
      run(
        field(
          'a',
          ['generalise year', 'round 10'].flatMap((s) => steps(s)),
        ),
        ['2020-01-01', null, 'x'],
      ),
    )
    expect(fault).toMatchObject({ row: 2 })
  })
})

describe('a rule with a condition', () => {
  const rule = field('a', 'mask', { when: "other == 'open'", else: steps('redact') })

  it('asks each record’s original values and takes the one branch or the other', () => {
    const { out, changed } = run(rule, ['ab', 'cd', 'ef'], { other: ['open', 'shut', 'open'] })
    expect(out).toEqual(['**', '[REDACTED]', '**'])
    expect(changed).toBe(3)
  })

  it('keeps the cell where it is false and nothing else is said', () => {
    const { else: _, ...bare } = rule
    expect(run(bare, ['ab', 'cd'], { other: ['shut', 'open'] })).toMatchObject({ out: ['ab', '**'], changed: 1 })
  })

  it('names the fields that it looks at', () => {
    expect(run(rule, []).reads).toEqual(['other'])
    expect(run(field('a', 'mask'), []).reads).toEqual([])
  })

  it('drops the field in some records only', () => {
    const planned = field('a', 'drop', { when: "other == 'open'" })
    expect(run(planned, ['x', 'y'], { other: ['open', 'shut'] }).out).toEqual([undefined, 'y'])
  })

  it('erases nothing and null too where it is true, and leaves them elsewhere', () => {
    const other = ['open', 'open', 'open', 'shut', 'shut']
    const erased = (does: string, more: Partial<PlannedField> = {}) =>
      run(field('a', does, { when: "other == 'open'", ...more }), ['x', ' ', null, '', null], { other }).out
    expect(erased('drop')).toEqual([undefined, undefined, undefined, '', null])
    expect(erased('null')).toEqual([null, null, null, '', null])
    expect(erased('redact')).toEqual(['[REDACTED]', '[REDACTED]', '[REDACTED]', '', null])
    expect(erased('drop', { else: steps('pseudonym') })).toEqual([undefined, undefined, undefined, '', null])
    expect(erased('mask')).toEqual(['*', ' ', null, '', null])
  })
})

describe('the keys of a rule', () => {
  const keyed = (path: string, does: string) => {
    const plan = planOf([sourceOf([field(path, does)])])
    return (at: string) =>
      contextsOf(setupOf(plan), 'people', 0, plan.sources[0]!.fields[0]!, 'do', steps(does), at)[0]!.keys
  }

  it('are those of the plan for a field that is named', () => {
    const plan = planOf([sourceOf([field('a', 'pseudonym')])])
    expect(keyed('a', 'pseudonym')('a')).toEqual(Object.values(derivePlanKeys(plan, ROOTS)))
  })

  it('differ from field to field under a pattern, so that nothing joins by accident', () => {
    const keys = keyed('**.id', 'pseudonym')
    expect(keys('a.id')).not.toEqual(keys('b.id'))
    expect(keys('a.id')).toEqual(keys('a.id'))
  })

  it('are one under a pattern with a domain', () => {
    const keys = keyed('**.id', 'pseudonym person')
    expect(keys('a.id')).toEqual(keys('b.id'))
  })
})
