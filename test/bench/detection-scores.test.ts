import { describe, expect, it } from 'vitest'
import { createIdentifying, createSameType } from '../../bench/detection/entity-names.ts'
import { halfOf, turnOf, type LabelledText } from '../../bench/detection/marked-texts.ts'
import { checksumFaults, goals, presidioTypes, reached } from '../../bench/detection/goals.ts'
import { fMeasure, matchSpans, nameShape, ratio } from '../../bench/detection/measures.ts'
import { missClasses } from '../../bench/detection/miss-classes.ts'
import type { Rows } from '../../bench/detection/rows.ts'
import { scoreOwn, type OwnScore } from '../../bench/detection/score-own.ts'
import { requestsOf, scoreRows, type RowScores } from '../../bench/detection/score-rows.ts'
import type { Answer, Found } from '../../bench/detection/tools.ts'
import { wilson } from '../../bench/detection/wilson.ts'

const same = createSameType()
const found = (start: number, end: number, entity: string, score = 1): Found => ({ start, end, entity, score })
const none: Rows = { cells: [], texts: [], columns: [], biometrics: [] }

describe('scores of labelled rows', () => {
  it('ask once for every row, with what it has', () => {
    const rows: Rows = {
      cells: [{ text: 'a', entity: 'NONE', valid: false, set: 's' }],
      texts: [{ text: 'b', spans: [], lang: 'en' }],
      columns: [{ name: 'c', values: [1], pii: true }],
      biometrics: [{ column: 'd', value: 'e', biometric: true }],
    }
    expect(requestsOf(rows)).toEqual([
      { text: 'a' },
      { text: 'b' },
      { name: 'c', values: [1] },
      { name: 'd', values: ['e'] },
    ])
  })

  it('count a cell as found only as what it is, and from the threshold on', () => {
    const cell = (valid: boolean, entity = 'KZ_IIN') => ({ text: 'x', entity, valid, set: 's' })
    const answers: Answer[] = [
      // as what it is, by an alias
      { id: 0, detections: [found(0, 1, 'iin')] },
      // as something else
      { id: 1, detections: [found(0, 1, 'phone')] },
      // too unsure
      { id: 2, detections: [found(0, 1, 'iin', 0.49)] },
      // an invalid one accepted
      { id: 3, detections: [found(0, 1, 'iin', 0.5)] },
      // an invalid one reported as something else is no error
      { id: 4, detections: [found(0, 1, 'phone')] },
      // an ordinary value flagged
      { id: 5, detections: [found(0, 1, 'phone')] },
    ]
    const cells = [cell(true), cell(true), cell(true), cell(false), cell(false), cell(false, 'NONE')]
    const scores = scoreRows({ ...none, cells }, answers, 0.5, same)
    expect(scores.cells.sets['s']).toMatchObject({ valid: 3, typed: 1, any: 2, invalid: 2, wrong: 1 })
    expect(scores.cells.ordinary).toEqual({ rows: 1, flagged: 1 })
    expect(scores.misses.map(({ kind }) => kind)).toEqual([
      'cell missed',
      'cell missed',
      'invalid cell accepted',
      'ordinary value flagged',
    ])
  })

  it('measure texts by characters and persons by spans, offsets turned from code points', () => {
    const spans = [
      { start: 2, end: 6, type: 'PERSON' },
      { start: 10, end: 13, type: 'GPE' },
    ]
    const rows = (lang: string) => ({ ...none, texts: [{ text: '😀 Anna in Rio', spans, lang }] })
    // Of 4 + 3 characters in English the name's 4 are found, and 2 more; elsewhere a place is no gold.
    const answers: Answer[] = [{ id: 0, detections: [found(3, 9, 'person')] }]
    expect(scoreRows(rows('en'), answers, 0.5, same).texts['en']).toEqual({
      charPrecision: 0.667,
      charRecall: 0.571,
      charF2: 0.588,
      personPrecision: 1,
      personRecall: 1,
      personF1: 1,
      persons: 1,
    })
    expect(scoreRows(rows('ru'), answers, 0.5, same).texts['ru']).toMatchObject({ charPrecision: 0.667, charRecall: 1 })
  })

  it('count columns by role, and quasi-identifiers apart', () => {
    const columns = [true, true, false, false, null].map((pii) => ({ name: 'n', values: [], pii }))
    const roles = ['identifier', 'insensitive', 'biometric', 'quasi-identifier', 'quasi-identifier']
    const answers = roles.map((role, id) => ({ id, role, entity: 'e', confidence: 0.9 }))
    expect(scoreRows({ ...none, columns }, answers, 0.5, same).columns).toEqual({
      pii: 2,
      found: 1,
      clean: 2,
      alarms: 1,
      quasi: 1,
      quasiFound: 1,
    })
  })

  it('take for biometric only what is called so, and leave out what depends on a policy', () => {
    const biometrics = [true, true, false, null].map((biometric) => ({ column: 'c', value: 'v', biometric }))
    const roles = ['biometric', 'identifier', 'biometric', 'biometric']
    const answers = roles.map((role, id) => ({ id, role, confidence: 0.9 }))
    expect(scoreRows({ ...none, biometrics }, answers, 0.5, same).biometrics).toEqual({
      yes: 2,
      found: 1,
      no: 1,
      alarms: 1,
    })
  })
})

describe('scores of the own set', () => {
  const text = (lang: 'kk' | 'ru', value: string, spans: LabelledText['spans']): LabelledText => {
    // The first id of this language that is in the half that may be looked at.
    const number = Array.from({ length: 50 }, (_, i) => i + 1).find((i) => halfOf(`${lang}-chat-${i}`) === 'dev')
    return { id: `${lang}-chat-${number!}`, lang, kind: 'chat', text: value, spans }
  }
  const score = (texts: LabelledText[], detections: Found[][]): OwnScore =>
    scoreOwn(
      texts,
      detections.map((d, id) => ({ id, detections: d })),
      0.5,
      same,
      createIdentifying(),
    ).dev
  const named = text('ru', 'это Анна-Мария!', [{ start: 4, end: 14, type: 'person' }])
  const quiet = text('kk', 'ертең кел', [])

  it('leak where a single letter of something personal is outside every detection', () => {
    expect(score([named], [[found(4, 13, 'person')]]).leaks).toEqual({ of: 1, hits: 1 })
    expect(score([named], [[found(4, 14, 'person')]]).leaks).toEqual({ of: 1, hits: 0 })
  })

  it('do not leak by a hyphen, nor where something else covers a name', () => {
    const parts = [found(4, 8, 'person'), found(9, 14, 'place')]
    expect(score([named], [parts]).leaks).toEqual({ of: 1, hits: 0 })
  })

  it('count reports in quiet texts, but not those of background', () => {
    expect(score([quiet], [[found(0, 5, 'date')]]).alarms).toEqual({ of: 1, hits: 0 })
    expect(score([quiet], [[found(0, 5, 'person')]]).alarms).toEqual({ of: 1, hits: 1 })
  })

  it('are told apart by who wrote the texts', () => {
    const first = Array.from({ length: 30 }, (_, i) => `ru-chat-0${i + 1}`.replace(/0(\d\d)$/, '$1'))
    expect(first.map(turnOf)).toEqual(first.map(() => 0))
    expect(
      ['kk-form-31', 'kk-form-70', 'kk-form-71', 'kk-form-100', 'kk-form-101', 'en-form-151', 'ru-form-201'].map(
        turnOf,
      ),
    ).toEqual([1, 1, 2, 2, 3, 3, 4])
    const newest = [...Array(50).keys()].map((i) => `ru-chat-${101 + i}`).find((id) => halfOf(id) === 'dev')!
    const { leaksByTurn, alarmsByTurn } = score([named, { ...named, id: newest }, quiet], [[], [], []])
    expect(Object.values(leaksByTurn).map(({ of, hits }) => [of, hits])).toEqual([
      [1, 1],
      [0, 0],
      [0, 0],
      [1, 1],
      [0, 0],
    ])
    expect(Object.values(alarmsByTurn).map(({ of, hits }) => [of, hits])).toEqual([
      [1, 0],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ])
  })

  it('take a number of a company for neither personal nor quiet', () => {
    const company = text('ru', 'БИН 880740000125', [{ start: 4, end: 16, type: 'bin' }])
    const { leaks, alarms, charPrecision } = score([company], [[found(4, 16, 'iin')]])
    expect([leaks, alarms, charPrecision]).toEqual([{ of: 0, hits: 0 }, { of: 0, hits: 0 }, null])
  })
})

describe('figures to reach', () => {
  const count = (valid: number, typed: number, invalid = 0, wrong = 0) => ({ valid, typed, invalid, wrong })
  const scores = (byType: Record<string, ReturnType<typeof count>>): RowScores => ({
    ...scoreRows(none, [], 0.5, same),
    cells: { sets: { presidio: { ...count(0, 0), any: 0, byType } }, ordinary: { rows: 100, flagged: 1 } },
  })
  const value = (title: RegExp, of: RowScores) =>
    goals()
      .find((goal) => title.test(goal.title))!
      .value(of)

  it('count only types that perde has an entity with check digits for', () => {
    const some = scores({ KZ_IIN: count(4, 3, 10, 1), PHONE_NUMBER: count(10, 0) })
    expect(value(/checksum: found/u, some)).toBe(0.75)
    expect(value(/invalid ones accepted/u, some)).toBe(0.1)
    expect(checksumFaults(some)).toEqual([{ name: 'KZ_IIN', count: count(4, 3, 10, 1) }])
  })

  it('take the worst of the types that Presidio tests, of those with valid rows', () => {
    const some = scores({ A: count(2, 2), B: count(4, 1), C: count(0, 0, 3, 0) })
    expect(value(/lowest share/u, some)).toBe(0.25)
    expect(presidioTypes(some).map(({ name }) => name)).toEqual(['B', 'A'])
  })

  it('are reached at the goal itself, from the right side', () => {
    expect([0.99, 0.989].map((v) => reached({ target: { atLeast: 0.99 } }, v))).toEqual([true, false])
    expect([0.01, 0.011].map((v) => reached({ target: { atMost: 0.01 } }, v))).toEqual([true, false])
  })
})

describe('measures', () => {
  it('match a span once, and only from half of both together on', () => {
    const gold = [{ start: 0, end: 10 }]
    expect(matchSpans(gold, [{ start: 0, end: 5 }]).hits).toHaveLength(1)
    expect(matchSpans(gold, [{ start: 0, end: 4 }]).missed).toHaveLength(1)
    expect(matchSpans(gold, [gold[0]!, gold[0]!])).toMatchObject({ hits: [{}], wrong: [{}] })
  })

  it('are null where there is nothing to share', () => {
    expect([ratio(0, 0), fMeasure(null, 1), fMeasure(1, 0)]).toEqual([null, null, null])
    expect(fMeasure(0.5, 1)).toBe(0.667)
  })

  it('give the interval of Wilson', () => {
    // R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3
    const rounded = (hits: number, of: number) => wilson(hits, of).map((share) => Math.round(share * 10_000) / 10_000)
    expect(rounded(81, 263)).toEqual([0.2553, 0.3662])
    expect(rounded(15, 148)).toEqual([0.0624, 0.1605])
    expect(rounded(0, 20)).toEqual([0, 0.1611])
    expect(rounded(1, 29)).toEqual([0.0061, 0.1718])
  })

  it.each([
    ['Айгүл', 'one word'],
    ['айгүл', 'lower case, one word'],
    ['АЙГҮЛ', 'UPPER CASE'],
    ['Айгүл Омарова', 'two words'],
    ['Омарова А. Б.', 'with initials'],
    ['Омарова Айгүл Бекқызы', 'three words or more'],
    ['Aigul', 'Latin, one word'],
  ])('tell how a name is written (%#)', (name, shape) => {
    expect(nameShape(name)).toBe(shape)
  })

  it('put equal misses into one class, the largest first', () => {
    const miss = (entity: string) => ({ kind: 'leak', entity, reason: 'whole' })
    expect(missClasses([miss('a'), miss('b'), miss('b')])).toEqual([
      { ...miss('b'), count: 2 },
      { ...miss('a'), count: 1 },
    ])
  })
})

describe('names of entities', () => {
  it('are the same by an alias, or where two aliases are of one entity', () => {
    expect(same('iin', 'KZ_IIN')).toBe(true)
    expect(same('PHONE_NUMBER', 'PH_MOBILE_NUMBER')).toBe(true)
    expect(same('UUID', 'uuid')).toBe(true)
  })

  it('are not the same otherwise', () => {
    expect(same('iin', 'KZ_BIN')).toBe(false)
    expect(same('PHONE_NUMBER', 'US_SSN')).toBe(false)
  })
})
