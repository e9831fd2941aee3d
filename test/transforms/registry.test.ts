import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import type { AnyVerb } from '../../src/transforms/any-verb.ts'
import { verbs } from '../../src/transforms/registry.ts'

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true })
const named = verbs.map((verb): [string, AnyVerb] => [verb.name, verb])

/** Short forms of the language, and verbs that have none. */
const SHORT: Record<string, string[]> = {
  keep: [],
  drop: [],
  null: [],
  redact: [],
  mask: [],
  scrub: [],
  fake: ['person.name'],
  generalise: ['year'],
  bucket: ['10'],
  round: ['1000'],
  prefix: ['3'],
  geo: ['geohash', '5'],
}

describe('the verbs', () => {
  it('have names of their own', () => {
    expect(new Set(verbs.map((verb) => verb.name)).size).toBe(verbs.length)
    expect(verbs.map((verb) => verb.name)).not.toContain('hash')
  })

  it.each(named)('%s has a schema that allows no unknown option', (_, verb) => {
    if (!verb.schema) return expect(verb.parseShort(['x'])).toBeUndefined()
    expect(ajv.compile(verb.schema)({ 'no such option': 1 })).toBe(false)
  })

  it.each(named)('%s has a summary that is one line', (_, verb) => {
    expect(verb.summary).toMatch(/^[^\n]{10,120}[^.\n]$/)
  })

  it.each(Object.entries(SHORT))('%s has a short form that its own schema accepts', (name, words) => {
    const verb = verbs.find((v) => v.name === name)!
    const options = verb.parseShort(words)
    expect(options).toBeDefined()
    if (verb.schema) expect(ajv.compile(verb.schema)(options)).toBe(true)
    expect(verb.check?.(options) ?? []).toEqual([])
    expect(verb.parseShort([...words, 'and', 'more'])).toBeUndefined()
  })
})
