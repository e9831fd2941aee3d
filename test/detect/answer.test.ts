import { describe, expect, it } from 'vitest'
import { createAnswerer } from '../../src/detect/answer.ts'
import { chooseRecognisers } from '../../src/detect/detect-text.ts'
import { entities } from '../../src/detect/entities.ts'
import { iins } from './columns.ts'

const answer = createAnswerer()

describe('an answer to one request', () => {
  it('gives the detections of a text, with its id', () => {
    expect(answer({ id: 7, text: 'ИИН 010203300174' })).toMatchObject({
      id: 7,
      detections: [{ start: 4, end: 16, entity: 'iin' }],
    })
    expect(answer({ id: 'a', text: '' })).toEqual({ id: 'a', detections: [] })
  })

  it('gives the verdict on a column, whatever the kind of its cells', () => {
    expect(answer({ id: 1, name: 'iin', values: iins(20).map(Number) })).toMatchObject({
      id: 1,
      entity: 'iin',
      role: 'identifier',
    })
    expect(answer({ id: 2, name: 'x', values: [null, true, 1.5, { a: 1 }, ['b']] })).toMatchObject({
      id: 2,
      role: 'insensitive',
    })
  })

  it('looks for what is off by default too', () => {
    expect(answer({ id: 1, text: 'we moved here from Kazakhstan last year' })).toMatchObject({
      detections: [{ entity: 'place' }],
    })
  })

  it('leaves a cell alone that is nothing but the name of a firm or a work', () => {
    for (const text of [
      "Mr Example's School of Cosmetology & Nails-Springfield",
      'House on the Hill',
      'Институт языка и права',
    ])
      expect(answer({ id: 1, text })).toEqual({ id: 1, detections: [] })
  })

  it.each([null, 1, 'text', [], {}, { id: 3 }, { id: 3, text: 5 }, { id: 3, values: 'x' }])(
    'says what is wrong with request %#',
    (request) => {
      expect(answer(request)).toHaveProperty('error')
      expect(answer(request)).toHaveProperty('id')
    },
  )
})

describe('the list of entities', () => {
  const all = entities()

  it('has each once, with a score that is a probability', () => {
    expect(new Set(all.map((e) => e.entity)).size).toBe(all.length)
    expect(all.filter((e) => !(e.score > 0 && e.score <= 1))).toEqual([])
  })

  it.each(['iin', 'bin', 'phone', 'email', 'person', 'ru-inn', 'card', 'iban', 'address', 'face', 'finger', 'voice'])(
    'has the word %s of the policy',
    (entity) => {
      expect(all.some((e) => e.entity === entity)).toBe(true)
    },
  )

  it('covers the countries around and beyond', () => {
    expect(new Set(all.map((e) => e.country)).size).toBeGreaterThan(40)
  })

  it('leaves out of the default what is no person', () => {
    const off = chooseRecognisers([]).map((r) => r.entity)
    for (const entity of ['bin', 'place', 'organisation', 'url', 'date']) expect(off).not.toContain(entity)
    for (const entity of ['iin', 'phone', 'email', 'person', 'address', 'card']) expect(off).toContain(entity)
  })
})
