import { describe, expect, it } from 'vitest'
import { createTextDetector } from '../../../src/detect/detect-text.ts'

const detect = createTextDetector({ find: ['address'], locales: [], confidence: 0.5 })
const addresses = (text: string): string[] => detect(text).map((d) => text.slice(d.start, d.end))

describe('addresses', () => {
  it.each([
    // by their label
    ['Прописка: Петропавл, Интернациональная, 23-7', ['Петропавл, Интернациональная, 23-7']],
    ['Мекенжайы: Шелек, Абай 12, тел. 55', ['Шелек, Абай 12']],
    ['Адрес: Рудный, Корчагина 88-14, приезжайте к 5', ['Рудный, Корчагина 88-14']],
    ['Address:\nThe Old Forge\nLittle Snoring NR21 0AB\nPhone: 5', ['The Old Forge\nLittle Snoring NR21 0AB']],
    ['Адрес -> Рудный, Корчагина 88', ['Рудный, Корчагина 88']],
    // behind an exclamation, a question and a picture
    ['Сәлем! Абай көшесі, 17 үй', ['Абай көшесі, 17 үй']],
    ['Где живёте? Ленинский проспект, 45', ['Ленинский проспект, 45']],
    ['Ура 🎉 Ленинский проспект, 45', ['Ленинский проспект, 45']],
    // the answer to a question
    ['— Мекенжайыңыз?\n— Шелек, Бірлік он төрт.\n— Рақмет', ['Шелек, Бірлік он төрт']],
    ['Оператор: Адресіңіз? Клиент: Есік, Алматы 21, көк қақпа. Күтемін', ['Есік, Алматы 21, көк қақпа']],
    // numbers in words
    ['Көктал ауылы, Достық көшесі, он төртінші үй', ['Көктал ауылы, Достық көшесі, он төртінші үй']],
    ['улица Пушкина, дом двадцать пять, квартира три', ['улица Пушкина, дом двадцать пять, квартира три']],
    ['she is at forty-one Bellwether Street, Leith', ['forty-one Bellwether Street, Leith']],
    // letters that scanners and telephones have
    ['БУХАР ЖЫРАУ ДАНГЫЛЫ 12-45', ['БУХАР ЖЫРАУ ДАНГЫЛЫ 12-45']],
    ['Almaty q., Abai dañğyly, 52, 10 päter', ['Almaty q., Abai dañğyly, 52, 10 päter']],
  ])('are found in case %#', (text, expected) => {
    expect(addresses(text)).toEqual(expected)
  })

  it.each([
    'Адрес электронной почты: info12@example.com',
    'IP address: 10.0.0.12',
    'Адрес: не указан',
    'Адресіңіз бар ма? Қазір айтамын',
    'Мекенжайыңыз қандай? 8 701 000 00 01',
    'Address: see above, page 5',
    'жили в доме один год и два месяца',
    'the second of three streets was closed',
    'екінші үй салынды',
  ])('are not in case %#', (text) => {
    expect(addresses(text)).toEqual([])
  })

  it('are found without a number behind a label, however many cells of the form came before', () => {
    const streets = ['Абая', 'Гоголя', 'Манаса', 'Чехова', 'Толстого', 'Сатпаева', 'Жандосова', 'Ауэзова']
    const cells = [...streets, ...streets.map((street) => `${street}, `)].map((street) => `Адрес: ул. ${street}`)
    const each = createTextDetector({ find: ['address'], locales: [], confidence: 0.5 }).ofEach(cells)
    expect(each.map((found) => found.length)).toEqual(cells.map(() => 1))
  })
})
