import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPrefilter, valueClass } from '../../src/detect/classes.ts'
import { resolveConflicts, restsOfNames } from '../../src/detect/conflicts.ts'
import { around, compileContext } from '../../src/detect/context.ts'
import { isDate } from '../../src/detect/date-forms.ts'
import { hasPhrase, headerWords } from '../../src/detect/header-words.ts'
import { recognisers } from '../../src/detect/registry.ts'

describe('the words of a field name', () => {
  it.each([
    ['birthDate', 'birth date'],
    ['patient.birth_date', 'patient birth date'],
    ['XMLHttpID', 'xml http id'],
    ['ИИН/БИН', 'иин бин'],
    ['ТелефонНомер', 'телефон номер'],
    ['col_7', 'col 7'],
    ['address2', 'address 2'],
    ['diagnoses[].code', 'diagnoses code'],
    ['"a.b"', 'a b'],
    ['', ''],
  ])('of %s are split', (name, words) => {
    expect(headerWords(name).join(' ')).toBe(words)
  })

  it('are compared whole, stems only where they are marked', () => {
    expect(hasPhrase(['interface'], 'face')).toBe(false)
    expect(hasPhrase(['home', 'phone', 'number'], 'phone number')).toBe(true)
    expect(hasPhrase(['phone', 'home', 'number'], 'phone number')).toBe(false)
    expect(hasPhrase(['отпечаток', 'пальца'], 'отпечат* пальц*')).toBe(true)
  })
})

describe('context words', () => {
  it('are whole words', () => {
    const context = compileContext(['lic', 'паспорт*', 'driver licence'])
    expect(context.in('the public one')).toBeUndefined()
    expect(context.in('lic no')).toBe('lic')
    expect(context.in('по паспорту')).toBe('паспорт*')
    expect(context.in('driver-licence')).toBe('driver licence')
  })

  it('are looked for 40 characters before and 15 behind, without words that the window cuts', () => {
    const text = `${'x'.repeat(50)} иин ${'y'.repeat(38)}NUMBER${'z'.repeat(20)}`
    const start = text.indexOf('NUMBER')
    const near = (all: string, begin: number, end: number) => {
      const { from, to } = around(all, begin, end)
      return all.slice(from, to)
    }
    expect(near(text, start, start + 6)).not.toContain('иин')
    expect(near('passport number 123 issued in', 16, 19)).toContain('passport number')
    expect(near('предпаспорт 1', 12, 13)).toContain('предпаспорт')
  })
})

describe('conflicts', () => {
  const claim = (start: number, end: number, more: object) => ({
    start,
    end,
    score: 0.6,
    proven: false,
    priority: 0,
    entity: 'a',
    ...more,
  })

  it.each([
    [claim(0, 10, { entity: 'long' }), claim(2, 5, { entity: 'proven', proven: true }), 'proven'],
    [claim(0, 10, { entity: 'long' }), claim(2, 5, { entity: 'short', score: 0.99 }), 'long'],
    [claim(0, 5, { entity: 'high', priority: 2 }), claim(0, 5, { entity: 'low', score: 0.9 }), 'high'],
    [claim(0, 5, { entity: 'sure', score: 0.9 }), claim(0, 5, { entity: 'unsure' }), 'sure'],
  ])('of case %# are won by the stronger, in either order', (a, b, winner) => {
    expect(resolveConflicts([a, b]).map((c) => c.entity)).toEqual([winner])
    expect(resolveConflicts([b, a]).map((c) => c.entity)).toEqual([winner])
  })

  it('leave what a name has besides the winner, and no crumbs', () => {
    const text = 'Петровой А.И., ул. Абая'
    const address = claim(9, 23, {})
    const rests = (c: ReturnType<typeof claim>) =>
      restsOfNames(text, [c, address], [address]).map((r) => text.slice(r.start, r.end))
    expect(rests({ ...claim(0, 13, {}), entity: 'person' })).toEqual(['Петровой'])
    expect(rests({ ...claim(0, 13, {}), entity: 'phone' })).toEqual([])
    expect(rests({ ...claim(9, 13, {}), entity: 'person' })).toEqual([])
    expect(rests({ ...claim(7, 13, {}), entity: 'person' })).toEqual([])
  })

  it('do not arise between neighbours', () => {
    expect(resolveConflicts([claim(0, 5, {}), claim(5, 9, {})])).toHaveLength(2)
  })
})

describe('the prefilter', () => {
  it('gives the recognisers that a full look would give, for any text', () => {
    const filter = createPrefilter(recognisers)
    const single = recognisers.map((r) => ({ r, passes: createPrefilter([r]) }))
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('1', '7', 'a', 'Z', 'ж', 'Қ', '@', '.', ':', ' '), maxLength: 40 }),
        (text) => {
          const value = valueClass(text)
          expect(filter(value).recognisers).toEqual(
            single.filter(({ passes }) => passes(value).recognisers.length === 1).map(({ r }) => r),
          )
        },
      ),
    )
  })
})

describe('dates', () => {
  it.each([
    '2024-02-29',
    '29.02.2024',
    '2/29/2024',
    '29/2/2024',
    '1 мая 2024',
    'May 1, 2024',
    '2024 жылғы 1 мамыр',
    '1-5-2024',
  ])('exist in row %#', (text) => {
    expect(isDate(text)).toBe(true)
  })

  it.each(['2023-02-29', '31.04.2024', '13/13/2024', '0.1.2024', '1.1.3024', '31 апреля 2024'])(
    'do not exist in row %#',
    (text) => {
      expect(isDate(text)).toBe(false)
    },
  )
})
