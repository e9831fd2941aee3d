import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { valuesOf } from '../../../src/record/batch.ts'
import { foldWord } from '../../../src/transforms/fakes/script.ts'
import { nameLists } from '../../../src/transforms/fakes/tables.ts'
import { attachKazakh } from '../../../src/transforms/inflection/kazakh-endings.ts'
import { declineRussian } from '../../../src/transforms/inflection/russian-declension.ts'
import type { KnownValue, Rows } from '../../../src/transforms/verb.ts'
import { verb as fake } from '../../../src/transforms/verbs/fake.ts'
import { verb as pseudonym } from '../../../src/transforms/verbs/pseudonym.ts'
import { verb } from '../../../src/transforms/verbs/scrub.ts'
import { applyTo, contextOf, plainRows, testKey } from '../apply.ts'

const KEYS = { keys: [testKey(1)] }
const find = ['person']
const run = verb.bind({ find, with: 'fake' }, contextOf(KEYS))
const column = fake.bind({ kind: 'person.name' }, contextOf(KEYS))
const named = (name: string) => column(valuesOf([name]), plainRows(1)).text[0]!

/** One record with these texts, whose columns hold these names. */
function inRecord(texts: readonly string[], ...names: string[]): string[] {
  const known: KnownValue[] = names.map((text) => ({ entity: 'person', text }))
  const rows: Rows = { ...plainRows(texts.length), row: new Int32Array(texts.length), known: () => known }
  return run(valuesOf([...texts]), rows).text
}
const alone = (...texts: string[]) => run(valuesOf(texts), plainRows(texts.length)).text

// Invented people.
const WOMAN = 'Ахметова Айгүл Серікқызы'
const MAN = 'Никитин Павел Сергеевич'

describe('a name in a text', () => {
  it('gets the parts of the stand-in of its column, in the case that it stands in', () => {
    const [surname, given] = named(WOMAN).split(' ') as [string, string]
    const dative = attachKazakh(given, { case: 'dative', plural: false })
    expect(inRecord(['Айгүлге қоңырау шалдым'], WOMAN)).toEqual([`${dative} қоңырау шалдым`])
    const instrumental = declineRussian(surname, 'surname', 'female')[4]
    expect(inRecord(['Разговор с Ахметовой записан'], WOMAN)).toEqual([`Разговор с ${instrumental} записан`])
    expect(inRecord(['Вчера звонила А. Ахметова'], WOMAN)).toEqual([`Вчера звонила ${given[0]!}. ${surname}`])
  })

  it('gets the same parts in all texts of the record and all its orders, initials and letters', () => {
    const [surname, given, patronymic] = named(MAN).split(' ') as [string, string, string]
    const texts = ['ПАВЕЛ НИКИТИН', 'Никитин П.С.', 'Павел Сергеевич', 'никитин', 'П. С. Никитин пришёл']
    expect(inRecord(texts, MAN)).toEqual([
      `${given} ${surname}`.toUpperCase(),
      `${surname} ${given[0]!}.${patronymic[0]!}.`,
      `${given} ${patronymic}`,
      surname.toLowerCase(),
      `${given[0]!}. ${patronymic[0]!}. ${surname} пришёл`,
    ])
  })

  it('gets the same stand-in in the polite order, in records that share nothing', () => {
    for (const [official, polite] of [
      ['Никитин Павел Сергеевич', 'Павел Сергеевич Никитин'],
      ['Ахметова Айгүл Серікқызы', 'Айгүл Серікқызы Ахметова'],
    ] as const) {
      const [surname, given, patronymic] = alone(official)[0]!.split(' ')
      expect(alone(polite)).toEqual([`${given} ${patronymic} ${surname}`])
      expect(named(polite)).toEqual(`${given} ${patronymic} ${surname}`)
    }
  })

  it('is never a word of the original, also a short one at its end', () => {
    expect(named('Сүйіндікова Алма').split(' ')).not.toContain('Алма')
    expect(inRecord(['Алмаға айттым'], 'Сүйіндікова Алма')[0]!.split(' ')).not.toContain('Алмаға')
  })

  it.each([
    // whose nominative no table has, and no sure ending tells
    ['Есенгазин Елмұхамбет', 'Елмұхамбетте қан қысымы жоғары', 'locative'],
    ['Төлебай Қайсар', 'Қайсарсыз болмайды', 'privative'],
  ] as const)('keeps its Kazakh ending, row %#', (name, text, to) => {
    const given = named(name).split(' ')[1]!
    const rest = text.slice(text.indexOf(' '))
    expect(inRecord([text], name)).toEqual([attachKazakh(given, { case: to, plural: false }) + rest])
  })

  it('keeps what Kazakh puts on a name besides its cases', () => {
    for (const [name, text, tail] of [
      ['Төлебай Қайсар', 'Қайсаржан', 'жан'],
      ['Төлебай Қайсар', 'Қайсарым', 'ым'],
      ['Төлебай Қайсар', 'Қайсармысың', 'мысың'],
      ['Сапар Айгүл', 'Айгүлжан', 'жан'],
    ] as const) {
      const given = named(name).split(' ')[1]!
      expect(inRecord([`${text} келді`], name)).toEqual([
        `${attachKazakh(given, { case: 'nominative', plural: false, tail })} келді`,
      ])
    }
  })

  it('is one person whose surname loses a vowel, or looks like a given name', () => {
    for (const name of ['Соловей Илья', 'Скрипка Полина Андреевна']) {
      const [surname, given] = named(name).split(' ') as [string, string]
      const gender = name.startsWith('Соловей') ? 'male' : 'female'
      const text = gender === 'male' ? 'Илье Соловью' : 'Полине Скрипке'
      const forms = [declineRussian(given, 'given', gender)[2], declineRussian(surname, 'surname', gender)[2]]
      expect(inRecord([`Передать ${text} лично`], name)).toEqual([`Передать ${forms.join(' ')} лично`])
    }
  })

  it.each([
    ['Заяц', 'Зайцу'],
    ['Орёл', 'Орлу'],
    ['Орел', 'Орлу'],
    ['Козёл', 'Козлу'],
    ['Палец', 'Пальцу'],
    ['Перец', 'Перцу'],
    ['Перец', 'Перецу'],
    ['Песец', 'Песцу'],
    ['Кузнец', 'Кузнецу'],
    ['Кравец', 'Кравецу'],
    ['Стрелец', 'Стрельцу'],
    ['Гребень', 'Гребню'],
    ['Корень', 'Корню'],
    ['Коготь', 'Когтю'],
    ['Журавель', 'Журавлю'],
    ['Огонёк', 'Огоньку'],
    ['Песок', 'Песку'],
    ['Бобёр', 'Бобру'],
    ['Лев', 'Льву'],
    ['Павел', 'Павлу'],
    // none falls out
    ['Волк', 'Волку'],
    ['Гоголь', 'Гоголю'],
    ['Олень', 'Оленю'],
    ['Марк', 'Марку'],
  ])('is the one of its column whether or not a vowel falls out of its stem, row %#', (surname, dative) => {
    const name = `${surname} Игнат`
    const [drawn, given] = named(name).split(' ') as [string, string]
    const forms = [declineRussian(given, 'given', 'male')[2], declineRussian(drawn, 'surname', 'male')[2]]
    expect(inRecord([`Игнату ${dative} вручили, ${dative} отдали`], name)).toEqual([
      `${forms.join(' ')} вручили, ${forms[1]!} отдали`,
    ])
  })

  it('is declined as Мария is where a given name ends as an adjective', () => {
    for (const [name, text] of [
      ['Перевощикова Рая', 'Рае звонили, раю предупредили'],
      ['Ким Аглая', 'Аглае звонили, аглаю предупредили'],
      ['Ким Даная', 'Данае звонили, данаю предупредили'],
    ] as const) {
      const [, , dative, accusative] = declineRussian(named(name).split(' ')[1]!, 'given', 'female')
      expect(inRecord([text], name)).toEqual([`${dative} звонили, ${accusative.toLowerCase()} предупредили`])
    }
  })

  it('is a woman’s where her surname is a man’s name', () => {
    for (const surname of ['Ахметжан', 'Жүніс', 'Тілеуберді', 'Оспан'])
      for (const given of ['Меруерт', 'Шолпан', 'Бақытгүл'])
        expect(named(`${surname} ${given}`)).toMatch(/(?:ова|ева|ина|ына|қызы) /)
  })

  it('ends before an abbreviation that has an ending of its own', () => {
    const given = named('Қожагелдин Бексұлтан').split(' ')[1]!
    const genitive = attachKazakh(given, { case: 'genitive', plural: false })
    for (const thing of ['ЖСН-і', 'ИИН-ін', 'СМС-і', 'ЖК-сы', 'УЗИ-і'])
      expect(inRecord([`Бексұлтанның ${thing} қате`], 'Қожагелдин Бексұлтан')).toEqual([`${genitive} ${thing} қате`])
  })

  it('is led by the fullest name of its record where no column has it', () => {
    const [first, second] = inRecord(['Справку просил Ерлан.', 'Выдать справку Ерлану Омарову.'])
    const [surname, given] = named('Ерлан Омаров').split(' ').reverse() as [string, string]
    expect(first).toBe(`Справку просил ${given}.`)
    expect(second).toBe(
      `Выдать справку ${declineRussian(given, 'given', 'male')[2]} ${declineRussian(surname, 'surname', 'male')[2]}.`,
    )
  })

  it('joins by its nominative with the other records and columns of its domain', () => {
    const [inText] = alone('Айгүлге хат келді')
    expect(inText).toBe(`${attachKazakh(named('Айгүл'), { case: 'dative', plural: false })} хат келді`)
    expect(alone('Айгүл, сәлем', 'Айгүлге хат келді')).toEqual([`${named('Айгүл')}, сәлем`, inText])
  })

  it('keeps two people of one given name apart', () => {
    const other = 'Садыкова Айгүл Болатқызы'
    const [text] = inRecord([`Ахметова Айгүл и Садыкова Айгүл пришли`], WOMAN, other)
    const short = (name: string) => named(name).split(' ').slice(0, 2).join(' ')
    expect(text).toBe(`${short(WOMAN)} и ${short(other)} пришли`)
  })

  it('has one label and one pseudonym a person, whatever part of the name stands there', () => {
    const rows: Rows = { ...plainRows(1), known: () => [{ entity: 'person', text: WOMAN }] }
    const text = 'Айгүлге айттым, Ахметованың жауабы жоқ'
    expect(applyTo(verb, { find }, [text], {}, rows)).toEqual(['[PERSON-1] айттым, [PERSON-1] жауабы жоқ'])
    const [token] = applyTo(pseudonym, {}, [WOMAN], { ...KEYS, entity: 'person' })
    expect(applyTo(verb, { find, with: 'pseudonym' }, [text], KEYS, rows)).toEqual([
      `${token} айттым, ${token} жауабы жоқ`,
    ])
  })

  it("keeps the English 's", () => {
    const [text] = alone("this is Jennifer Smith's file")
    expect(text).toBe(`this is ${named('Jennifer Smith')}'s file`)
  })
})

const { kk, ru } = nameLists
const pair = <T>(list: readonly T[], other: readonly T[]) => fc.constantFrom(...list, ...other)
const woman = fc.record({
  given: pair(kk.female, ru.female),
  surname: pair(kk.surnamesFemale, ru.surnamesFemale),
  gender: fc.constant('female' as const),
})
const man = fc.record({
  given: pair(kk.male, ru.male),
  surname: pair(kk.surnamesMale, ru.surnamesMale),
  gender: fc.constant('male' as const),
})
const person = fc.oneof(woman, man)
const before = ['', 'справка для ', 'позвонить ', 'видел ', 'говорил с ', 'речь о ']

describe('a scrubbed text', () => {
  it('has nothing left of the names of its record, and is the column’s stand-in word by word', () => {
    fc.assert(
      fc.property(person, fc.nat(5), fc.boolean(), ({ given, surname, gender }, at, formal) => {
        const full = `${surname} ${given}`
        const words = [declineRussian(given, 'given', gender)[at]!, declineRussian(surname, 'surname', gender)[at]!]
        const text = `${before[at]!}${(formal ? words.reverse() : words).join(' ')} вчера`
        const [out] = inRecord([text], full)
        const folded = foldWord(out!)
        for (const word of [...words, given, surname]) expect(folded.split(/[^\p{L}]+/u)).not.toContain(foldWord(word))
        // The first letters of the stand-in stay in every case; Павел, Лев and Пётр lose a vowel behind two of them.
        for (const part of named(full).split(' ')) expect(folded).toContain(foldWord(part).slice(0, 1))
        for (const part of named(full).split(' '))
          if (part.length > 4) expect(folded).toContain(foldWord(part).slice(0, 3))
      }),
      { numRuns: 300 },
    )
  })

  it('says of one record what it says of it among others', () => {
    const sentence = fc
      .tuple(person, fc.constantFrom(...before))
      .map(([{ given, surname }, said]) => `${said}${given} ${surname}`)
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 2, maxLength: 5 }), (texts) => {
        expect(alone(...texts)).toEqual(texts.flatMap((text) => alone(text)))
      }),
      { numRuns: 50 },
    )
  })
})
