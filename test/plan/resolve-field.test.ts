import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlannedField, SourcePlan } from '../../src/plan/plan.ts'
import { createResolver, fieldAt, goesDeeper, stepDown } from '../../src/plan/resolve-field.ts'
import { comparePrecision, matchesPath, parsePath, type Step } from '../../src/record/path.ts'

const rule = (path: string, origin: PlannedField['origin'] = 'rule'): PlannedField => ({
  path,
  role: 'identifier',
  do: [],
  nulls: 'keep',
  empty: 'keep',
  onError: 'fail',
  origin,
})
const source = (fields: PlannedField[]): SourcePlan => ({ name: 's', fields, unlisted: 'fail', tables: {} })
const stepsOf = (path: string): Step[] =>
  parsePath(path).map((s) =>
    s.kind === 'each' ? { kind: 'each' } : { kind: 'name', name: (s as { name: string }).name },
  )

/** The rule for a place, walked step by step: its path; undefined where none matches. */
function at(fields: PlannedField[], place: string): string | undefined {
  const { resolver, start } = createResolver(source(fields))
  let reached = start
  for (const step of stepsOf(place)) reached = stepDown(resolver, reached, step)
  const found = fieldAt(resolver, reached)
  return found === undefined ? undefined : fields[found]!.path
}

describe('the rule of a place in a record', () => {
  const cases: [string, string[], string, string | undefined][] = [
    // why, the rules, the place, the rule that counts
    ['is the one with its very path', ['a.b', 'a.c'], 'a.b', 'a.b'],
    ['is no rule for what stands above it', ['a.b'], 'a', undefined],
    ['is no rule for what stands below it', ['a'], 'a.b', undefined],
    ['may be a pattern for one key', ['a.*'], 'a.b', 'a.*'],
    ['is not a pattern for one key two keys down', ['a.*'], 'a.b.c', undefined],
    ['may be a pattern for any depth', ['**.id'], 'a[].b.id', '**.id'],
    ['may be a pattern for any depth at depth none', ['**.id'], 'id', '**.id'],
    ['does not match elements by a key', ['a.*'], 'a[]', undefined],
    ['matches every element', ['a[].b'], 'a[].b', 'a[].b'],
    ['is the literal before the key pattern', ['a.*', 'a.b'], 'a.b', 'a.b'],
    ['is the key pattern before any depth', ['**.b', 'a.*'], 'a.b', 'a.*'],
    ['is the pattern that spells out more', ['**.b', 'a.**.b'], 'a.x.b', 'a.**.b'],
    ['takes a quoted name as it is', ['"a.b"'], '"a.b"', '"a.b"'],
  ]
  it.each(cases)('%s', (_, paths, place, expected) => {
    expect(
      at(
        paths.map((p) => rule(p)),
        place,
      ),
    ).toBe(expected)
    expect(
      at(
        [...paths].reverse().map((p) => rule(p)),
        place,
      ),
    ).toBe(expected)
  })

  it('is the source’s own before one for all sources, however exact', () => {
    expect(at([rule('a.b', 'shared-rule'), rule('**', 'rule')], 'a.b')).toBe('**')
  })

  it('is the surprise of the run before any rule of the policy', () => {
    const fields = [rule('a.b', 'surprise'), rule('a.b', 'rule')]
    const { resolver, start } = createResolver(source(fields))
    const reached = stepsOf('a.b').reduce((r, step) => stepDown(resolver, r, step), start)
    expect(fieldAt(resolver, reached)).toBe(0)
  })

  it('is refused where two rules match equally well, and not where a third beats both', () => {
    expect(() => at([rule('*.b'), rule('a.*')], 'a.b')).toThrow('two rules match the same field')
    expect(at([rule('*.b'), rule('a.*'), rule('a.b')], 'a.b')).toBe('a.b')
    expect(at([rule('a.b'), rule('*.b'), rule('a.*')], 'a.b')).toBe('a.b')
  })

  const name = fc.constantFrom('a', 'b')
  const pattern = fc
    .array(fc.oneof(name, fc.constantFrom('*', '**', '[]')), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.reduce((path, p) => (p === '[]' ? `${path}[]` : path === '' ? p : `${path}.${p}`), ''))
  const place = fc
    .array(fc.oneof(name, fc.constant('[]')), { minLength: 1, maxLength: 4 })
    .filter((parts) => parts[0] !== '[]')
    .map((parts) => parts.reduce((path, p) => (p === '[]' ? `${path}[]` : path === '' ? p : `${path}.${p}`), ''))

  it('is the most exact of those that match the whole path', () => {
    fc.assert(
      fc.property(fc.uniqueArray(pattern, { maxLength: 5 }), place, (paths, where) => {
        const matching = paths.filter((p) => matchesPath(parsePath(p), stepsOf(where)))
        const best = matching.filter((p) => matching.every((q) => comparePrecision(parsePath(p), parsePath(q)) <= 0))
        const found = () =>
          at(
            paths.map((p) => rule(p)),
            where,
          )
        if (best.length > 1) expect(found).toThrow('two rules match the same field')
        else expect(found()).toBe(best[0])
      }),
      { numRuns: 500 },
    )
  })
})

describe('what may still match below a place', () => {
  const cases: [string[], string, boolean][] = [
    // rules, place, something below it
    [['a.b'], 'a', true],
    [['a.b'], 'a.b', false],
    [['a.b'], 'c', false],
    [['**.b'], 'x.y[]', true],
    [['a[].b'], 'a', true],
    [['a', 'a.*.c'], 'a.b', true],
  ]
  it.each(cases)('of %j at %s is told: %s', (paths, place, expected) => {
    const { resolver, start } = createResolver(source(paths.map((p) => rule(p))))
    const reached = stepsOf(place).reduce((r, step) => stepDown(resolver, r, step), start)
    expect(goesDeeper(resolver, reached)).toBe(expected)
  })
})
