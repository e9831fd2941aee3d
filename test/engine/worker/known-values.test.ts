import { describe, expect, it } from 'vitest'
import type { PlannedAnonymity, PlannedField, SourcePlan } from '../../../src/plan/plan.ts'
import { applyAll, field, jsonl, recordsOf, workerOf } from '../plans.ts'

const step = (verb: string, options: Record<string, unknown>) => [{ verb, options }]
const NAME = field('name', step('fake', { kind: 'person.name', domain: 'people' }), { entity: 'person' })
const PHONE = field('phone', step('pseudonym', { domain: 'phones' }), { entity: 'phone' })
const CODE = field('code', step('pseudonym', { domain: 'codes' }))
const noteOf = (options: Record<string, unknown>, path = 'note') =>
  field(path, step('scrub', options), { role: 'sensitive' })

async function written(fields: PlannedField[], records: object[], size?: number): Promise<Record<string, unknown>[]> {
  const worker = workerOf(fields, { unlisted: 'drop' })
  return recordsOf((await applyAll(worker, 'jsonl', jsonl(records), size)).text)
}

// Invented people.
const RECORD = {
  name: 'Ахметова Айгүл Серікқызы',
  phone: '+77012345678',
  code: 'QX-90815',
  note: 'айгүлге қоңырау шалдық, 8 (701) 234-56-78. Ахметованың коды qx90815',
}

describe("a record's own identifiers", () => {
  it('are found in its texts in any letters, punctuation and case, and get the stand-in of their field', async () => {
    const [out] = await written([NAME, PHONE, CODE, noteOf({ with: 'fake', domain: 'people' })], [RECORD])
    const [surname, given] = String(out!['name']).split(' ')
    const note = String(out!['note'])
    expect(note.toLowerCase()).toContain(given!.toLowerCase())
    expect(note).toContain(surname!)
    expect(note).not.toMatch(/айг[үу]л|ахмет|234|90815/i)
  })

  it('get the pseudonym of their field, whichever form stands in the text', async () => {
    const domain = { person: 'people', phone: 'phones', identifier: 'codes' }
    const fields = [field('name', step('pseudonym', { domain: 'people' }), { entity: 'person' }), PHONE, CODE]
    const [out] = await written([...fields, noteOf({ with: 'pseudonym', domain })], [RECORD])
    const note = String(out!['note'])
    expect(note.split(String(out!['name']))).toHaveLength(3)
    expect(note).toContain(String(out!['phone']))
    expect(note).toContain(String(out!['code']))
  })

  it('are found beside a list that is long, or says the same again and again', async () => {
    const aliases = field('a[]', step('redact', {}), { entity: 'person' })
    for (const a of [Array.from({ length: 70 }, () => 'Жасын'), Array.from({ length: 70 }, (_, i) => `Жасын${i}ов`)]) {
      const [out] = await written(
        [aliases, CODE, noteOf({ with: 'label' })],
        [{ a, code: 'QX-90815', note: 'у qx90815' }],
      )
      expect(out!['note']).toBe('у [IDENTIFIER-1]')
    }
  })

  it('are found where their cell names many people', async () => {
    const name =
      'Дерюгин Прохор Савельевич; Мазур Клавдия Романовна; Кравец Агния Тихоновна; Шевчук Савелий Игоревич; Пак Ян Олегович'
    expect(name.length).toBeGreaterThan(100)
    const fields = [field('name', step('drop', {}), { entity: 'person' }), noteOf({})]
    const [out] = await written(fields, [{ name, note: 'сказали дерюгину и мазуру, агние тоже; шевчука нет' }])
    expect(out!['note']).toMatch(/^сказали \[\S+\] и \[\S+\], \[\S+\] тоже; \[\S+\] нет$/)
  })

  it('are labelled and masked too', async () => {
    const fields = [NAME, PHONE, CODE, noteOf({}), noteOf({ with: 'mask' }, 'more')]
    const [out] = await written(fields, [{ ...RECORD, more: 'qx-90815 айгүлмен' }])
    expect(out!['note']).toBe('[PERSON-1] қоңырау шалдық, [PHONE-1]. [PERSON-1] коды [IDENTIFIER-1]')
    expect(out!['more']).toBe('******** ********')
  })

  it('are those of the same record alone, however the records are cut into blocks', async () => {
    // A word that is a name only where the record says so.
    const first = { ...RECORD, name: 'Скрипка Полина', note: 'код qx90815, скрипке' }
    const other = { ...first, name: 'Ким Олег', phone: '+77770001122', code: 'ZZ-11111' }
    const fields = [NAME, PHONE, CODE, noteOf({ with: 'label' })]
    const together = await written(fields, [first, other, RECORD])
    expect(together[0]!['note']).toBe('код [IDENTIFIER-1], [PERSON-1]')
    expect(together[1]!['note']).toBe('код qx90815, скрипке')
    expect(await written(fields, [first, other, RECORD], 64)).toEqual(together)
  })

  it('are found where their own field leaves the record', async () => {
    const [out] = await written([field('name', 'drop', { entity: 'person' }), noteOf({})], [RECORD])
    expect(out).toEqual({ note: expect.stringMatching(/^\[PERSON-1\] қоңырау/) as string })
  })

  it('do not eat the text where they are short or stand for nothing', async () => {
    const fields = [NAME, CODE, noteOf({})]
    const note = 'ан ол нет 12 рет келді'
    expect((await written(fields, [{ name: 'Ан Ли', code: '12', note }]))[0]!['note']).toBe(note)
    expect((await written(fields, [{ name: 'нет', code: 'нет', note }]))[0]!['note']).toBe(note)
  })

  it('are no texts that are scrubbed themselves', async () => {
    const fields = [field('title', step('scrub', {})), noteOf({})]
    const [out] = await written(fields, [{ title: 'анализ крови', note: 'сдал анализ крови' }])
    expect(out).toEqual({ title: 'анализ крови', note: 'сдал анализ крови' })
  })

  it('take a person from fields for the parts of a name', async () => {
    const part = (path: string, kind: string) => field(path, step('fake', { kind, domain: 'people' }))
    const fields = [part('given', 'person.first'), part('family', 'person.last')]
    const [out] = await written(
      [...fields, noteOf({ with: 'fake', domain: 'people' })],
      [{ given: 'Ерлан', family: 'Омаров', note: 'Звонил Ерлан Омаров, ерлану перезвонить' }],
    )
    expect(out!['note']).toContain(`${String(out!['given'])} ${String(out!['family'])}`)
  })

  it('have its quasi-identifiers beside them, where these are made coarser by classes', async () => {
    const fields = [
      field('city', '', { role: 'quasi-identifier', entity: 'place' }),
      field('age', '', { role: 'quasi-identifier' }),
      noteOf({}),
    ]
    const record = { city: 'Жаркент', age: '37', note: 'Жаркент қаласынан, 37 жаста, ЖАРКЕНТ' }
    const noteIn = async (more: Partial<SourcePlan>) => {
      const worker = workerOf(fields, { unlisted: 'drop', ...more })
      return recordsOf((await applyAll(worker, 'jsonl', jsonl([record]))).text)[0]!['note']
    }
    const anonymity = {
      fields: ['age', 'city'],
      sensitive: [],
      unit: 'record',
      spec: { t: {} },
    } as unknown as PlannedAnonymity
    // Two digits are too short to be looked for: they would be found everywhere.
    expect(await noteIn({ anonymity })).toBe('[PLACE-1] қаласынан, 37 жаста, [PLACE-1]')
    expect(await noteIn({})).toBe(record.note)
  })
})

describe('a name whose parts stand in columns of their own', () => {
  const part = (path: string, kind: string) =>
    field(path, step('fake', { kind, domain: 'people' }), { entity: 'person' })
  const PARTS = [part('s', 'person.last'), part('g', 'person.first'), part('p', 'person.patronymic')]
  const note = noteOf({ with: 'fake', domain: { person: 'people' } })
  // The surnames have no gender of their own, or that of a man's given name.
  const PEOPLE = [
    ['Дерюгин', 'Прохор', 'Савельевич'],
    ['Белошапка', 'Зинаида', 'Архиповна'],
    ['Ковтун', 'Лаврентий', 'Тихонович'],
    ['Мазур', 'Клавдия', 'Романовна'],
    ['Черных', 'Саша', 'Эдуардовна'],
    ['Жұмағұл', 'Меруерт', 'Сәкенқызы'],
    ['Ахметжан', 'Гүлбаршын', 'Серікқызы'],
    ['Шайкен', 'Жомарт', 'Рүстемұлы'],
    ['Жүніс', 'Шолпан', ''],
    ['Тулебаев', 'Ілияс', ''],
  ].map(([s = '', g = '', p = '']) => ({ s, g, p, note: `${s} ${g} ${p}`.trim() + '.' }))

  it('is in a text what it is in its columns, and of one gender', async () => {
    for (const out of await written([...PARTS, note], PEOPLE)) {
      const { s, g, p } = out as Record<string, string>
      expect(out['note']).toBe(`${s!} ${g!} ${p!}`.trim() + '.')
    }
    const woman = /^(?:Б|М|Ч|Жұмағұл|А|Жүніс)/
    const given = await written(PARTS, PEOPLE)
    PEOPLE.forEach(({ s }, i) =>
      expect(/(?:ова|ева|ёва|ина|ына|ская|қызы)$/.test(String(given[i]!['s'])), `row ${i}`).toBe(woman.test(s)),
    )
  })

  it('is one person in a text, by any of its parts', async () => {
    const [out] = await written(
      [...PARTS, noteOf({})],
      [{ ...PEOPLE[1]!, note: 'белошапке, Зинаида Архиповна, Зинаиде' }],
    )
    expect(out!['note']).toBe('[PERSON-1], [PERSON-1], [PERSON-1]')
  })

  it('is the same however the records are cut into blocks', async () => {
    const fields = [...PARTS, note]
    expect(await written(fields, PEOPLE, 64)).toEqual(await written(fields, PEOPLE))
  })

  it('is nobody’s where two people stand beside each other', async () => {
    const fields = [...PARTS, part('s2', 'person.last')]
    const alone = await written([part('s', 'person.last')], PEOPLE)
    const two = await written(
      fields,
      PEOPLE.map((record) => ({ ...record, s2: 'Гусь' })),
    )
    expect(two.map(({ s }) => s)).toEqual(alone.map(({ s }) => s))
  })
})
