import { describe, expect, it } from 'vitest'
import { regexpOf } from '../../src/detect/boundary.ts'
import { valueClass, createPrefilter } from '../../src/detect/classes.ts'
import { createTextDetector } from '../../src/detect/detect-text.ts'
import { modalities } from '../../src/detect/modalities.ts'
import { normalise } from '../../src/detect/normalise.ts'
import { peel } from '../../src/detect/peel.ts'
import { recognisers } from '../../src/detect/registry.ts'

const find = (entity: string) => createTextDetector({ find: [entity], locales: [], confidence: 0.5 })
const has = (entity: string, text: string) => find(entity)(text).some((d) => d.entity === entity)

describe.each(recognisers.map((r) => [r.entity, r] as const))('the recogniser of %s', (entity, r) => {
  it('finds its examples', () => {
    expect(r.examples.match.filter((text) => !has(entity, text))).toEqual([])
  })

  it('leaves its counterexamples', () => {
    expect(r.examples.reject.filter((text) => has(entity, text))).toEqual([])
  })

  it('has counterexamples, and examples unless it never reaches the threshold alone', () => {
    expect(r.examples.reject.length).toBeGreaterThan(0)
    const reachable = r.find !== undefined || r.patterns.some((p) => p.score >= 0.5 || r.validate) || r.context
    if (entity !== 'date' && reachable) expect(r.examples.match.length).toBeGreaterThan(0)
  })

  it('has a prefilter that lets its examples through', () => {
    const filter = createPrefilter([r])
    expect(
      r.examples.match.filter((text) => filter(valueClass(normalise(text).text)).recognisers.length === 0),
    ).toEqual([])
  })

  it('has patterns with the flags g and u, and scores that are probabilities', () => {
    for (const { expression, score, name } of r.patterns) {
      expect(regexpOf(expression).flags).toMatch(/^gi?u$/)
      expect(score > 0 && score <= 1 && name !== '').toBe(true)
    }
  })

  it('says where it comes from, and by which chance a random number passes its check', () => {
    expect(r.source.length).toBeGreaterThan(10)
    if (r.checksum) expect(r.chance).toBeGreaterThan(0)
  })
})

describe.each(modalities.map((m) => [m.entity, m] as const))('the modality %s', (_, m) => {
  const sign = (text: string) => {
    const peeled = peel(text)
    return (peeled && m.ofBytes?.(peeled)) ?? m.ofText?.(text)
  }

  it('is sure of its examples', () => {
    expect(m.examples.match.filter((text) => (sign(text)?.confidence ?? 0) < 0.7)).toEqual([])
  })

  it('is not sure of its counterexamples', () => {
    expect(m.examples.reject.filter((text) => (sign(text)?.confidence ?? 0) >= 0.5)).toEqual([])
  })
})

describe('all recognisers', () => {
  it('have entity ids of their own in small letters', () => {
    const ids = [...recognisers.map((r) => r.entity), ...modalities.map((m) => m.entity)]
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => !/^[a-z][a-z0-9-]*$/.test(id))).toEqual([])
  })

  it('share no alias', () => {
    const aliases = [...recognisers, ...modalities].flatMap((r) => r.aliases.map((a) => a.toLowerCase()))
    expect(aliases.filter((a, i) => aliases.indexOf(a) !== i)).toEqual([])
  })
})
