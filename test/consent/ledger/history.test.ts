import { describe, expect, it } from 'vitest'
import type { ConsentEvent } from '../../../src/consent/ledger/event.ts'
import { momentOf } from '../../../src/consent/ledger/moment.ts'
import { isUsed, Reason, type ReasonName } from '../../../src/consent/reasons.ts'
import type { ConsentRequest } from '../../../src/consent/request.ts'
import { BROADER } from '../interpreter.ts'
import { compileEvents, reasonsFor, ref } from './fixture.ts'
import { interpretLedger } from './interpreter.ts'

/** Few terms and few instants, so that the events of a subject meet, tie and contradict each other. */
const SUBJECTS = 2000
const REFS = Array.from({ length: SUBJECTS }, (_, n) => ref(n))
const PURPOSES = [
  'dpv:ResearchAndDevelopment',
  'dpv:ScientificResearch',
  'dpv:AcademicResearch',
  'dpv:ServiceOptimisation',
]
const PROCESSING = ['dpv:Transform', 'dpv-ai:ModelTraining', 'dpv-ai:ModelFineTuning', 'dpv:Analyse']
const CATEGORIES = Object.keys(BROADER).filter((term) => /PersonalData$|^dpv-pd:/u.test(term))
const START = Date.UTC(2026, 0, 1) / 1000
const DAY = 86_400
const MOMENTS = Array.from({ length: 12 }, (_, i) => START + 20 * i * DAY)
const RECIPIENTS = ['laboratory', 'institute']

/** Draws of one seed: a property-test library would need minutes for as many events. */
function drawer(seed: number) {
  const draw = () => {
    // mulberry32
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (n: number) => Math.floor(draw() * n)
  const one = <T>(list: readonly T[]): T => list[below(list.length)]!
  const some = <T>(list: readonly T[], max = 2): T[] => {
    const taken = new Set(Array.from({ length: 1 + below(max) }, () => one(list)))
    return [...taken]
  }
  const maybe = <T>(share: number, make: () => T): T | undefined => (draw() < share ? make() : undefined)
  return { below, one, some, maybe }
}
type Drawer = ReturnType<typeof drawer>

const moment = (d: Drawer) => momentOf(d.one(MOMENTS))
const DENIALS = [
  'withdrawn',
  'withdrawn',
  'refused',
  'revoked',
  'expired',
  'invalidated',
  'requested',
  'deferred',
  'unknown',
] as const

function drawEvent(d: Drawer, kind: 'grant' | 'denial' = d.below(4) > 0 ? 'grant' : 'denial'): ConsentEvent {
  const shared = {
    ref: REFS[0]!,
    at: moment(d),
    known: moment(d),
    controller: d.maybe(0.5, () => ({ name: d.one(['clinic', 'clinic', 'laboratory']) })),
    categories: d.maybe(0.6, () => d.some(CATEGORIES, 3)),
  }
  if (kind === 'denial')
    return plain({
      ...shared,
      state: d.one(DENIALS),
      actor: d.one(['subject', 'controller']),
      purposes: d.maybe(0.6, () => d.some(PURPOSES)),
      processing: d.maybe(0.6, () => d.some(PROCESSING)),
    })
  return plain({
    ...shared,
    state: d.one(['given', 'given', 'given', 'renewed']),
    actor: d.one(['subject', 'subject', 'guardian', 'representative']),
    purposes: d.some(PURPOSES, 3),
    processing: d.some(PROCESSING, 3),
    from: d.maybe(0.3, () => moment(d)),
    until: d.maybe(0.4, () => moment(d)),
    adultOn: d.maybe(0.4, () => moment(d)),
    thirdParties: d.maybe(0.7, () => d.below(4) > 0),
    recipients: d.maybe(0.4, () => d.some(RECIPIENTS)),
    crossBorder: d.maybe(0.7, () => d.below(4) > 0),
    publicSources: d.maybe(0.7, () => d.below(4) > 0),
  })
}

/** Events of all subjects, whose bodies repeat, as they do in a ledger. */
function drawEvents(d: Drawer, count: number): ConsentEvent[] {
  const bodies = Array.from({ length: 150 }, () => drawEvent(d))
  return Array.from({ length: count }, () => ({
    ...d.one(bodies),
    ref: REFS[d.below(SUBJECTS)]!,
    at: moment(d),
    known: moment(d),
  }))
}

function drawRequest(d: Drawer): ConsentRequest {
  return {
    purpose: d.one(PURPOSES),
    processing: d.one(PROCESSING),
    categories: d.one([[], [], ['dpv-pd:Biometric'], d.some(CATEGORIES)]),
    controller: d.one(['clinic', 'clinic', 'laboratory']),
    recipients: d.one([[], [], d.some(RECIPIENTS)]),
    transfers: d.one([[], [], d.some(['cross-border', 'public-sources'] as const)]),
    asOf: d.one(MOMENTS) + d.one([-1, 0, 3600]),
    subsume: d.below(2) === 0,
  }
}

/** As an event is written: members that are undefined are not there. */
function plain(value: object): ConsentEvent {
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined),
  ) as unknown as ConsentEvent
}

function bySubject(events: readonly ConsentEvent[]): ConsentEvent[][] {
  const of = new Map<string, ConsentEvent[]>(REFS.map((subject) => [subject, []]))
  for (const one of events) of.get(one.ref)!.push(one)
  return [...of.values()]
}

describe('decisions from random histories of a ledger', () => {
  it('are those of an interpreter that reads the events one by one, at random instants, over 10^5 histories', () => {
    const d = drawer(20260801)
    const met = new Set<ReasonName>()
    let histories = 0
    while (histories < 100_000) {
      const events = drawEvents(d, 3 * SUBJECTS)
      const of = bySubject(events)
      histories += of.filter((history) => history.length > 0).length
      const [asked, known] = [drawRequest(d), d.one([...MOMENTS, Infinity])]
      const expected = of.map((history) => interpretLedger(history, asked, known))
      for (const reason of expected) met.add(reason)
      expect(reasonsFor(compileEvents(events, asked.asOf, known), SUBJECTS, asked)).toEqual(expected)
    }
    // So that the agreement is about something: all codes but those of flagged subjects, of other bases and of requests occurred.
    expect(met.size).toBe(Object.keys(Reason).length - 5)
  })

  it('never use a record more when a withdrawal is added, whenever it is dated and learnt of', () => {
    const d = drawer(7)
    let ended = 0
    for (let round = 0; round < 15; round++) {
      const events = drawEvents(d, 3 * SUBJECTS)
      const denials = Array.from({ length: 50 }, () => drawEvent(d, 'denial'))
      const added = REFS.map((subject) => ({ ...d.one(denials), ref: subject, at: moment(d), known: moment(d) }))
      const asked = drawRequest(d)
      const [before, after] = [events, [...events, ...added]].map((list) =>
        reasonsFor(compileEvents(list, asked.asOf), SUBJECTS, asked).map((reason) => isUsed(Reason[reason!])),
      )
      expect(after!.filter((used, n) => used && !before![n])).toEqual([])
      ended += before!.filter((used, n) => used && !after![n]).length
    }
    expect(ended).toBeGreaterThan(0)
  })

  it('do not depend on the order in which events of one moment were learnt of', () => {
    const d = drawer(8)
    for (let round = 0; round < 10; round++) {
      const events = drawEvents(d, 300).map((event) => ({ ...event, known: momentOf(START) }))
      const [one, other] = [events, events.toReversed()].map((list) => compileEvents(list, START))
      expect(other!.digest).toBe(one!.digest)
    }
  })
})
