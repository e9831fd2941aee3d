import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Kind } from '../../../src/record/batch.ts'
import { isValidIin } from '../../../src/record/kz-id.ts'
import { createNameIndex } from '../../../src/transforms/fakes/name-index.ts'
import { FAKE_KINDS } from '../../../src/transforms/fakes/kinds.ts'
import { nameLists } from '../../../src/transforms/fakes/tables.ts'
import { ValueFault } from '../../../src/transforms/verb.ts'
import { verb } from '../../../src/transforms/verbs/fake.ts'
import type { FakeOptions } from '../../../src/transforms/verbs/fake.ts'
import { applyTo, contextOf, plainRows, testKey } from '../apply.ts'

const KEYS = { keys: [testKey(1)] }
const fake = (options: FakeOptions, texts: string[]) => applyTo(verb, options, texts, KEYS) as string[]
const bySubject = (options: FakeOptions, text: string, subject: string) =>
  applyTo(
    verb,
    { ...options, by: 'subject' },
    [text],
    KEYS,
    plainRows(1, () => subject),
  )[0]!

const { kk, ru, en } = nameLists
const word = fc.constantFrom(
  ...kk.male.slice(0, 40),
  ...ru.female.slice(0, 40),
  ...en.male.slice(0, 40),
  ...kk.surnamesFemale.slice(0, 40),
  'X',
  '',
)
const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '))
const nameIndex = createNameIndex()
const isKnownWoman = (text: string) => nameIndex(text).gender === 'female'
const anyKind = fc.constantFrom(...FAKE_KINDS)

describe('fake', () => {
  it('is never the original, whatever the key, and never another the second time', () => {
    fc.assert(
      fc.property(anyKind, name, fc.nat(255), (kind, original, byte) => {
        const once = () => applyTo(verb, { kind }, [original], { keys: [testKey(byte)] })[0]!
        expect(once().toLowerCase()).not.toBe(original.trim().toLowerCase())
        expect(once()).toBe(once())
      }),
      { numRuns: 60 },
    )
  })

  it('is not the original even where the draw hits it', () => {
    // By subject the draw does not depend on the value, so the fake can be handed in as the original.
    for (let n = 0; n < 50; n++) {
      for (const kind of [
        'city',
        'person.first',
        'person.name',
        'email',
        'ip',
        'address',
        'company',
        'phone',
      ] as const) {
        const drawn = bySubject({ kind, locale: 'ru' }, 'X', `s${n}`)
        expect(bySubject({ kind, locale: 'ru' }, drawn, `s${n}`)).not.toBe(drawn)
      }
    }
  })

  it('depends on the value and the key alone: not on what stands beside it', () => {
    fc.assert(
      fc.property(anyKind, fc.array(name, { minLength: 2, maxLength: 8 }), fc.nat(7), (kind, names, cut) => {
        const at = cut % names.length
        const apart = [...fake({ kind }, names.slice(0, at)), ...fake({ kind }, names.slice(at))]
        expect(fake({ kind }, names)).toEqual(apart)
      }),
    )
  })

  it('changes with the key', () => {
    const names = kk.surnamesMale.slice(0, 50)
    const other = applyTo(verb, { kind: 'person.last' }, names, { keys: [testKey(2)] })
    const same = fake({ kind: 'person.last' }, names).filter((n, i) => n === other[i])
    expect(same.length).toBeLessThan(5)
  })

  it('is one for the spellings of one value', () => {
    const spellings = ['Ахметов Нұрлан', ' ахметов  нұрлан', 'АХМЕТОВ НҰРЛАН'].map((n) => n.normalize('NFD'))
    const fakes = fake({ kind: 'person.name' }, spellings).map((n) => n.trim().replace(/\s+/g, ' ').toLowerCase())
    expect(new Set(fakes).size).toBe(1)
  })

  it('writes strings and refuses containers', () => {
    const run = verb.bind({ kind: 'iin' }, contextOf(KEYS))
    expect([...run({ text: ['850101300459'], kind: Uint8Array.of(Kind.number) }, plainRows(1)).kind]).toEqual([
      Kind.string,
    ])
    expect(() => run({ text: ['[]'], kind: Uint8Array.of(Kind.container) }, plainRows(1))).toThrow(ValueFault)
  })

  it('draws the entries of a list evenly', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `value ${i}`)
    const counts = new Map<string, number>()
    for (const city of fake({ kind: 'city', locale: 'ru' }, many)) counts.set(city, (counts.get(city) ?? 0) + 1)
    // 120 towns, 167 each: the standard deviation is 13.
    expect(Math.min(...counts.values())).toBeGreaterThan(167 - 6 * 13)
    expect(Math.max(...counts.values())).toBeLessThan(167 + 6 * 13)
  })
})

describe('a fake name', () => {
  it('keeps order, initials, case and separators', () => {
    const [official, polite, initials, capitals, comma] = fake({ kind: 'person.name' }, [
      'Ахметов Нұрлан Серікұлы',
      'Айгерим Болатовна',
      'А.Б. Иванов',
      'ПЕТРОВА АННА',
      'Smith, Jane',
    ])
    expect(official).toMatch(/^\p{Lu}\p{L}+(?:ов|ев|ин) \p{Lu}\p{L}+ \p{Lu}\p{L}+ұлы$/u)
    expect(polite).toMatch(/^[А-Я][а-я]+ [А-Я][а-я]+(?:овна|евна)$/)
    expect(initials).toMatch(/^[А-Я]\.[А-Я]\. [А-Я][а-я]+$/)
    expect(capitals).toMatch(/^[А-Я]+ [А-Я]+$/)
    expect(comma).toMatch(/^[A-Z][A-Za-z']+, [A-Z][a-z]+$/)
  })

  it.each([
    ['kk', kk],
    ['ru', ru],
    ['en', en],
  ] as const)('has the gender of the given name or surname in %s', (locale, lists) => {
    const men = new Set([...kk.male, ...ru.male, ...en.male])
    const women = [...lists.female].filter((n) => !men.has(n) && isKnownWoman(n)).slice(0, 60)
    expect(women.length).toBeGreaterThan(40)
    const drawn = fake({ kind: 'person.first', locale }, women)
    expect(drawn.filter((n) => !lists.female.includes(n))).toEqual([])
    if (locale === 'en') return
    const surnames = fake({ kind: 'person.last', locale }, lists.surnamesMale.slice(0, 60))
    expect(surnames.filter((n) => !lists.surnamesMale.includes(n))).toEqual([])
  })

  it('is written in the original letters, or in those of the locale where they are not kept', () => {
    const [kept] = fake({ kind: 'person.name', locale: 'kk' }, ['Aigerim Sadykova'])
    expect(kept).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/)
    const [own] = fake({ kind: 'person.name', locale: 'kk', keep: ['gender'] }, ['Aigerim Sadykova'])
    expect(own).toMatch(/^\p{Script=Cyrillic}+ \p{Script=Cyrillic}+$/u)
  })
})

describe('a fake by subject', () => {
  it('is one person in every field that names the locale', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom('kk', 'ru', 'en'), (subject, locale) => {
        const first = bySubject({ kind: 'person.first', locale, keep: [] }, 'Жанна', subject)
        const full = bySubject({ kind: 'person.name', locale, keep: [] }, 'Иванов Пётр Сергеевич', subject)
        // A fake is never its original: where the person's name happens to be that, it is the next one in the table.
        fc.pre(first === bySubject({ kind: 'person.first', locale, keep: [] }, 'Раиса', subject))
        fc.pre(full === bySubject({ kind: 'person.name', locale, keep: [] }, 'Белов Олег Ильич', subject))
        expect(full.split(' ')[1]).toBe(first)
        const email = bySubject({ kind: 'email', locale }, 'ivanov@mail.ru', subject)
        const login = bySubject({ kind: 'username', locale }, 'xx77', subject)
        expect(email.startsWith(`${login}@`)).toBe(true)
        expect(login.split('.')[0]).toBe(bySubject({ kind: 'person.first', locale }, 'zz', subject).toLowerCase())
      }),
      { numRuns: 30 },
    )
  })

  it('has the sex of a subject that is an IIN', () => {
    for (let n = 0; n < 20; n++) {
      const serial = String(n).padStart(4, '0')
      const man = bySubject({ kind: 'person.last', locale: 'ru' }, 'Щщ', `850101${n % 2 === 0 ? 3 : 5}${serial}0`)
      const woman = bySubject({ kind: 'person.last', locale: 'ru' }, 'Щщ', `850101${n % 2 === 0 ? 4 : 6}${serial}0`)
      expect(ru.surnamesMale).toContain(man)
      expect(ru.surnamesFemale).toContain(woman)
    }
  })

  it('needs a subject in every record', () => {
    expect(verb.needs({ kind: 'email', by: 'subject' })).toBe('subject')
    expect(verb.needs({ kind: 'email' })).toBeUndefined()
    expect(() => applyTo(verb, { kind: 'email', by: 'subject' }, ['a@b'], KEYS)).toThrow(ValueFault)
  })

  it('shares a domain with other fields by subject unless told otherwise', () => {
    expect(verb.keys({ kind: 'email', by: 'subject' })[0]!.domain).toBe('subject')
    expect(verb.keys({ kind: 'email', by: 'subject', domain: 'staff' })[0]!.domain).toBe('staff')
    expect(verb.keys({ kind: 'email' })[0]!.domain).toBeUndefined()
  })
})

describe('a fake that could be used', () => {
  const many = Array.from({ length: 500 }, (_, i) => `user${i}@mail.example.kz`)

  it('e-mail address is always in a domain reserved for examples (RFC 2606)', () => {
    for (const email of fake({ kind: 'email' }, many))
      expect(email).toMatch(/^[a-z]+\.[a-z]+@example\.(?:com|org|net)$/)
    for (const email of fake({ kind: 'internet.email', unique: true }, many))
      expect(email).toMatch(/^[a-z]+\.[a-z]+\.[a-z2-7]{8}@example\./)
  })

  it('e-mail address or user name is unique where that is asked for', () => {
    const values = Array.from({ length: 20_000 }, (_, i) => `u${i}@x.kz`)
    expect(new Set(fake({ kind: 'email', unique: true }, values)).size).toBe(values.length)
    expect(new Set(fake({ kind: 'username', unique: true, locale: 'kk' }, values)).size).toBe(values.length)
  })

  it('phone number has a masked tail, or is in the range for fiction', () => {
    const [kz, ru8, us, digits] = fake({ kind: 'phone' }, [
      '+7 701 234 56 78',
      '8 (912) 345-67-89',
      '+1 415 555 2671',
      '87771234567',
    ])
    expect(kz).toMatch(/^\+7 7[04-7]\d \d{3} \*\* \*\*$/)
    expect(digits).toMatch(/^\+7 7[04-7]\d \d{3} \*\* \*\*$/)
    expect(ru8).toMatch(/^\+7 9\d\d \d{3} \*\* \*\*$/)
    expect(us).toMatch(/^\+1 \d{3} 555 01\d\d$/)
  })

  it('IP address is in a network for documentation (RFC 5737, RFC 3849)', () => {
    const v4 = fake(
      { kind: 'ip' },
      Array.from({ length: 200 }, (_, i) => `10.0.0.${i}`),
    )
    for (const ip of v4) expect(ip).toMatch(/^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}$/)
    expect(fake({ kind: 'ip' }, ['2a02:6b8::1'])[0]).toMatch(/^2001:db8:/)
  })

  it('IIN has a real date and a check digit that cannot be right', () => {
    for (const iin of fake(
      { kind: 'iin' },
      Array.from({ length: 300 }, (_, i) => String(10 ** 11 + i)),
    )) {
      expect(iin).toMatch(/^\d{12}$/)
      expect(isValidIin(iin)).toBe(false)
      const digits = Array.from({ length: 10 }, (_, d) => iin.slice(0, 11) + d)
      // But for one body in 121, which has no check digit at all, exactly one digit is right.
      expect(digits.filter((n) => isValidIin(n)).length).toBeLessThanOrEqual(1)
    }
  })
})

describe('the options of fake', () => {
  it('say why a name cannot be unique', () => {
    expect(verb.check({ kind: 'person.name', unique: true })[0]).toContain('use pseudonym')
    expect(verb.check({ kind: 'username', unique: true })).toEqual([])
    expect(verb.check({ kind: 'person.name' })).toEqual([])
  })

  it('have a short form', () => {
    expect(verb.parseShort(['person.name'])).toEqual({ kind: 'person.name' })
    expect(verb.parseShort(['card'])).toBeUndefined()
    expect(verb.parseShort([])).toBeUndefined()
  })

  it('tell unique fakes from others', () => {
    expect(verb.properties({ kind: 'email', unique: true })).toMatchObject({
      unique: true,
      synthetic: true,
      reversible: false,
    })
    expect(verb.properties({ kind: 'email' })).toMatchObject({ unique: false })
  })
})
