import { describe, expect, it } from 'vitest'
import { createValueCounter, emptyFacts } from '../../src/detect/column-facts.ts'
import { verdict } from '../../src/detect/column-verdict.ts'
import { createTextDetector } from '../../src/detect/detect-text.ts'

const detect = createTextDetector({ find: [], locales: [], confidence: 0.5 })
const found = (text: string) => detect(text).map((d) => d.entity)

function columnOf(name: string, values: string[]) {
  const facts = emptyFacts()
  createValueCounter([])(facts, values)
  return verdict(name, facts)
}

/** Found by people who tried the program on data of their own. */
describe('what was missed before', () => {
  it('a match that begins with a pair of surrogates and fails its check does not use up the budget', () => {
    expect(found('𠮷𠮷@x..y')).not.toContain('unknown')
  })

  it('numbers of Kazakhstan are telephones whether or not they are assigned', () => {
    for (const n of ['+7 703 527 00 01', '+7 704 527 00 02', '+77035270005'])
      expect(found(`просил перезвонить на ${n}; адрес неизвестен`)).toContain('phone')
  })

  it('a Kazakh name with the soft sign of its Russian spelling is a name', () => {
    for (const text of ['Добрый день, Айгүль!', 'Айгүльге қоңырау шалдық', 'Гүльнара сказала, что придёт'])
      expect(found(text)).toEqual(['person'])
  })

  it('a telephone stays one where an order is spoken of', () => {
    for (const text of [
      'мой номер +77010000046. Когда придёт заказ 13354?',
      'my order 55, call me at +7 701 000 00 46',
    ])
      expect(found(text)).toContain('phone')
    expect(found('заказ № 87010000003')).not.toContain('phone')
  })

  it('the initials of a person are not the village of the address behind them', () => {
    for (const text of [
      'просил перезвонить Петровой А.И., ул. Абая 15, кв 4',
      'Петрова А.И., г. Алматы, ул. Абая 15',
    ]) {
      const [person, address] = detect(text)
      expect(text.slice(person!.start, person!.end)).toMatch(/^Петров(?:а|ой) А\.И\.?$/)
      expect(text.slice(address!.start, address!.end)).toMatch(/^(?:ул|г)\. .*15(?:, кв 4)?$/)
    }
  })

  it('full names are people, however often each stands in the column', () => {
    const names = ['Сергей Волков', 'Айгүл Сәрсенова', 'Анна Петрова', 'Ерлан Қасымов', 'Иван Смирнов']
    const values = Array.from({ length: 2000 }, (_, i) => names[i % names.length]!)
    expect(columnOf('manager', values)).toMatchObject({ role: 'identifier', entity: 'person' })
  })

  it('words of a list are not', () => {
    const words = ['Mercedes', 'Lincoln', 'Dodge', 'Toyota', 'Skoda']
    const values = Array.from({ length: 2000 }, (_, i) => words[i % words.length]!)
    expect(columnOf('make', values)?.entity).not.toBe('person')
  })

  it('lists of decimals under the name of a face are biometric, under another name they are not', () => {
    const values = Array.from({ length: 1280 }, (_, i) => String(Math.sin(i) / 7))
    for (const path of ['face_embedding[]', 'user.face_vector[]'])
      expect(columnOf(path, values)).toMatchObject({ role: 'biometric' })
    for (const path of ['text_embedding[]', 'prices[]']) expect(columnOf(path, values)?.role).not.toBe('biometric')
  })
})
