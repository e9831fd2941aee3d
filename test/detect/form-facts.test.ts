import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createPrefilter } from '../../src/detect/classes.ts'
import { createFactsOfForm } from '../../src/detect/form-facts.ts'
import { createTasksByForm } from '../../src/detect/form-tasks.ts'
import { modalities } from '../../src/detect/modalities.ts'
import { peel } from '../../src/detect/peel.ts'
import { recognisers } from '../../src/detect/registry.ts'
import { SHAPED_FROM, SHAPED_TO, shapeOf } from '../../src/detect/value-shape.ts'
import { EXAMPLES, formOf, mutated, sibling } from './forms.ts'

it('what a form says of one of its values is true of all of them', () => {
  const tasksFor = createTasksByForm(createPrefilter(recognisers))
  const factsOf = createFactsOfForm()
  const check = (given: string, draws: readonly number[]) => {
    const value = given.trim()
    const runs = formOf(value)
    if (!runs) return
    let at = 0
    const other = sibling(runs, (below) => draws[at++ % draws.length]! % below).trim()
    for (let n = 0; n < 6; n++) tasksFor(value)
    const form = tasksFor(value)!
    const facts = factsOf(value, form)
    // one of another length may be of another list of tasks
    if (tasksFor(other) !== form) return
    if (other.length >= SHAPED_FROM && other.length <= SHAPED_TO) {
      if (facts.shape !== undefined) expect(shapeOf(other)).toBe(facts.shape)
      const digits = /^[\d ().+/-]+$/.test(other) ? String(other.replace(/\D/g, '').length) : undefined
      if (value.length >= SHAPED_FROM && value.length <= SHAPED_TO) expect(facts.digits).toBe(digits)
    }
    if (!facts.encoded) expect(peel(other)).toBeUndefined()
    for (const m of modalities) if (!facts.modalities.includes(m)) expect(m.ofText?.(other)).toBeUndefined()
  }
  for (const example of EXAMPLES) check(example, [3, 11, 7, 19, 2, 5])
  fc.assert(fc.property(mutated, fc.array(fc.nat(999), { minLength: 7, maxLength: 7 }), check), { numRuns: 2000 })
})
