import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEntitiesOfCell } from '../../src/detect/cell-entities.ts'
import { createPrefilter } from '../../src/detect/classes.ts'
import { entitiesIn } from '../../src/detect/entity-facts.ts'
import { createTasksByForm } from '../../src/detect/form-tasks.ts'
import { recognisers } from '../../src/detect/registry.ts'
import { createTasksByText } from '../../src/detect/text-tasks.ts'
import { EXAMPLES, formOf, mutated } from './forms.ts'

const maker = () => {
  const tasksByText = createTasksByText(recognisers)
  const tasksByForm = createTasksByForm(createPrefilter(recognisers))
  const entitiesOfCell = createEntitiesOfCell([], tasksByText)
  /** What is counted of the cell, by its form and by all questions that its text leaves; undefined: it has no form. */
  const both = (given: string) => {
    const text = given.trim()
    if (!formOf(text)) return undefined
    for (let n = 0; n < 6; n++) tasksByForm(text)
    return {
      byForm: entitiesOfCell(text, tasksByForm(text)!).entities,
      byText: entitiesIn(text, tasksByText(text).tasks, []),
    }
  }
  return both
}

describe('the entities of a cell whose form is known', () => {
  const both = maker()
  const check = (text: string): void => {
    const counted = both(text)
    if (counted) expect(counted.byForm).toEqual(counted.byText)
  }

  it('are those that all questions find', () => {
    EXAMPLES.forEach(check)
    fc.assert(fc.property(mutated, check), { numRuns: 1500 })
  })

  it('are those of a run of digits, with signs before it and without', () => {
    const run = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 42 })
    fc.assert(
      fc.property(run, fc.constantFrom('', '+', '-', '#', '№', '("'), (digits, signs) => check(signs + digits)),
      { numRuns: 3000 },
    )
  })

  it('are one list for equal answers', () => {
    const first = both('010203300174')!.byForm
    expect(first.length).toBeGreaterThan(3)
    expect(both('010203300174')!.byForm).toBe(first)
  })
})
