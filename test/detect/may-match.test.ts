import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { number, regexpOf, word } from '../../src/detect/boundary.ts'
import { expressionGraph } from '../../src/detect/expression-graph.ts'
import { mayMatch, placesOf } from '../../src/detect/may-match.ts'
import type { Where } from '../../src/detect/may-match.ts'
import { modalities } from '../../src/detect/modalities.ts'
import { ENCODED } from '../../src/detect/peel.ts'
import { recognisers } from '../../src/detect/registry.ts'
import { EXAMPLES, formOf, mutated } from './forms.ts'

const expressions = [
  ...recognisers.flatMap((r) => [
    ...r.patterns.map((p) => p.expression),
    ...(r.needs ?? []),
    ...(r.needsInCells ?? []).flat(),
  ]),
  ...modalities.flatMap((m) => m.needs ?? []),
  ENCODED.whole,
  ...ENCODED.inside,
].map((e) => {
  const expression = regexpOf(e)
  return {
    expression,
    graph: expressionGraph(expression),
    all: new RegExp(expression.source, expression.flags.replace('g', '')),
  }
})

const may = (expression: RegExp, text: string, where: Where = 'anywhere'): boolean => {
  const graph = expressionGraph(expression)
  return graph === undefined || mayMatch(graph, placesOf(formOf(text)!), where)
}

describe('whether an expression can match a form', () => {
  it.each([
    [number(String.raw`\d{12}`).regexp(), '010203300174', true],
    [number(String.raw`\d{12}`).regexp(), '01020330017', false],
    [number(String.raw`\d{11}`).regexp(), '010203300174', false],
    // edges: no part of a longer number, nor of a decimal
    [number(String.raw`\d{2}`).regexp(), '12-34', false],
    [number(String.raw`\d{2}`).regexp(), '12.345678', true],
    [word(String.raw`\d{2}`).regexp(), '12.34', true],
    [number(String.raw`[A-Z]{2}\d{3}`).regexp(), 'ab123', false],
    [number(String.raw`[A-Z]{2}\d{3}`, 'giu').regexp(), 'ab123', true],
    [word(String.raw`[A-Z]{6}`).regexp(), 'ABCD', true],
    [word(String.raw`[A-Z]{3}`).regexp(), 'AB', false],
    [/(?:\d{1,3}\.){3}\d{1,3}/u, '198.51.100.7', true],
    [/(?:\d{1,3}\.){3}\d{1,3}/u, '198.51.1007', false],
    [/\d+(?!\d)x/u, '12y', true],
    [/(?!\p{Script=Cyrillic})\p{L}/u, 'Иван', false],
    [/(?!\p{Script=Cyrillic})\p{L}/u, 'Ivan', true],
    // what has to stand right before
    [/(?<=INN|VAT)\d{12}/u, '010203300174', false],
    [/(?<=INN|VAT)\d{12}/u, 'inn010203300174', false],
    [/(?<=INN|VAT)\d{12}/iu, 'inn010203300174', true],
    [/(?<=a+)\d/u, '1', true],
    // what is not read is left open
    [/(.)\1/u, '12', true],
  ])('is told in row %#', (expression, text, expected) => {
    expect(may(expression, text)).toBe(expected)
  })

  it('is told of the whole value', () => {
    expect(may(/[0-9a-f]{4}/u, 'beef', 'whole')).toBe(true)
    expect(may(/[0-9a-f]{4}/u, 'beef 1', 'whole')).toBe(false)
    expect(may(/[0-9a-f]{4}/u, '"beef".', 'whole')).toBe(false)
    expect(may(/[0-9a-f]{4}/u, '"beef".', 'whole but for signs')).toBe(true)
    expect(may(/[0-9a-f]{4}/u, '"beef 1".', 'whole but for signs')).toBe(false)
  })

  it('is read for all expressions of all recognisers', () => {
    expect(expressions.filter(({ graph }) => graph === undefined).map(({ expression }) => expression.source)).toEqual(
      [],
    )
  })

  it('is never denied where one of them matches', () => {
    const check = (text: string) => {
      const runs = formOf(text)
      if (!runs) return
      const places = placesOf(runs)
      for (const { expression, graph, all } of expressions)
        if (graph && !mayMatch(graph, places, 'anywhere') && all.test(text)) expect.fail(expression.source)
    }
    EXAMPLES.forEach(check)
    fc.assert(fc.property(mutated, check), { numRuns: 500 })
  })

  it('is never denied where a made-up expression matches', () => {
    const item = fc.constantFrom(
      ...[
        '\\d',
        '\\d{2}',
        '\\d{1,3}',
        '-',
        ' ?',
        '[A-Z]',
        '[a-z]{2,60}',
        '\\p{L}+',
        '(?:7|x-)',
        '-?',
        '1',
        '|',
        '.{3,}',
      ],
      ...[
        '(?<!\\d)',
        '(?!-)',
        '(?<![\\p{L}-]|\\d-)',
        '(?!\\p{L}\\p{L}|-\\d)',
        '(?=x)',
        '(?<=x)',
        '(?<=\\d|-)',
        '(?:\\d-){2}',
        '\\b',
        '[^-]',
      ],
    )
    const text = fc.string({ unit: fc.constantFrom('1', '7', 'A', 'x', 'ж', '-', ' '), minLength: 1, maxLength: 16 })
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 6 }), text, fc.boolean(), (items, value, small) => {
        if (!formOf(value)) return
        const flags = small ? 'iu' : 'u'
        const expression = new RegExp(items.join(''), flags)
        if (expression.test(value)) expect(may(expression, value)).toBe(true)
        if (new RegExp(`^(?:${items.join('')})$`, flags).test(value)) expect(may(expression, value, 'whole')).toBe(true)
        if (new RegExp(`^[- ]*(?:${items.join('')})[- ]*$`, flags).test(value))
          expect(may(expression, value, 'whole but for signs')).toBe(true)
      }),
      { numRuns: 4000 },
    )
  })
})
