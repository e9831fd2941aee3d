import { describe, expect, it } from 'vitest'
import { createTextDetector } from '../../src/detect/detect-text.ts'
import type { TextDetector } from '../../src/detect/detect-text.ts'
import { recognisers } from '../../src/detect/registry.ts'
import { iins } from './columns.ts'

const detector = (find: readonly string[] = []): TextDetector =>
  createTextDetector({ find, locales: [], confidence: 0.5 })
const all = recognisers.map((r) => r.entity)

/** What a detector says that has met few others: no form is worked out, and all questions are asked. */
const alone = (texts: readonly string[], name: string) => {
  const detect = detector(all)
  return texts.map((text) => detect(text, name))
}

const digits = (form: string, n: number): string =>
  form.replace(/9/g, (_, at: number) => String((n * 7919 + at * 31 + n * at) % 10))

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  iin: [...iins(12), '010203300175', '20250101120000', '202501011200'],
  phone: [
    ...Array.from({ length: 12 }, (_, n) => digits('+77619999999', n)),
    '+77010000003',
    '+77777777777',
    '+70000000000',
  ],
  email: ['a.b@example.org', 'someone7@example.com', 'x-y@example.net', 'a@example.notatld', 'b.c@example.org'],
  number: Array.from({ length: 16 }, (_, n) => digits('99999999999', n)),
  born: ['1975-05-02', '1988-02-30', '2001-12-31', '1999-01-01', '1960-07-07', '1971-10-10', '1971-13-10'],
  iban: ['KZ86125KZT5004100100', 'KZ86125KZT5004100101', 'KZ563190000012344567', 'KZ00125KZT5004100100'],
}

describe('a cell that is told by what is found in it', () => {
  for (const [column, cells] of Object.entries(COLUMNS))
    for (const name of [column, 'дата рождения'])
      it(`says the same as one looked through: ${column} in a column called ${name}`, () => {
        const few = [...cells.slice(0, 3), ...cells.slice(-2)]
        const detect = detector(all)
        const first = detect.ofEach([...cells, ...cells], name)
        expect(few.map((text) => first[cells.indexOf(text)])).toEqual(alone(few, name))
        expect(detect.ofEach(cells, name)).toEqual(first.slice(0, cells.length))
        // Columns of one form take turns.
        detect.ofEach(cells, 'other')
        expect(cells.map((text) => detect(text, name))).toEqual(first.slice(0, cells.length))
      })

  it('gives the same decision record to all that are proven so, which nobody can change', () => {
    const detect = detector()
    const found = detect.ofEach(iins(20), 'iin')
    expect(found.at(-1)).toBe(found.at(-2))
    expect(Object.isFrozen(found.at(-1)![0])).toBe(true)
    expect(Object.isFrozen(found.at(-1)![0]!.why)).toBe(true)
  })
})
