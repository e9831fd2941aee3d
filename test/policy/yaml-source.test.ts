import { describe, expect, test } from 'vitest'
import { readYaml } from '../../src/policy/yaml-source.ts'

function codes(text: string): string[] {
  return readYaml(text).problems.map(({ code }) => code)
}

function places(text: string): string[] {
  return readYaml(text).problems.map(({ place }) => `${place.line}:${place.column}`)
}

describe('YAML is read as plain JSON data', () => {
  test.each([
    ['dates stay text', 'a: 2026-01-31', { a: '2026-01-31' }],
    ['yes and no stay text', 'a: yes\nb: no', { a: 'yes', b: 'no' }],
    ['keys are text', '1: a\ntrue: b\nnull: c', { '1': 'a', true: 'b', null: 'c' }],
    ['null is the word null only', 'a: null', { a: null }],
    ['anchors and aliases repeat a value', 'a: &x [1]\nb: *x', { a: [1], b: [1] }],
    ['a byte order mark is no text', '\ufeffa: 1', { a: 1 }],
    ['lines may end in CR LF', 'a: 1\r\nb: 2\r\n', { a: 1, b: 2 }],
    ['JSON is YAML', '{"a": [1, 2.5, true, null, "x"]}', { a: [1, 2.5, true, null, 'x'] }],
    ['quotes inside of single quotes are doubled', "a: 'it''s'", { a: "it's" }],
  ])('%s', (_, text, value) => {
    expect(readYaml(text)).toMatchObject({ value, problems: [] })
  })
})

describe('what is not part of the language is refused', () => {
  test.each([
    ['a duplicate key', 'a: 1\nb: 2\na: 3', 'POLICY_DUPLICATE_KEY', '3:1'],
    ['a duplicate key in brackets', '{ a: 1, a: 2 }', 'POLICY_DUPLICATE_KEY', '1:9'],
    ['a merge key', 'a: &x { b: 1 }\nc:\n  <<: *x', 'POLICY_YAML_MERGE_KEY', '3:3'],
    ['a custom tag', 'a: !secret x', 'POLICY_YAML_TAG', '1:12'],
    ['a tag of YAML itself', 'a: !!str 1', 'POLICY_YAML_TAG', '1:10'],
    ['a tag on a mapping', 'a: !!map { b: 1 }', 'POLICY_YAML_TAG', '1:10'],
    ['a tag on a key', '!!str a: 1', 'POLICY_YAML_TAG', '1:7'],
    ['a language-specific tag', 'a: !!js/function "x"', 'POLICY_YAML_TAG', '1:18'],
    ['an alias of nothing', 'a: *x', 'POLICY_YAML_ALIAS', '1:4'],
    ['an alias that contains itself', 'a: &x\n  b: *x', 'POLICY_YAML_ALIAS', '2:6'],
    ['YAML 1.1', '%YAML 1.1\n---\na: 1', 'POLICY_YAML', '1:1'],
    ['a second document', 'a: 1\n---\nb: 1', 'POLICY_YAML', '2:1'],
    ['a key that is a list', '? [a]\n: 1', 'POLICY_YAML', '1:3'],
    ['a key that would change the prototype', '__proto__: { a: 1 }', 'POLICY_YAML_VALUE', '1:1'],
    ['a key without a value', 'a:\nb: 1', 'POLICY_YAML_VALUE', '1:3'],
    ['a tilde for null', 'a: ~', 'POLICY_YAML_VALUE', '1:4'],
    ['infinity', 'a: .inf', 'POLICY_YAML_VALUE', '1:4'],
    ['a number too great for a double', 'a: 1e400', 'POLICY_YAML_VALUE', '1:4'],
    ['no number', 'a: .nan', 'POLICY_YAML_VALUE', '1:4'],
    ['an integer that a double cannot hold', 'a: 9007199254740993', 'POLICY_YAML_VALUE', '1:4'],
    ['half of a surrogate pair', 'a: "\\uD800"', 'POLICY_YAML_VALUE', '1:4'],
    ['text that is not closed', 'a: "x', 'POLICY_YAML', '1:6'],
    ['a tab as indentation', 'a:\n\tb: 1', 'POLICY_YAML', '2:1'],
    ['a bracket that is not closed', 'a: [1, 2', 'POLICY_YAML', '1:9'],
  ])('%s', (_, text, code, place) => {
    expect(codes(text)).toEqual([code])
    expect(places(text)).toEqual([place])
    expect(readYaml(text).problems[0]!.message).not.toMatch(/at line|Implicit|Plain value|^$/)
  })
})

describe('a text made to harm is refused', () => {
  const billion = [
    'a: &a [x,x,x,x,x,x,x,x,x,x]',
    ...'bcdefghi'.split('').map((c, i) => `${c}: &${c} [${Array(10).fill(`*${'abcdefgh'[i]}`)}]`),
  ].join('\n')
  test.each([
    ['a billion laughs', billion, 'POLICY_YAML_ALIAS'],
    ['many aliases of one long list', `a: &a [${'1,'.repeat(200)}1]\nb: [${'*a,'.repeat(200)}*a]`, 'POLICY_YAML_ALIAS'],
    ['more than 1 MB', `a: ${'x'.repeat(1_000_000)}`, 'POLICY_TOO_LARGE'],
    ['more than 1 MB of characters of several bytes', `a: ${'ж'.repeat(500_000)}`, 'POLICY_TOO_LARGE'],
    ['brackets inside brackets', '['.repeat(100_000), 'POLICY_YAML'],
    ['mappings inside mappings', '{a: '.repeat(50_000), 'POLICY_YAML'],
    ['dashes after dashes', '- '.repeat(100_000), 'POLICY_YAML'],
    ['a ladder of lines', Array.from({ length: 200 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'POLICY_YAML'],
  ])('%s', (_, text, code) => {
    expect(codes(text)).toContain(code)
    expect(codes(text).length).toBeLessThan(3)
  })

  test('but a list of 1 MB less a little is read', () => {
    const { value, problems } = readYaml(`a:\n${'  - x\n'.repeat(100_000)}`)
    expect(problems).toEqual([])
    expect((value as { a: unknown[] }).a.length).toBe(100_000)
  })
})

describe('places', () => {
  const { places: found } = readYaml('a:\n  b/c: [1, { d: "it\'s" }]\n  "e": \'xy\'\nf: &x { g: 1 }\nh: *x\n')
  const show = ({ line, column }: { line: number; column: number }) => `${line}:${column}`

  test('of values and keys are those of the text', () => {
    expect(show(found.value(['a', 'b/c']))).toBe('2:8')
    expect(show(found.key(['a', 'b/c']))).toBe('2:3')
    expect(show(found.value(['a', 'b/c', 1, 'd']))).toBe('2:17')
    expect(show(found.key(['a', 'e']))).toBe('3:3')
  })
  test('of what is repeated by an alias are those of the original', () => {
    expect(show(found.value(['h', 'g']))).toBe('4:12')
  })
  test('of what is not there are those of the key it would stand under', () => {
    expect(show(found.value(['a', 'b/c', 1, 'zzz']))).toBe('2:12')
    expect(show(found.value(['a', 'nothing', 'below']))).toBe('1:1')
    expect(show(found.value(['nothing']))).toBe('1:1')
  })
  test('inside of one-line text are exact', () => {
    expect(show(found.inside(['a', 'e'], 1))).toBe('3:10')
  })
  test('inside of text over several lines are those of the text', () => {
    const folded = readYaml('a: >-\n  one\n  two\n').places
    expect(show(folded.inside(['a'], 4))).toBe('1:4')
  })
})
