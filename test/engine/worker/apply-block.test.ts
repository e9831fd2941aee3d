import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeFacts } from '../../../src/detect/column-facts.ts'
import { Reason } from '../../../src/consent/reasons.ts'
import { splitEntries } from '../../../src/consent/decision-file.ts'
import { subjectRefs } from '../../../src/consent/subject-ref.ts'
import { applyBlock } from '../../../src/engine/worker/apply-block.ts'
import { createKeyCounts } from '../../../src/engine/passes/key-counts.ts'
import type { WorkerSetup } from '../../../src/engine/wire/setup.ts'
import type { SourceWorker } from '../../../src/engine/worker/source-worker.ts'
import { noCells, type BlockResult, type Receipt } from '../../../src/engine/wire/task.ts'
import type { BlockFault } from '../../../src/io/formats/format.ts'
import type { PlannedField } from '../../../src/plan/plan.ts'
import { compile, KEY_A, KEY_B, TRAINING } from '../../consent/register-fixture.ts'
import { applyAll, field, jsonl, recordsOf, steps, tasksOf, workerOf } from '../plans.ts'

/** Receipts of blocks as one: what the main thread does. */
function merged(results: readonly BlockResult[]) {
  const records = { in: 0, out: 0, excluded: 0, suppressed: 0, quarantined: 0 }
  const reasons: number[] = []
  const fields: Receipt['fields'] = {}
  const classes = createKeyCounts(16, 1e5)
  const pairs: Record<string, ReturnType<typeof createKeyCounts>> = {}
  const watch: Receipt['watch'] = {}
  for (const receipt of results.flatMap(({ receipts }) => receipts)) {
    for (const key of Object.keys(records) as (keyof typeof records)[]) records[key] += receipt.records[key]
    receipt.reasons.forEach((n, code) => (reasons[code] = (reasons[code] ?? 0) + n))
    for (const [path, f] of Object.entries(receipt.fields)) {
      const into = (fields[path] ??= noCells(f.field))
      for (const key of ['cells', 'changed', 'faults', 'inClear'] as const) into[key] += f[key]
      into.kinds |= f.kinds
    }
    if (receipt.classes) {
      classes.add(receipt.classes.keys, receipt.classes.counts)
      for (const [path, { pairs: keys, counts }] of Object.entries(receipt.classes.sensitive))
        (pairs[path] ??= createKeyCounts(24, 1e5)).add(keys, counts)
    }
    for (const [path, facts] of Object.entries(receipt.watch))
      watch[path] = watch[path] ? mergeFacts(watch[path], facts) : facts
  }
  const content = (table: typeof classes) =>
    Object.fromEntries([...table.entries()].map(({ key, count }) => [Buffer.from(key).toString('hex'), count]))
  return {
    records,
    reasons,
    // A worker names every field that it has met so far, with no cells where the block has none.
    fields: Object.fromEntries(Object.entries(fields).filter(([, f]) => f.cells > 0)),
    classes: content(classes),
    pairs: Object.fromEntries(Object.entries(pairs).map(([path, table]) => [path, content(table)])),
    decisions: Buffer.concat(results.flatMap(({ receipts }) => receipts.map((receipt) => receipt.decisions))).toString(
      'hex',
    ),
    watch,
  }
}

const sizes = (results: readonly BlockResult[]) => Object.values(merged(results).classes).sort((a, b) => a - b)

/** A register in which `yes` may be used and everybody else not. */
const REGISTER = compile(`subject,purpose,processing,status
yes,dpv:ServiceOptimisation,dpv-ai:ModelTraining,given
no,dpv:ServiceOptimisation,dpv-ai:ModelTraining,withdrawn`)
const CONSENT: Partial<WorkerSetup> = {
  consent: {
    bytes: REGISTER.index.bytes,
    table: REGISTER.index.table,
    request: TRAINING,
    subjectKeys: [KEY_A, KEY_B],
  },
}

describe('a block', () => {
  it('comes back with its records transformed, in order, and everything else byte for byte', async () => {
    const { text } = await applyAll(workerOf([field('a', 'mask'), field('b', '')]), 'csv', 'a,b\nabc,"x, y"\r\nd, z \n')
    expect(text).toBe('***,"x, y"\r\n*, z \n')
  })

  it('loses the columns that are dropped and the fields that no rule names where the source says so', async () => {
    const worker = workerOf([field('a', 'drop'), field('b', '')], { unlisted: 'drop' })
    expect((await applyAll(worker, 'jsonl', jsonl([{ a: 1, b: 2, c: 3 }]))).text).toBe('{"b":2}\n')
  })

  it('is refused at a field that no rule names', async () => {
    const worker = workerOf([field('a', 'mask')])
    await expect(applyAll(worker, 'csv', 'a,colour\n1,2\n')).rejects.toMatchObject({ code: 'POLICY_UNCOVERED_FIELD' })
  })

  it('without a register passes its gate whole, and says on which ground', async () => {
    const { results } = await applyAll(workerOf([field('a', 'mask')]), 'csv', 'a\n1\n2\n')
    expect(results[0]!.receipts[0]!.reasons[Reason.BASIS_OTHER_THAN_CONSENT]).toBe(2)
    expect(results[0]!.receipts[0]!.decisions).toHaveLength(0)
  })

  it('has its formulas neutralised where the plan says so', async () => {
    const worker = workerOf([field('a', ''), field('b', '')], {}, {}, { formula: 'neutralise' })
    expect((await applyAll(worker, 'csv', 'a,b\n=1+1,2\n')).text).toBe("'=1+1,2\n")
  })

  it('names the record of a fault among all of the block, those set aside included', async () => {
    const worker = workerOf([field('a', 'round 10'), field('b', '')])
    const failing = applyAll(worker, 'csv', 'a,b\n1,2\nragged\n3,4\nragged\nx,6\n', 1 << 20, { ragged: 'quarantine' })
    const fault = (await failing.catch((e: unknown) => e)) as BlockFault
    expect(fault).toMatchObject({ code: 'INPUT_VALUE', row: 4, field: 'a' })
  })

  it('names the same byte for a fault, however the records before it are cut into blocks', async () => {
    const text = `a,b\n${'1,2\n'.repeat(20)}x,2\n`
    const places = new Set<number>()
    for (const size of [8, 32, 1 << 20]) {
      const worker = workerOf([field('a', 'round 10'), field('b', '')])
      for (const task of await tasksOf('csv', text, size))
        try {
          applyBlock(worker, task)
        } catch (e) {
          places.add(task.offset + (e as BlockFault).offset)
        }
    }
    expect([...places]).toEqual([Buffer.byteLength(text) - 4])
  })
})

describe('the gate of a block', () => {
  const worker = () => workerOf([field('id', 'mask'), field('a', 'mask')], { subject: { path: 'id' } }, CONSENT)

  it('leaves out whoever may not be used, with the reason of each record', async () => {
    const { text, results } = await applyAll(worker(), 'csv', 'id,a\nyes,1\nno,2\nwho,3\n,4\nyes,5\n')
    expect(text).toBe('***,*\n***,*\n')
    const { records, reasons, decisions } = results[0]!.receipts[0]!
    expect(records).toEqual({ in: 5, out: 2, excluded: 3, suppressed: 0, quarantined: 0 })
    expect(
      [Reason.GIVEN, Reason.WITHDRAWN, Reason.NO_RECORD, Reason.SUBJECT_ID_MISSING].map((r) => reasons[r]),
    ).toEqual([2, 1, 1, 1])
    const { refs, reasons: codes } = splitEntries(decisions)
    expect([...codes]).toEqual([
      Reason.GIVEN,
      Reason.WITHDRAWN,
      Reason.NO_RECORD,
      Reason.SUBJECT_ID_MISSING,
      Reason.GIVEN,
    ])
    const expected = subjectRefs(['yes', 'no', 'who', '', 'yes'], KEY_A, KEY_B)
    expect(Buffer.from(refs)).toEqual(Buffer.from(expected.refs))
  })

  it('takes null, an absent field and a field of another record for no subject', async () => {
    const records = [{ id: 'yes', a: 1 }, { id: null, a: 2 }, { a: 3 }, { id: 'yes', a: 4 }]
    const { text, results } = await applyAll(worker(), 'jsonl', jsonl(records))
    expect(recordsOf(text)).toEqual([
      { id: '***', a: '*' },
      { id: '***', a: '*' },
    ])
    expect(results[0]!.receipts[0]!.reasons[Reason.SUBJECT_ID_MISSING]).toBe(2)
  })

  it('excludes every record where the source has no such field', async () => {
    const { text } = await applyAll(worker(), 'jsonl', jsonl([{ a: 1 }, { a: 2 }]))
    expect(text).toBe('')
  })

  it('asks about the value as it was written, also where the field leaves the record', async () => {
    const dropped = workerOf([field('id', 'drop'), field('a', '')], { subject: { path: 'id' } }, CONSENT)
    expect((await applyAll(dropped, 'csv', 'id,a\nyes,1\nno,2\n')).text).toBe('1\n')
    const inside = workerOf([field('who', 'drop'), field('a', '')], { subject: { path: 'who.id' } }, CONSENT)
    const records = [
      { who: { id: 'yes' }, a: 1 },
      { who: { id: 'no' }, a: 2 },
    ]
    expect((await applyAll(inside, 'jsonl', jsonl(records))).text).toBe('{"a":1}\n')
  })

  it('never transforms a record that may not be used, so nothing in it can stop the run', async () => {
    const rounding = workerOf([field('id', 'mask'), field('a', 'round 10')], { subject: { path: 'id' } }, CONSENT)
    expect((await applyAll(rounding, 'csv', 'id,a\nno,secret\nyes,12\n')).text).toBe('***,10\n')
  })

  it('counts a record that a rule takes away as suppressed, not as excluded', async () => {
    const rule = field('a', 'round 10', { onError: 'drop-record' })
    const dropping = workerOf([field('id', 'mask'), rule], { subject: { path: 'id' } }, CONSENT)
    const { text, results } = await applyAll(dropping, 'csv', 'id,a\nyes,x\nyes,12\nno,1\n')
    expect(text).toBe('***,10\n')
    expect(results[0]!.receipts[0]!.records).toEqual({ in: 3, out: 1, excluded: 1, suppressed: 1, quarantined: 0 })
  })
})

describe('the counts of a field', () => {
  const countsOf = async (fields: PlannedField[], records: unknown[]) =>
    merged((await applyAll(workerOf(fields), 'jsonl', jsonl(records))).results).fields

  it('say how many cells it has, how many were acted on and how many could not be transformed', async () => {
    const found = await countsOf(
      [field('a', 'round 10', { onError: 'null', role: 'sensitive' })],
      [{ a: 1 }, { a: 'x' }, { a: null }, {}],
    )
    expect(found['a']).toEqual({ field: 0, cells: 3, changed: 2, faults: 1, inClear: 0, kinds: 0b111 })
  })

  it('say how many identifiers stand in the output as they came, whatever the rule is called', async () => {
    const records = [
      { a: '***', b: 'x', c: '*' },
      { a: 'abc', b: 'x', c: '*' },
      { a: null, b: '', c: '*' },
    ]
    const rules = [
      field('a', 'mask'),
      field('b', 'mask', { when: "a == 'abc'", else: [] }),
      field('c', 'mask', { role: 'sensitive' }),
    ]
    const found = await countsOf(rules, records)
    expect(['a', 'b', 'c'].map((path) => found[path]!.inClear)).toEqual([1, 1, 0])
  })

  it('take no identifier for one in the output whose record a later field took away', async () => {
    const rules = [field('a', 'mask'), field('b', 'round 10', { onError: 'drop-record' })]
    expect((await countsOf(rules, [{ a: '*', b: 'x' }]))['a']!.inClear).toBe(0)
  })
})

describe('the classes of a block', () => {
  const quasi = (path: string, does = '') => field(path, does, { role: 'quasi-identifier' })

  it('are counted over what was written, not over what was read', async () => {
    const worker = workerOf([quasi('age', 'round 10')])
    expect(sizes((await applyAll(worker, 'csv', 'age\n31\n29\n41\n')).results)).toEqual([1, 2])
  })

  it('are not counted where no quasi-identifier is left in the records', async () => {
    for (const fields of [[field('age', '')], [quasi('age', 'drop')], [quasi('age', 'redact')]]) {
      const { results } = await applyAll(workerOf(fields), 'csv', 'age\n31\n')
      expect(results[0]!.receipts[0]!.classes).toBeUndefined()
    }
  })

  it('are counted over the records that were written alone', async () => {
    const worker = workerOf([field('id', ''), quasi('age')], { subject: { path: 'id' } }, CONSENT)
    expect(sizes((await applyAll(worker, 'csv', 'id,age\nyes,1\nno,1\nyes,1\nno,2\n')).results)).toEqual([2])
  })

  it('tell a number, a text and a truth value apart, as a reader of the records can', async () => {
    const { results } = await applyAll(
      workerOf([quasi('q')]),
      'jsonl',
      jsonl([{ q: 1 }, { q: '1' }, { q: true }, { q: 'true' }]),
    )
    expect(sizes(results)).toEqual([1, 1, 1, 1])
  })

  it('take null and an absent field for one category', async () => {
    const { results } = await applyAll(
      workerOf([quasi('q'), field('a', '')]),
      'jsonl',
      jsonl([{ q: null, a: 1 }, { a: 1 }, { q: '', a: 1 }]),
    )
    expect(sizes(results)).toEqual([1, 2])
  })

  it('compare arrays as wholes, whichever records have how many elements', async () => {
    const records = [{ q: ['a', 'b'] }, { q: [] }, { q: ['a'] }, { q: ['a', 'b'] }, { q: ['b', 'a'] }]
    const { results } = await applyAll(workerOf([quasi('q[]')]), 'jsonl', jsonl(records))
    expect(sizes(results)).toEqual([1, 1, 1, 2])
  })

  it('are not led astray by as many elements as records', async () => {
    // Three cells in three records, the last of them in the last record: not one a record.
    const records = [{ q: ['a', 'b'] }, { q: [] }, { q: ['c'] }]
    const doubled = [...records, ...records]
    const { results } = await applyAll(workerOf([quasi('q[]')]), 'jsonl', jsonl(doubled), 1)
    const { results: whole } = await applyAll(workerOf([quasi('q[]')]), 'jsonl', jsonl(doubled))
    const { results: half } = await applyAll(workerOf([quasi('q[]')]), 'jsonl', jsonl(records))
    expect(merged(whole).classes).toEqual(merged(results).classes)
    expect(Object.keys(merged(half).classes).sort()).toEqual(Object.keys(merged(results).classes).sort())
  })

  it('tell an array from one text that looks like it', async () => {
    const records = [{ q: ['a\u001fb'] }, { q: ['a', 'b'] }, { q: [''] }, { q: [null] }]
    const { results } = await applyAll(workerOf([quasi('q[]')]), 'jsonl', jsonl(records))
    expect(sizes(results)).toEqual([1, 1, 1, 1])
  })

  const value = fc.option(fc.constantFrom('', '1', 'a', 'b'), { nil: null })
  const table = fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 25 })
  const k = (rows: readonly (readonly unknown[])[]) => {
    const counts = new Map<string, number>()
    for (const row of rows) counts.set(JSON.stringify(row), (counts.get(JSON.stringify(row)) ?? 0) + 1)
    return Math.min(...counts.values())
  }

  it('give the k that a plain count over the written records gives', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 200 }), async (rows, size) => {
        const fields = [quasi('q'), quasi('r', 'mask'), field('s', 'mask')]
        const text = jsonl(rows.map(([q, r, s]) => ({ q, r, s })))
        const { text: out, results } = await applyAll(workerOf(fields), 'jsonl', text, size)
        expect(Math.min(...sizes(results))).toBe(k(recordsOf(out).map((record) => [record['q'], record['r']])))
      }),
      { numRuns: 60 },
    )
  })
})

describe('what a block becomes does not depend on how the records are cut into blocks', () => {
  const fields: PlannedField[] = [
    field('id', 'pseudonym person'),
    field('name', 'fake person.first', { onError: 'null' }),
    field('age', [{ verb: 'noise', options: { scale: 5, by: 'record' } }], {
      role: 'quasi-identifier',
      onError: 'null',
    }),
    field('born', [{ verb: 'shift-date', options: { days: 30 } }], { role: 'quasi-identifier', onError: 'null' }),
    field('city', '', { role: 'quasi-identifier' }),
    field('tags[]', '', { role: 'quasi-identifier' }),
    field('ill', '', { role: 'sensitive' }),
    field('note', 'scrub', { role: 'sensitive', when: "city == 'Astana'", else: steps('redact') }),
    field('code', '', { role: 'insensitive' }),
    field('flat', 'round 10', { onError: 'drop-record' }),
    field('extra', 'drop'),
  ]
  const record = fc.record(
    {
      id: fc.constantFrom('yes', 'no', 'other', ''),
      name: fc.constantFrom('Aliya', 'Ivan', ''),
      age: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.constant('unknown')),
      born: fc.constantFrom('1990-05-01', '2001-12-31', 'spring'),
      city: fc.constantFrom('Astana', 'Almaty', null),
      tags: fc.array(fc.constantFrom('a', 'b', 1), { maxLength: 3 }),
      ill: fc.constantFrom('J06', 'I10', null),
      note: fc.constantFrom('call +7 701 000 00 00', 'nothing'),
      code: fc.constantFrom('A1', '42', 'someone@example.org'),
      flat: fc.oneof(fc.integer({ min: 1, max: 99 }), fc.constant('x')),
      extra: fc.anything({ maxDepth: 1 }),
    },
    { requiredKeys: ['id', 'age'] },
  )
  const open = (): SourceWorker => workerOf(fields, { subject: { path: 'id' } }, CONSENT)
  // Two for all runs: what they saw in one may not show in the next.
  const [first, second] = [open(), open()]

  it('in bytes, counts, classes, decisions and samples', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 15 }),
        fc.integer({ min: 1, max: 400 }),
        async (records, size) => {
          const text = jsonl(records)
          const whole = await applyAll(first, 'jsonl', text)
          const cut = await applyAll(second, 'jsonl', text, size)
          expect(cut.text).toBe(whole.text)
          expect(merged(cut.results)).toEqual(merged(whole.results))
        },
      ),
      { numRuns: 40 },
    )
  })

  it('and each record goes in and comes out, is excluded, is suppressed or is set aside', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 15 }), async (records) => {
        const { text, results } = await applyAll(first, 'jsonl', jsonl([{ id: 'no', age: 1 }, ...records]))
        for (const receipt of results.flatMap(({ receipts }) => receipts)) {
          const { in: read, out, excluded, suppressed, quarantined } = receipt.records
          expect(out + excluded + suppressed + quarantined).toBe(read)
          expect(receipt.reasons.reduce((n, m) => n + m, 0)).toBe(read - quarantined)
          expect(receipt.decisions).toHaveLength(17 * (read - quarantined))
          expect(recordsOf(text)).toHaveLength(out)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('nor on which blocks the worker had before', async () => {
    const tasks = await tasksOf(
      'jsonl',
      jsonl([
        { id: 'yes', age: 1, ill: 'J06' },
        { id: 'yes', age: 2, tags: ['a'] },
        { id: 'yes', age: 3, city: 'Almaty' },
      ]),
      1,
    )
    const forwards = open()
    const backwards = open()
    const a = tasks.map((task) => applyBlock(forwards, task))
    const b = [...tasks]
      .reverse()
      .map((task) => applyBlock(backwards, task))
      .reverse()
    expect(b.map((r) => Buffer.from(r.bytes).toString())).toEqual(a.map((r) => Buffer.from(r.bytes).toString()))
    expect(merged(b)).toEqual(merged(a))
  })
})
