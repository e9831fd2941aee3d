import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { isUsed, Reason, type ReasonName } from '../../src/consent/reasons.ts'
import type { ConsentRequest } from '../../src/consent/request.ts'
import { BROADER, interpret, STATUS, type Column, type Row } from './interpreter.ts'
import { compileRows, reasonsOf } from './register-fixture.ts'

/** Random registers of a few subjects: few terms and few instants, so that rows meet, tie and contradict each other. */
const SUBJECTS = Array.from({ length: 40 }, (_, i) => `s${i}`)
const PURPOSES = [
  'dpv:ResearchAndDevelopment',
  'dpv:ScientificResearch',
  'dpv:AcademicResearch',
  'dpv:ServiceOptimisation',
]
const PROCESSING = ['dpv:Transform', 'dpv-ai:ModelTraining', 'dpv-ai:ModelFineTuning', 'dpv:Analyse']
const CATEGORIES = Object.keys(BROADER).filter((term) => /PersonalData$|^dpv-pd:/u.test(term))
const INSTANTS = [
  '2026-03-01',
  '2026-03-01T05:00:00Z',
  '2026-05-01',
  '2026-05-01T05:00:00Z',
  '2026-07-01',
  '2026-09-01T00:00:00Z',
]
const AS_OF = INSTANTS.map((cell) => Date.parse(cell.endsWith('Z') ? cell : `${cell}T00:00:00+05:00`) / 1000)

const grants = ['given', 'given', 'given', 'renewed']
const terms = (known: string[]) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.subarray(known, { minLength: 1, maxLength: 3 }).map((list) => list.join(';')) },
    { weight: 1, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constantFrom(...known).map((term) => `${term};dpv:NoSuchTerm`) },
  )
const instant = (blank: number) =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...INSTANTS) },
    { weight: blank, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constant('01/02/2026') },
  )

const row = fc.record<Required<Row>>({
  subject: fc.constantFrom(...SUBJECTS),
  status: fc.constantFrom(...grants, ...grants, ...Object.keys(STATUS), 'perhaps'),
  purpose: terms(PURPOSES),
  processing: terms(PROCESSING),
  categories: terms(CATEGORIES),
  controller: fc.constantFrom('clinic', 'clinic', 'clinic', 'laboratory', ''),
  from: instant(60),
  until: instant(60),
  at: instant(1),
})
const columns = fc
  .subarray<Column>(['status', 'purpose', 'processing', 'categories', 'controller', 'from', 'until', 'at'], {
    minLength: 3,
  })
  .map((some): Column[] => ['subject', ...some])
const request = fc.record<ConsentRequest>({
  purpose: fc.constantFrom(...PURPOSES),
  processing: fc.constantFrom(...PROCESSING),
  categories: fc.oneof(fc.constant([]), fc.subarray(CATEGORIES, { maxLength: 2 }), fc.constant(['dpv-pd:Biometric'])),
  controller: fc.constantFrom('clinic', 'laboratory'),
  asOf: fc.constantFrom(...AS_OF).chain((at) => fc.constantFrom(at - 1, at, at + 3600)),
  subsume: fc.boolean(),
})

function compiled(rows: readonly Row[], names: readonly Column[]) {
  return compileRows(
    names,
    rows.map((cells) => names.map((name) => cells[name] ?? '')),
  ).index
}

const used = (reason: ReasonName | undefined) => isUsed(Reason[reason!])

describe('decisions from random registers', () => {
  it('are those of an interpreter that reads the rows one by one, over more than 10^4 histories', () => {
    const met = new Set<ReasonName>()
    fc.assert(
      fc.property(fc.array(row, { minLength: 40, maxLength: 160 }), columns, request, (rows, names, asked) => {
        const expected = SUBJECTS.map((subject) => interpret(rows, names, subject, asked))
        for (const reason of expected) met.add(reason)
        expect(reasonsOf(compiled(rows, names), SUBJECTS, asked)).toEqual(expected)
      }),
      { numRuns: 300, seed: 20260701 },
    )
    // So that the agreement is about something: all but the codes of flagged subjects occurred.
    expect(met.size).toBe(16)
  })

  it('never use a record more when a denial is added anywhere', () => {
    const denial = fc
      .tuple(row, fc.constantFrom('withdrawn', 'refused', 'revoked', 'requested', 'perhaps'))
      .map(([cells, status]) => ({ ...cells, status }))
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 20, maxLength: 80 }),
        denial,
        fc.nat(1000),
        columns.map((names) => [...new Set<Column>([...names, 'status'])]),
        request,
        (rows, added, place, names, asked) => {
          const more = rows.toSpliced(place % (rows.length + 1), 0, added)
          const before = reasonsOf(compiled(rows, names), SUBJECTS, asked)
          const after = reasonsOf(compiled(more, names), SUBJECTS, asked)
          after.forEach((reason, i) => expect(used(reason) && !used(before[i])).toBe(false))
        },
      ),
      { numRuns: 150, seed: 4 },
    )
  })

  it('do not depend on the order of rows that have times', () => {
    const timed = columns.map((names) => [...new Set<Column>([...names, 'at'])])
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 60 }),
        timed,
        request,
        fc.infiniteStream(fc.nat()),
        (rows, names, asked, order) => {
          const shuffled = rows
            .map((cells) => ({ cells, key: order.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ cells }) => cells)
          const [index, again] = [compiled(rows, names), compiled(shuffled, names)]
          expect(again.digest).toBe(index.digest)
          expect(reasonsOf(again, SUBJECTS, asked)).toEqual(reasonsOf(index, SUBJECTS, asked))
        },
      ),
      { numRuns: 60, seed: 5 },
    )
  })

  it('let more through, never less, when grants of broader terms count', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), columns, request, (rows, names, asked) => {
        const index = compiled(
          rows,
          names.filter((name) => name !== 'until' && name !== 'status'),
        )
        const exact = reasonsOf(index, SUBJECTS, { ...asked, subsume: false })
        const wider = reasonsOf(index, SUBJECTS, { ...asked, subsume: true })
        exact.forEach((reason, i) => expect(used(reason) && !used(wider[i])).toBe(false))
      }),
      { numRuns: 60, seed: 6 },
    )
  })
})
