import { describe, expect, it, test } from 'vitest'
import type { EventCells } from '../../../src/consent/ledger/columns.ts'
import { eventSchema, isConsentEvent, type ConsentEvent } from '../../../src/consent/ledger/event.ts'
import { eventOfBody, lineOf, partsOf } from '../../../src/consent/ledger/line.ts'
import { momentOf, secondsAt, secondsOf } from '../../../src/consent/ledger/moment.ts'
import { readEvent } from '../../../src/consent/ledger/read-event.ts'
import { decodeRef } from '../../../src/consent/ledger/reference.ts'
import { ref, refBytes } from './fixture.ts'

const KNOWN = secondsOf('2026-03-01T00:00:00Z')
const GIVEN: EventCells = {
  status: 'given',
  at: '2026-01-10',
  purpose: 'dpv:ServiceOptimisation',
  processing: 'dpv-ai:ModelTraining',
}
/** With all that 94-V art. 8(4) asks for. */
const KAZAKH: EventCells = {
  ...GIVEN,
  jurisdiction: 'KZ',
  controller: 'Example Clinic',
  bin: '990140000007',
  'subject-named': 'yes',
  until: '2030-01-01',
  'third-parties': 'no',
  'cross-border': 'жоқ',
  'public-sources': 'нет',
  categories: 'dpv-pd:EmailAddress; dpv-pd:MedicalHealth',
}

function read(cells: EventCells): ReturnType<typeof readEvent> {
  return readEvent(cells, { ref: ref(1), known: KNOWN })
}

function event(cells: EventCells): ConsentEvent {
  const found = read(cells)
  if ('faults' in found) throw new Error(JSON.stringify(found.faults))
  return found.event
}

function faults(cells: EventCells): string[] {
  const found = read(cells)
  return 'faults' in found ? found.faults.map(({ column, item }) => (item ? `${column} (${item})` : column)) : []
}

test('policies/consent-event.schema.json is the schema (npx vitest run test/consent/ledger/event.test.ts -u)', async () => {
  const text = `${JSON.stringify(eventSchema, null, 1)}\n`
  await expect(text).toMatchFileSnapshot('../../../policies/consent-event.schema.json')
})

describe('an event that is read from a row', () => {
  it.each([
    ['withdrawn', '2026-02-10', '2026-02-10T18:59:59Z'], // to the end of its day in Almaty
    ['refused', '10.02.2026', '2026-02-10T18:59:59Z'],
    ['withdrawn', '2026-03-01', '2026-03-01T00:00:00Z'], // the day is not over: to when the ledger learns of it
    ['withdrawn', '2026-02-10T12:00', '2026-02-10T07:00:00Z'], // with a time it is an instant
    ['given', '2026-02-10', '2026-02-09T19:00:00Z'],
    ['requested', '2026-02-10', '2026-02-09T19:00:00Z'],
  ])('%s on %s is at %s', (status, at, moment) => {
    expect(event({ ...GIVEN, status, at }).at).toBe(moment)
  })

  it('has terms of the vocabulary, instants in UTC, and the state of a plain word', () => {
    expect(event({ ...GIVEN, status: 'дано', until: '31.12.2030' })).toEqual({
      ref: ref(1),
      at: '2026-01-09T19:00:00Z',
      state: 'given',
      actor: 'subject',
      purposes: ['dpv:ServiceOptimisation'],
      processing: ['dpv-ai:ModelTraining'],
      until: '2030-12-30T19:00:00Z',
      known: '2026-03-01T00:00:00Z',
    })
  })

  it.each<[string, EventCells, string[]]>([
    ['no state', { ...GIVEN, status: 'perhaps' }, ['status']],
    ['no time', { ...GIVEN, at: '' }, ['at']],
    ['a time to come', { ...GIVEN, at: '2099-01-01' }, ['at']],
    ['a date that cannot be read', { ...GIVEN, until: '01/02/2026' }, ['until']],
    ['an unknown purpose', { ...GIVEN, purpose: 'dpv:NoSuchPurpose' }, ['purpose']],
    [
      'an unknown purpose in a withdrawal',
      { status: 'withdrawn', at: '2026-01-01', purpose: 'dpv:Nothing' },
      ['purpose'],
    ],
    ['a consent to nothing', { status: 'given', at: '2026-01-01' }, ['purpose', 'processing']],
    ['an end before its beginning', { ...GIVEN, until: '2026-01-10' }, ['until']],
    ['a digest that is none', { ...GIVEN, 'notice-sha256': 'abc' }, ['notice-sha256']],
    ['a word that is none', { ...GIVEN, channel: 'by telepathy' }, ['channel']],
    ['third parties that it denies', { ...GIVEN, recipients: 'laboratory', 'third-parties': 'no' }, ['recipients (4)']],
    ['a guardian who is not named', { ...GIVEN, actor: 'guardian', 'adult-on': '2030-01-01' }, ['guardian']],
    ['a guardian without end', { ...GIVEN, actor: 'guardian', 'guardian-proof-sha256': 'ab'.repeat(32) }, ['adult-on']],
    [
      'a refusal without a ground',
      { status: 'withdrawn', at: '2026-01-01', 'refusal-citation': 'x' },
      ['refusal-ground'],
    ],
    [
      'a refusal without a citation',
      { status: 'withdrawn', at: '2026-01-01', 'refusal-ground': 'law' },
      ['refusal-citation'],
    ],
    ['a refusal of a consent', { ...GIVEN, 'refusal-ground': 'law', 'refusal-citation': 'x' }, ['status']],
    [
      'a refusal on another ground',
      { status: 'withdrawn', at: '2026-01-01', 'refusal-ground': 'whim', 'refusal-citation': 'x' },
      ['refusal-ground', 'refusal-ground'],
    ],
    ['a text with a line break', { ...GIVEN, controller: 'Example\nClinic' }, ['controller']],
  ])('is refused with %s', (_, cells, expected) => {
    expect(faults(cells)).toEqual(expected)
  })

  it('holds the ground of a refused withdrawal, and stays a withdrawal', () => {
    const refused = {
      status: 'withdrawn',
      at: '2026-01-01',
      'refusal-ground': 'obligation',
      'refusal-citation': 'clause 7',
    }
    expect(event(refused)).toMatchObject({
      state: 'withdrawn',
      refusal: { ground: 'obligation', citation: 'clause 7' },
    })
  })
})

describe('a consent under the law of Kazakhstan', () => {
  it('is read when it has the items of art. 8(4)', () => {
    expect(event(KAZAKH)).toMatchObject({
      subjectNamed: true,
      thirdParties: false,
      crossBorder: false,
      publicSources: false,
    })
    expect(faults({ ...KAZAKH, until: '', term: 'purposes' })).toEqual([])
  })

  it.each<[number, keyof EventCells, string]>([
    [1, 'controller', ''],
    [1, 'bin', ''],
    [1, 'bin', '990140000008'],
    [2, 'subject-named', ''],
    [2, 'subject-named', 'no'],
    [3, 'until', ''],
    [4, 'third-parties', ''],
    [5, 'cross-border', ''],
    [6, 'public-sources', ''],
    [7, 'categories', ''],
  ])('is refused by item %i where %s is “%s”', (item, column, value) => {
    expect(faults({ ...KAZAKH, [column]: value })).toContain(`${column} (${item})`)
  })

  it('asks a withdrawal for none of them', () => {
    expect(faults({ status: 'withdrawn', at: '2026-01-01', jurisdiction: 'KZ' })).toEqual([])
  })
})

describe('a line of the ledger', () => {
  const all = event({
    ...KAZAKH,
    recipients: 'laboratory;institute',
    'third-parties': 'yes',
    from: '2026-02-01',
    notice: 'N-7',
    'notice-version': '3',
    'notice-language': 'kk',
    'notice-sha256': 'ab'.repeat(32),
    actor: 'guardian',
    'guardian-proof-sha256': 'cd'.repeat(32),
    'adult-on': '2031-05-05',
    channel: 'state service',
    'proof-sha256': 'ef'.repeat(32),
    'other-sha256': '01'.repeat(32),
    source: 'registry',
  })

  it('gives back the event, whole', () => {
    const line = Buffer.from(lineOf(all))
    const parts = partsOf(line, 0, line.length)!
    expect(eventOfBody(line.toString('utf8', parts.body, parts.bodyEnd))).toEqual({
      ...all,
      ...{ ref: 'A'.repeat(22), at: '2000-01-01T00:00:00Z', known: '2000-01-01T00:00:00Z' },
    })
    expect([parts.at, parts.known]).toEqual([secondsOf(all.at), secondsOf(all.known)])
    const bytes = new Uint8Array(16)
    expect(decodeRef(line, parts.ref, bytes)).toBe(true)
    expect(bytes).toEqual(new Uint8Array(refBytes(1)))
    expect(JSON.parse(line.toString())).toEqual(all)
    expect(isConsentEvent(all)).toBe(true)
  })

  it.each([
    [
      'another order of its members',
      (line: string) => line.replace(/"state":"given","actor":"guardian"/, '"actor":"guardian","state":"given"'),
    ],
    ['a member twice', (line: string) => line.replace('"state":"given"', '"state":"given","state":"given"')],
    ['a member that is unknown', (line: string) => line.replace('"actor"', '"more":1,"actor"')],
    ['a state that is unknown', (line: string) => line.replace('"given"', '"granted"')],
    ['spaces', (line: string) => line.replace('"state":', '"state": ')],
    ['something behind it', (line: string) => `${line} `],
    ['a month that is none', (line: string) => line.replace('"at":"2026-01', '"at":"2026-13')],
    ['half of it', (line: string) => line.slice(0, 200)],
  ])('is none with %s', (_, change) => {
    const line = Buffer.from(change(lineOf(all)))
    expect(line.toString()).not.toBe(lineOf(all))
    const parts = partsOf(line, 0, line.length)
    expect(parts && eventOfBody(line.toString('utf8', parts.body, parts.bodyEnd))).toBeUndefined()
  })

  it('has the moments of the calendar', () => {
    for (const seconds of [0, 951_782_400, 1_709_164_799, 4_102_444_800, 4_294_967_294]) {
      expect(momentOf(seconds)).toBe(new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'))
      expect(secondsAt(Buffer.from(momentOf(seconds)), 0)).toBe(seconds)
    }
  })
})
