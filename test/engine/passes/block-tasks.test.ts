import { describe, expect, it } from 'vitest'
import {
  blockTasks,
  faultOf,
  namedPaths,
  totalBytes,
  type PassOptions,
} from '../../../src/engine/passes/block-tasks.ts'
import type { Pass } from '../../../src/engine/read/block.ts'
import { PerdeError } from '../../../src/errors.ts'
import { bytesOf, field, inputOf, planOf, poolHere, sourceOf } from '../plans.ts'

const PLAN = planOf([
  sourceOf([
    field('rose', 'mask'),
    field('"a.b"', 'mask'),
    field('880101300120', 'scrub', { origin: 'detected' }),
    field('ivan', 'redact', { origin: 'surprise' }),
  ]),
])
const options = (inputs: PassOptions['inputs'], more: Partial<PassOptions> = {}): PassOptions => ({
  inputs,
  pool: poolHere(),
  blockSize: 8,
  publishable: (name) => name.length < 5,
  ...more,
})

describe('the blocks of all inputs', () => {
  it('come input after input, with the number of each and where they stand in it', async () => {
    const passes: Pass[] = []
    const found: [number, number, string][] = []
    const inputs = [inputOf('csv', 'a\n1\n2\n3\n4\n5\n'), inputOf('csv', 'a\n6\n')]
    for await (const task of blockTasks(PLAN, options(inputs), passes))
      found.push([task.part, task.offset, Buffer.from(task.bytes).toString()])
    expect(found.map(([part]) => part)).toEqual([...found.map(([part]) => part)].sort())
    expect(found.map(([, , text]) => text).join('')).toBe('1\n2\n3\n4\n5\n6\n')
    expect(passes.map((p) => p.bytes)).toEqual([12, 4])
  })

  const headers: [string, string, boolean][] = [
    // a header, its first line, whether it passes
    ['whose names look like names', 'a,b\n', true],
    ['with a name that looks like data', 'a,Ivan Petrov\n', false],
    ['with a name that the policy itself has', 'a,rose\n', true],
    ['with a name that the policy has in quotes', 'a,a.b\n', true],
    ['with a name that only the detector had found', 'a,880101300120\n', false],
  ]
  it.each(headers)('of a file with a header %s are given out or not', async (_, header, passes) => {
    const reading = (async () => {
      for await (const task of blockTasks(PLAN, options([inputOf('csv', `${header}1,2\n`)]), [])) void task
    })()
    if (passes) await expect(reading).resolves.toBeUndefined()
    else await expect(reading).rejects.toMatchObject({ code: 'INPUT_NO_HEADER', where: { source: 'people' } })
  })

  it('carry the source and the input of an error that stops them', async () => {
    const reading = (async () => {
      for await (const task of blockTasks(PLAN, options([inputOf('csv', '', { name: 'empty.csv' })]), [])) void task
    })()
    await expect(reading).rejects.toMatchObject({ code: 'INPUT_EMPTY', where: { source: 'people', part: 'empty.csv' } })
  })

  it('let go of an input that nobody reads to its end', async () => {
    let closed = 0
    const bytes = {
      ...bytesOf('a\n1\n2\n3\n4\n5\n6\n7\n8\n'),
      open: async () => ({
        ...(await bytesOf('a\n1\n2\n3\n4\n5\n6\n7\n8\n').open()),
        close: async () => void closed++,
      }),
    }
    for await (const task of blockTasks(PLAN, options([inputOf('csv', '', { bytes })]), [])) {
      void task
      break
    }
    expect(closed).toBe(1)
  })
})

describe('names that may be shown', () => {
  it('are those that the policy spells out, not those that the run found in the data', () => {
    expect([...namedPaths(PLAN, { source: 0 })].sort()).toEqual(['"a.b"', 'rose'])
  })

  it('stand in a fault; others stand there only if they do not look like data', () => {
    const at = (field: string) =>
      faultOf(
        PLAN,
        { code: 'INPUT_VALUE', message: 'm', hints: [], where: { field }, row: 2, offset: 5 },
        { source: 0, part: 0, layout: { format: 'csv', options: {} }, offset: 100, read: 200 },
        inputOf('csv', ''),
        10,
      )
    const error = at('rose')
    expect(error).toBeInstanceOf(PerdeError)
    expect(error.where).toEqual({ source: 'people', part: 'people.csv', field: 'rose', record: 13, offset: 105 })
    expect(at('880101300120').where.field).toBe('(name withheld)')
  })
})

describe('the bytes of all inputs', () => {
  it('are added up, and unknown where one is', () => {
    const known = inputOf('csv', 'a\n1\n')
    expect(totalBytes([])).toBe(0)
    expect(totalBytes([known, known])).toBe(8)
    expect(totalBytes([known, inputOf('csv', '', { bytes: { ...known.bytes, size: undefined } })])).toBeUndefined()
  })
})
