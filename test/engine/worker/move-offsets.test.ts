import { describe, expect, it } from 'vitest'
import { moveOffsets, type MovedText } from '../../../src/engine/worker/move-offsets.ts'
import { BlockFault } from '../../../src/io/formats/format.ts'
import type { PlannedField } from '../../../src/plan/plan.ts'
import { Kind, valuesOf, type Column } from '../../../src/record/batch.ts'
import { field } from '../plans.ts'

const start = (more: Partial<PlannedField> = {}): PlannedField => ({
  ...field('spans[].start', 'keep'),
  do: [],
  offsetIn: { field: 'text', edge: 'start', unit: 'code-point' },
  ...more,
})

function column(path: string, values: readonly (string | null)[], row: number[], element?: number[]): Column {
  return { path, ...valuesOf(values), row: Int32Array.from(row), ...(element && { element: Int32Array.from(element) }) }
}

/** Two records; in the second "Anna" at 4 became "[PERSON-1]", behind a character of two UTF-16 units. */
const TEXT: MovedText = {
  original: column('text', ['as it was', '🙂 то Anna и всё'], [0, 1]),
  written: {
    ...valuesOf(['as it was', '🙂 то [PERSON-1] и всё']),
    moves: [undefined, [{ start: 6, end: 10, length: 10 }]],
  },
}

function move(planned: PlannedField, offsets: Column, text: MovedText | undefined, keep = Uint8Array.of(1, 1)) {
  const given = { values: { text: offsets.text.slice(), kind: offsets.kind.slice() }, changed: 0, faults: 0 }
  const { values, changed, faults } = moveOffsets(planned, offsets, given, text, keep)
  return { out: values.text.map((t, i) => (values.kind[i] === Kind.null ? null : t)), changed, faults, keep: [...keep] }
}

describe('offsets of label spans', () => {
  it('move with the text of their record, counted in its unit', () => {
    const offsets = column('spans[].start', ['3', '5', '10'], [0, 1, 1], [0, 0, 1])
    expect(move(start(), offsets, TEXT)).toMatchObject({ out: ['3', '5', '16'], changed: 3, faults: 0 })
    const bytes = start({ offsetIn: { field: 'text', edge: 'end', unit: 'byte' } })
    expect(move(bytes, column('spans[].end', ['10', '14'], [1, 1]), TEXT).out).toEqual(['10', '20'])
  })

  it('stay where nothing is done to their text, or the record has none', () => {
    const offsets = column('spans[].start', ['900', '0'], [0, 1])
    expect(move(start(), offsets, undefined).out).toEqual(['900', '0'])
    const none = { original: column('text', [], []), written: valuesOf([]) }
    expect(move(start(), offsets, none).out).toEqual(['900', '0'])
  })

  it('are numbers also where their text did not change or is not there: anything else could be a person', () => {
    for (const value of ['Анна +7 701', '-1', 'true', '{"a":1}']) {
      const offsets = column('spans[].start', [value], [0])
      const none = { original: column('text', [], []), written: valuesOf([]) }
      for (const text of [undefined, none, TEXT]) expect(() => move(start(), offsets, text)).toThrow(BlockFault)
    }
  })

  it('follow the text of their own element of a list', () => {
    const text: MovedText = {
      original: column('messages[].content', ['Anna!', 'ok', 'Bo?'], [0, 0, 1], [0, 1, 2]),
      written: {
        ...valuesOf(['[PERSON-1]!', 'ok', '[PERSON-1]?']),
        moves: [[{ start: 0, end: 4, length: 10 }], undefined, [{ start: 0, end: 2, length: 10 }]],
      },
    }
    const planned = start({ offsetIn: { field: 'messages[].content', edge: 'end', unit: 'utf-16' } })
    const offsets = column('messages[].spans[].end', ['4', '2', '5', '2'], [0, 0, 0, 1], [0, 1, 0, 2])
    expect(move(planned, offsets, text).out).toEqual(['10', '2', '11', '10'])
  })

  it.each([
    // Behind the end of the text, not whole, negative, not a number, more digits than a number holds.
    ['17'],
    ['1.5'],
    ['-1'],
    ['x'],
    ['99999999999999999999'],
  ])('that are none are faults: %s', (value) => {
    const offsets = column('spans[].start', [value], [1])
    expect(() => move(start(), offsets, TEXT)).toThrow(BlockFault)
    expect(move(start({ onError: 'null' }), offsets, TEXT)).toMatchObject({ out: [null], faults: 1, keep: [1, 1] })
    expect(move(start({ onError: 'drop-record' }), offsets, TEXT)).toMatchObject({ faults: 1, keep: [1, 0] })
  })

  it('cannot follow a text that changed without saying where', () => {
    const text = { ...TEXT, written: valuesOf(['as it was', '[REDACTED]']) }
    expect(() => move(start(), column('spans[].start', ['3'], [1]), text)).toThrow(/offsets cannot follow/)
  })

  it('leave nulls and the records alone that are out', () => {
    const offsets = column('spans[].start', [null, 'x'], [1, 1])
    expect(move(start(), column('spans[].start', [null], [1]), TEXT).out).toEqual([null])
    expect(move(start(), offsets, TEXT, Uint8Array.of(1, 0)).out).toEqual([null, 'x'])
  })
})
