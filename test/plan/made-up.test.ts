import { describe, expect, it } from 'vitest'
import { madeUp } from '../../src/plan/made-up.ts'
import type { PlannedField } from '../../src/plan/plan.ts'

type Steps = PlannedField['do']
const step = (verb: string, options: Record<string, unknown> = {}) => ({ verb, options })
const NAME = step('fake', { kind: 'person.name' })
const TEXT = step('scrub', { with: 'fake' })
const field = (steps: Steps, more: Partial<PlannedField> = {}): PlannedField => ({
  ...{ path: 'x', role: 'identifier', do: steps, nulls: 'keep', empty: 'keep', onError: 'fail', origin: 'rule' },
  ...more,
})

describe('a field is made up', () => {
  it.each<[string, PlannedField, ReturnType<typeof madeUp>]>([
    ['by a generator', field([NAME]), 'all'],
    ['whatever else is done to it', field([NAME, step('mask')]), 'all'],
    ['not at all by others', field([step('pseudonym'), step('redact')]), 'none'],
    ['not at all where nothing is done', field([]), 'none'],
    ['in part where only some records are asked for', field([NAME], { when: 'a == 1' }), 'part'],
    ['in part where others are redacted', field([step('redact')], { when: 'a == 1', else: [NAME] }), 'part'],
    ['whole where both branches are', field([NAME], { when: 'a == 1', else: [NAME] }), 'all'],
    ['in part where names in a text are', field([TEXT]), 'part'],
    ['not at all where a text gets labels', field([step('scrub', { with: 'label' })]), 'none'],
  ])('%s', (_, planned, expected) => {
    expect(madeUp(planned)).toBe(expected)
  })
})
