import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Schema } from '../../src/schema/json-schema.ts'
import { DEFINITIONS } from '../../src/policy/schema-definitions.ts'

const src = join(import.meta.dirname, '../../src')
/** What accepts a key is no reader of it. */
const ACCEPTS = /^policy\/(?:schema.*|shape.*|build-policy|policy)\.ts$/
/** Rooms that a policy or a part of it reaches; a scan has none. */
const READERS = /^(?:policy|plan|engine|consent|keys)\/(?!scan\.ts)/
const code = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => READERS.test(file) && file.endsWith('.ts') && !ACCEPTS.test(file))
  .map((file) => readFileSync(join(src, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''))
  .join('\n')

/** Keys that no code looks at by name, and why they may be in the language. */
const FOR_PEOPLE: Record<string, string> = {
  'dataset.title': 'for readers of the policy',
  'provenance.origin': 'for readers of the policy',
  'provenance.collected': 'for readers of the policy',
  'provenance.rights': 'for readers of the policy',
  'provenance.contact': 'for readers of the policy',
  'purpose.text': 'for readers of the policy',
  'purpose.reference': 'for readers of the policy',
}

function keysOf(schema: Schema): string[] {
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([key, below]) => [key, ...keysOf(below)]),
    ...(schema.oneOf ?? []).flatMap(keysOf),
  ]
}

const keys = Object.entries(DEFINITIONS).flatMap(([name, schema]) => keysOf(schema).map((key) => `${name}.${key}`))

/** `x.key`, `x['key']`, or the key taken out of an object. */
const READ = (key: string) => new RegExp(`\\.${key}\\b|\\['${key}'|[{,]\\s*'?${key}'?\\s*[,:}=]`)

test.each(keys.filter((key) => !(key in FOR_PEOPLE)))('%s is read somewhere', (path) => {
  expect(READ(path.split('.').at(-1)!).test(code)).toBe(true)
})

test('every key for people alone is in the language', () => {
  expect(Object.keys(FOR_PEOPLE).filter((key) => !keys.includes(key))).toEqual([])
})

test('a key that nobody reads would be found', () => {
  expect(keys.some((key) => /sample|throttle/.test(key))).toBe(false)
  expect(READ('on-weekends').test(code)).toBe(false)
  expect(READ('confidence').test(code)).toBe(true)
})
