import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileCondition, conditionPaths, ConditionSyntaxError, parseCondition } from '../../src/policy/condition.ts'
import type { Cell } from '../../src/policy/condition.ts'
import { Kind } from '../../src/record/batch.ts'

const ONE_VALUE =
  'such as kind, patient.sex or "birth date"; what stands beside the field inside a list cannot be asked about'

/** Strings, numbers, booleans and null as JSON has them; an object stands for any container. */
function cellOf(value: unknown): Cell {
  if (value === null) return { kind: Kind.null, text: '' }
  if (typeof value === 'object') return { kind: Kind.container, text: JSON.stringify(value) }
  const kind = Kind[typeof value as 'string' | 'number' | 'boolean']
  return { kind, text: String(value) }
}

function holds(condition: string, record: Record<string, unknown>): boolean {
  return compileCondition(parseCondition(condition))((path) =>
    Object.hasOwn(record, path) ? cellOf(record[path]) : undefined,
  )
}

const RECORD = {
  country: 'DE',
  age: 37,
  text: '37',
  code: '007',
  big: '9007199254740993',
  old: null,
  active: true,
  tags: {},
  'a.b': 'x',
  'a b': 1,
}

describe('a condition is true or false of a record', () => {
  test.each<[string, boolean]>([
    // text
    ["country == 'DE'", true],
    ["country != 'DE'", false],
    ["country < 'DF'", true],
    ["country == 'de'", false],
    ["'DE' == country", true],
    // numbers, and text that is a number
    ['age == 37', true],
    ['age == 37.0', true],
    ["age == '37'", true],
    ['text == 37', true],
    ['text > 9', true],
    ['age == text', true],
    ['age >= -1e2', true],
    // a code with leading zeros is text
    ['code == 7', false],
    ["code == '007'", true],
    ["code < '01'", true],
    // longer than a double is exact
    ['big == 9007199254740993', true],
    ['big == 9007199254740992', false],
    ['big > 9007199254740992', true],
    // null and missing
    ['old == null', true],
    ['missing == null', true],
    ['country == null', false],
    ['country != null', true],
    ["old != 'DE'", true],
    ["old == ''", false],
    ['old < 1', false],
    ['old >= 1', false],
    ['missing == old', true],
    // booleans by their words
    ['active == true', true],
    ["active == 'true'", true],
    ['active != false', true],
    // containers equal nothing, and are something
    ['tags == null', false],
    ["tags == '{}'", false],
    ["tags != 'x'", true],
    ['tags < 1', false],
    // lists
    ["country in ('AT', 'DE')", true],
    ["country in ['AT', 'DE']", true],
    ["country not in ('AT', 'CH')", true],
    ["not country in ('AT', 'CH')", true],
    ['age in (36, 37)', true],
    ['old in (1, null)', true],
    ['old in (1)', false],
    // connectives and precedence
    ["country == 'AT' or country == 'DE' and age == 37", true],
    ["(country == 'AT' or country == 'DE') and age == 1", false],
    ["country == 'AT' || country == 'DE' && age == 1", false],
    ["not country == 'AT' and age == 37", true],
    ["!(country == 'AT' or age == 37)", false],
    ['!!age == 37', true],
    // paths
    ["a.b == 'x'", true],
    ['"a b" == 1', true],
    ["note == 'it''s'", false],
  ])('%s is %s', (condition, expected) => {
    expect(holds(condition, RECORD)).toBe(expected)
  })
})

test('the paths of a condition are canonical, each once, in order', () => {
  expect(conditionPaths(parseCondition(`"b"."c d" == 1 and (a in (1) or not "b"."c d" < a) and p.@id != 'x'`))).toEqual(
    ['b.c d', 'a', 'p.@id'],
  )
})

test('a name may have letters of any script, digits, underscores and dashes', () => {
  expect(conditionPaths(parseCondition("мемлекет == 'ҚР' and birth-date_2 > '2000' and _x == 1"))).toEqual([
    'мемлекет',
    'birth-date_2',
    '_x',
  ])
})

describe('a mistake has its place and a reason', () => {
  test.each<[string, number, string, string?]>([
    ['', 0, 'expected a field or a value'],
    ['country', 7, 'expected a comparison (== != < <= > >= in)'],
    ["country = 'DE'", 8, 'expected a comparison (== != < <= > >= in)', 'equality is written =='],
    ["country == 'DE", 11, 'the text in single quotes is not closed'],
    ['country == "DE"', 11, 'a name in double quotes is a field', 'put text in single quotes'],
    ['"DE" == country', 0, 'a name in double quotes is a field', 'put text in single quotes'],
    ['"DE', 0, 'the name in double quotes is not closed'],
    ["'a' == 'b'", 0, 'one side of a comparison must be a field'],
    ["country == 'DE' AND age > 1", 16, 'expected "and", "or" or the end', 'keywords are written in small letters'],
    ["country == 'DE' country", 16, 'expected "and", "or" or the end'],
    ["country in ('DE'", 16, 'expected ")"'],
    ["country in 'DE'", 11, 'expected "("'],
    ['country in (DE)', 12, 'a list holds text, numbers or null', 'put text in single quotes'],
    ["'DE' in (1)", 0, 'the left side of "in" must be a field'],
    ["country not 'DE'", 12, 'expected a comparison (== != < <= > >= in)'],
    ['(age > 1', 8, 'expected ")"'],
    ['age > and', 6, 'expected a field or a value'],
    ['a[].b == 1', 0, 'a condition looks at one value: a path without *, ** and []', ONE_VALUE],
    ['** == 1', 0, 'a condition looks at one value: a path without *, ** and []', ONE_VALUE],
    [
      'age > 1 ; drop',
      8,
      'this character does not belong here',
      'a name with other characters stands in double quotes',
    ],
    ['age > 12x', 6, 'this is no number', 'put text in single quotes, a name in double quotes'],
    ["lower(country) == 'de'", 5, 'expected a comparison (== != < <= > >= in)'],
    ['#name == 1', 0, 'only "#text", "#comment" and "#pi" begin with "#"'],
  ])('%s', (condition, position, message, hint) => {
    const parse = () => parseCondition(condition)
    expect(parse).toThrow(ConditionSyntaxError)
    try {
      parse()
    } catch (e) {
      expect(e).toMatchObject({ position, message, hint })
    }
  })

  test.each([
    ['parentheses', `${'('.repeat(5000)}a == 1${')'.repeat(5000)}`],
    ['parentheses of a short condition', `${'('.repeat(100)}a == 1${')'.repeat(100)}`],
    ['negations', `${'!'.repeat(100)}a == 1`],
    ['length', `a == '${'x'.repeat(3000)}'`],
  ])('too much of it is one: %s', (_, condition) => {
    expect(() => parseCondition(condition)).toThrow(ConditionSyntaxError)
  })
})

test('any text is a condition or a mistake with a place inside of it', () => {
  const piece = fc.constantFrom(
    'a',
    ' ',
    '==',
    '!',
    '(',
    ')',
    'and',
    'or',
    'not',
    'in',
    "'x'",
    '1',
    '"',
    "'",
    '.',
    '[',
    ']',
    ',',
    '<',
    '&&',
    '||',
    '@',
    '#',
    '*',
    'null',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('')
      try {
        compileCondition(parseCondition(text))(() => undefined)
      } catch (e) {
        expect(e).toBeInstanceOf(ConditionSyntaxError)
        expect((e as ConditionSyntaxError).position).toBeGreaterThanOrEqual(0)
        expect((e as ConditionSyntaxError).position).toBeLessThanOrEqual(text.length)
      }
    }),
    { numRuns: 3000 },
  )
})

test('exactly one of <, == and > holds for two values that are not null', () => {
  const value = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string(), fc.boolean())
  fc.assert(
    fc.property(value, value, (a, b) => {
      const record = { a, b }
      expect([holds('a < b', record), holds('a == b', record), holds('a > b', record)].filter(Boolean)).toHaveLength(1)
      expect(holds('a != b', record)).toBe(!holds('a == b', record))
      expect(holds('a <= b', record)).toBe(!holds('a > b', record))
      expect(holds('a >= b', record)).toBe(!holds('a < b', record))
    }),
  )
})
