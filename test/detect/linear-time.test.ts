import { describe, expect, it } from 'vitest'
import { regexpOf } from '../../src/detect/boundary.ts'
import { recognisers } from '../../src/detect/registry.ts'
import { countSteps, repeats } from './steps.ts'

/** regexpp comes with eslint; it only reads expressions here, the counting is ours (steps.ts). */

const SHORT = 200
const LONG = 400

/** Texts that make backtracking matchers suffer: one character of an example, or a beginning of it, again and again. */
function nastyTexts(examples: readonly string[], length: number): string[] {
  const seeds = new Set<string>([
    'a',
    'A',
    '0',
    '1',
    'ж',
    ' ',
    '.',
    '-',
    '0-',
    '1 ',
    'A ',
    'a.',
    '1.',
    'a@',
    '@a.',
    'Aa ',
    'Жа ',
  ])
  for (const e of examples.slice(0, 2)) {
    for (const c of new Set(e.replace(/[0-9]/g, '1').replace(/[A-Z]/g, 'A').replace(/[a-z]/g, 'a'))) seeds.add(c)
    for (const k of [2, 4, 8]) seeds.add(e.slice(0, k))
    seeds.add(`${e} `)
    seeds.add(e.slice(0, -1))
  }
  return [...seeds]
    .filter((s) => s !== '')
    .map((s) => s.repeat(Math.ceil(length / s.length)).slice(0, length) + '\u0001')
}

const patterns = recognisers.flatMap((r) =>
  [...r.patterns.map((p) => p.expression), ...(r.expressions ?? [])].map(
    (e, i) => [`${r.entity} ${i}`, regexpOf(e), r.examples] as const,
  ),
)

describe.each(patterns)('expression %s', (_, expression, examples) => {
  it('repeats nothing without a bound', () => {
    expect(repeats(expression).unbounded).toEqual([])
  })

  it('takes twice the steps on a text of twice the length, not four times', () => {
    const short = nastyTexts([...examples.match, ...examples.reject], SHORT)
    const long = nastyTexts([...examples.match, ...examples.reject], LONG)
    const growth = short.map(
      (text, i) => countSteps(expression, long[i]!) / Math.max(SHORT, countSteps(expression, text)),
    )
    // A bound of 64 repetitions and more is still being filled at the shorter length, so a little over two.
    expect(Math.max(...growth)).toBeLessThan(2.6)
  })
})

describe('the counter of steps', () => {
  it('sees quadratic and exponential work', () => {
    const grows = (e: RegExp, a: string, n: number) => countSteps(e, a.repeat(2 * n)) / countSteps(e, a.repeat(n))
    expect(grows(/a+b/u, 'a', 50)).toBeGreaterThan(3)
    expect(grows(/(?:a+)+b/u, 'a', 8)).toBeGreaterThan(20)
    expect(grows(/a{1,5}b/u, 'a', 100)).toBeLessThan(2.2)
  })
})
