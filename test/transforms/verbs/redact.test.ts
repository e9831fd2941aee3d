import { describe, expect, it } from 'vitest'
import { Kind } from '../../../src/record/batch.ts'
import { verb as drop } from '../../../src/transforms/verbs/drop.ts'
import { verb as keep } from '../../../src/transforms/verbs/keep.ts'
import { verb as nullify } from '../../../src/transforms/verbs/nullify.ts'
import { verb as redact } from '../../../src/transforms/verbs/redact.ts'
import type { AnyVerb } from '../../../src/transforms/any-verb.ts'
import { contextOf, plainRows } from '../apply.ts'

const mixed = () => ({
  text: ['Аружан', '12', 'true', '{"a":1}'],
  kind: Uint8Array.of(Kind.string, Kind.number, Kind.boolean, Kind.container),
})
const run = (verb: AnyVerb, options: unknown) => verb.bind(options, contextOf())(mixed(), plainRows(4))

describe('the verbs that look at no value', () => {
  it('redact writes a word for strings and null for everything else', () => {
    const { text, kind } = run(redact, {})
    expect(text).toEqual(['[REDACTED]', '', '', ''])
    expect([...kind]).toEqual([Kind.string, Kind.null, Kind.null, Kind.null])
  })

  it.each([
    ['a string', 'n/a', Kind.string, 'n/a'],
    ['a number', -1.5, Kind.number, '-1.5'],
    ['a boolean', false, Kind.boolean, 'false'],
  ])('redact with %s writes it for every kind', (_, value, expectedKind, expected) => {
    const { text, kind } = run(redact, { with: value })
    expect(text).toEqual([expected, expected, expected, expected])
    expect([...kind]).toEqual([expectedKind, expectedKind, expectedKind, expectedKind])
  })

  it('null writes null', () => {
    const { text, kind } = run(nullify, {})
    expect(text.join('')).toBe('')
    expect([...kind]).toEqual([Kind.null, Kind.null, Kind.null, Kind.null])
  })

  it('drop takes the fields away', () => {
    expect([...run(drop, {}).kind]).toEqual([Kind.absent, Kind.absent, Kind.absent, Kind.absent])
  })

  it('keep changes nothing', () => {
    expect(run(keep, {})).toEqual(mixed())
  })
})
