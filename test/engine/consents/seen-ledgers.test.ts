import { describe, expect, it } from 'vitest'
import { acceptedConsents } from '../../../src/engine/consents/accepted-consents.ts'
import { SeenLedgers } from '../../../src/engine/consents/seen-ledgers.ts'
import type { Entry } from '../../../src/evidence/log/entry-schemas.ts'

const state = (ledger: string, { place = 'place', keyCheck = 'key', events = 5 } = {}) => ({
  ...{ ledger, place, keyCheck, events, bytes: events * 100, sha256: `${ledger} ${events}` },
})
const entry = (more: object) => ({ time: '2026-11-30T09:00:00Z', ...more }) as unknown as Entry
const seen = (of: object, dataset = 'people') => entry({ type: 'consent.ledger', dataset, ...of })
const accept = (of: object, instead: object[], dataset = 'people') =>
  entry({ type: 'consent.accept', dataset, ...of, instead, reason: 'restored', by: 'desk' })
const leave = (instead: object, dataset: string) =>
  entry({ type: 'consent.leave', dataset, now: 'register', instead, reason: 'replaced', by: 'desk' })
const broken = (entries: Entry[], now: ReturnType<typeof state>, dataset: string) =>
  new SeenLedgers(entries, dataset).broken(now, () => undefined).map(({ ledger }) => ledger)

describe('a ledger that a log has seen', () => {
  const log = [seen(state('a'))]

  it('is held by its place, whatever the data set is called', () => {
    expect(broken(log, state('b'), 'renamed')).toEqual(['a'])
    expect(broken(log, state('b', { place: 'elsewhere' }), 'other')).toEqual([])
    const answered = [...log, accept(state('b'), [state('a')], 'renamed')]
    expect(broken(answered, state('b'), 'renamed')).toEqual(['b'])
    expect(broken([...log, leave(state('a'), 'people')], state('b'), 'people')).toEqual([])
  })

  it('is left by a data set that the log does not know, for a table under the same key', () => {
    const left = (entries: Entry[], dataset: string, keyCheck?: string) =>
      new SeenLedgers(entries, dataset).leftBehind(keyCheck)?.ledger
    expect(left(log, 'people', undefined)).toBe('a')
    expect(left(log, 'renamed', 'key')).toBe('a')
    expect(left(log, 'renamed', 'another')).toBeUndefined()
    expect(left(log, 'renamed', undefined)).toBeUndefined()
    const table = entry({ type: 'consent.register', dataset: 'visits', denials: 0, sha256: 's' })
    expect(left([table, ...log], 'visits', 'key')).toBeUndefined()
    expect(left([...log, leave(state('a'), 'renamed')], 'renamed', 'key')).toBeUndefined()
    expect(() => new SeenLedgers(log, 'renamed').checkLeft({ shown: 'consents.csv', keyCheck: 'key' })).toThrow(
      'of a data set that may be this one under another name (5 events)',
    )
  })

  it('was accepted for every data set that goes by it, from then on too', () => {
    const log = [seen(state('a')), accept(state('b', { events: 4 }), [state('a')]), accept(state('c'), [state('b')])]
    const found = (dataset: string, ...more: Entry[]) =>
      acceptedConsents([...log, ...more], dataset).map(({ seen, found }) => [seen, found])
    const both = [
      [5, 4],
      [5, 5],
    ]
    expect(found('people')).toEqual(both)
    expect(found('visits')).toEqual([])
    expect(found('visits', seen(state('c'), 'visits'))).toEqual(both)
    expect(found('visits', seen(state('z'), 'visits'))).toEqual([])
  })
})

describe('a table of consents that was accepted', () => {
  it('was so for every data set that reads it', () => {
    const read = (dataset: string, denials: number, more: object = {}) =>
      entry({ type: 'consent.register', dataset, denials, sha256: 's', denied: { table: 'table' }, ...more })
    const log = [read('people', 3), read('people', 2, { by: 'desk', reason: 'restored' }), read('visits', 2)]
    for (const dataset of ['people', 'visits'])
      expect(acceptedConsents(log, dataset)).toEqual([
        { of: 'denials', by: 'desk', reason: 'restored', on: '2026-11-30', seen: 3, found: 2 },
      ])
    expect(acceptedConsents(log, 'others')).toEqual([])
  })
})
