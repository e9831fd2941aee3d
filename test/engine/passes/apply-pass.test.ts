import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Reason } from '../../../src/consent/reasons.ts'
import type { Progress } from '../../../src/engine/passes/block-tasks.ts'
import { verdict } from '../../../src/detect/column-verdict.ts'
import { PerdeError } from '../../../src/errors.ts'
import { compile, KEY_A, KEY_B, TRAINING } from '../../consent/register-fixture.ts'
import { applyHere, field, inputOf, jsonl, outputAs, planOf, setupOf, sourceOf } from '../plans.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const people = (from: number, n: number) =>
  Array.from({ length: n }, (_, i) => `p${from + i},${20 + ((from + i) % 7)},c${(from + i) % 3}\n`).join('')
const HEADER = 'id,age,city\n'
const PLAN = planOf([
  sourceOf([
    field('id', 'pseudonym person'),
    field('age', 'round 10', { role: 'quasi-identifier' }),
    field('city', '', { role: 'quasi-identifier' }),
  ]),
])

describe('the second pass', () => {
  it('writes each input as a part of its own, header first', async () => {
    const { text, applied } = await applyHere(planOf([sourceOf([field('a', 'mask'), field('b', 'drop')])]), [
      inputOf('csv', 'a,b\nxy,1\n', { name: '1.csv' }),
      inputOf('csv', 'b,a\n2,zzz\n', { name: '2.csv' }),
    ])
    expect(text).toEqual({ '1.csv': 'a\n**\n', '2.csv': 'a\n***\n' })
    expect(applied.parts.map((p) => [p.outputs[0]!.header, p.outputs[0]!.sha256])).toEqual([
      [2, sha256('a\n**\n')],
      [2, sha256('a\n***\n')],
    ])
  })

  it('writes the header of an input without records', async () => {
    const { text, applied } = await applyHere(planOf([sourceOf([field('a', 'mask')])]), [inputOf('csv', 'a\n')])
    expect([text['people.csv'], applied.records.in]).toEqual(['a\n', 0])
  })

  it('knows the digest of all records, the header once a source, as if they were one file', async () => {
    const parts = [HEADER + people(0, 10), HEADER + people(10, 5), HEADER + people(15, 8)]
    const inputs = parts.map((content, i) => inputOf('csv', content, { name: `${i}.csv` }))
    const { applied, text } = await applyHere(PLAN, inputs, { blockSize: 64 })
    const whole = await applyHere(PLAN, [inputOf('csv', HEADER + people(0, 23))])
    expect(applied.recordsSha256).toBe(whole.applied.recordsSha256)
    expect(applied.recordsSha256).toBe(sha256(whole.text['people.csv']!))
    expect(
      Object.values(text)
        .map((t) => t.replace(HEADER, ''))
        .join(''),
    ).toBe(whole.text['people.csv']!.replace(HEADER, ''))
  })

  it('gives the same for any block size and any number of workers', async () => {
    const run = async (blockSize: number, threads: number) => {
      const inputs = [
        inputOf('csv', HEADER + people(0, 40)),
        inputOf('csv', HEADER + people(40, 3), { name: 'more.csv' }),
      ]
      const { applied, text } = await applyHere(PLAN, inputs, { blockSize, threads })
      const classes = [...applied.classes[0]!.classes.entries()].map(
        ({ key, count }) => `${Buffer.from(key).toString('hex')} ${count}`,
      )
      const { parts, records, recordsSha256 } = applied
      return {
        text,
        records,
        recordsSha256,
        classes: classes.sort(),
        parts: parts.map((p) => ({ ...p, input: p.input.name })),
      }
    }
    const expected = await run(1 << 20, 1)
    for (const [blockSize, threads] of [
      [1, 1],
      [16, 3],
      [100, 2],
      [1000, 4],
    ] as const)
      expect(await run(blockSize, threads), `${threads} workers, blocks of ${blockSize}`).toEqual(expected)
  })

  it('adds up what the blocks did: records, reasons, cells, what was read', async () => {
    const register = compile(`subject,purpose,processing,status
yes,dpv:ServiceOptimisation,dpv-ai:ModelTraining,given`)
    const plan = planOf([
      sourceOf([field('id', 'mask'), field('n', 'round 10', { onError: 'drop-record' })], { subject: { path: 'id' } }),
    ])
    const setup = setupOf(plan, {
      consent: {
        bytes: register.index.bytes,
        table: register.index.table,
        request: TRAINING,
        subjectKeys: [KEY_A, KEY_B],
      },
    })
    const text = 'id,n\nyes,1\nno,2\nyes,x\nragged\nyes,4\n,5\n'
    const input = inputOf('csv', text, { options: { ragged: 'quarantine' } })
    const {
      applied,
      decisions,
      text: out,
    } = await applyHere(plan, [input, { ...input, output: outputAs('again.csv') }], { setup, blockSize: 8 })
    const [part, second] = applied.parts
    expect(part!.records).toEqual({ in: 6, out: 2, excluded: 2, suppressed: 1, quarantined: 1 })
    expect(applied.records).toEqual({ in: 12, out: 4, excluded: 4, suppressed: 2, quarantined: 2 })
    expect([Reason.GIVEN, Reason.NO_RECORD, Reason.SUBJECT_ID_MISSING].map((r) => part!.reasons[r])).toEqual([3, 1, 1])
    expect(part!.read).toMatchObject({ bytes: Buffer.byteLength(text), sha256: sha256(text), records: 6 })
    expect(part!.fields['n']).toMatchObject({ field: 1, cells: 5 })
    expect(out['people.csv']).toBe('id,n\n***,0\n***,0\n')
    const entries = [...decisions.values()].map((list) => Buffer.concat(list))
    expect(entries.map((e) => e.length)).toEqual([5 * 17, 5 * 17])
    expect(part!.decisionsSha256).toBe(createHash('sha256').update(entries[0]!).digest('hex'))
    expect(second!.decisionsSha256).toBe(part!.decisionsSha256)
  })

  it('gathers what the watch saw over all parts of a source', async () => {
    const plan = planOf([sourceOf([field('code', '', { role: 'insensitive' })])])
    const mails = Array.from({ length: 40 }, (_, i) => `name${i}@example.org\n`).join('')
    const inputs = [inputOf('csv', `code\n${mails}`), inputOf('csv', `code\n${mails}`, { name: 'b.csv' })]
    const { applied } = await applyHere(plan, inputs, { blockSize: 100 })
    expect(applied.watch[0]!['code']!.count).toBe(80)
    expect(verdict('code', applied.watch[0]!['code']!).entity).toBe('email')
  })

  it('keeps the sources of a policy apart', async () => {
    const q = field('q', '', { role: 'quasi-identifier' })
    const plan = planOf([sourceOf([q]), sourceOf([field('a', 'mask')], { name: 'visits' })])
    const inputs = [
      inputOf('csv', 'q\n1\n1\n'),
      inputOf('jsonl', jsonl([{ a: 'x' }]), { source: 1, sourceName: 'visits', name: 'visits.jsonl' }),
    ]
    const { applied, text } = await applyHere(plan, inputs)
    expect([applied.classes[0]!.classes.size, applied.classes[1]]).toEqual([1, undefined])
    expect(text['visits.jsonl']).toBe('{"a":"*"}\n')
  })

  it('names the record of a fault in its part and the byte in its file, whatever the blocks', async () => {
    const text = `a\n${'12\n'.repeat(10)}x\n5\n`
    for (const blockSize of [1, 7, 1 << 20]) {
      const failing = applyHere(
        planOf([sourceOf([field('a', 'round 10')])]),
        [inputOf('csv', 'a\n1\n', { name: 'good.csv' }), inputOf('csv', text, { name: 'bad.csv' })],
        { blockSize },
      )
      const error = await failing.catch((e: unknown) => e as PerdeError)
      expect(error).toBeInstanceOf(PerdeError)
      expect(error).toMatchObject({
        code: 'INPUT_VALUE',
        where: { source: 'people', part: 'bad.csv', record: 11, field: 'a', offset: text.indexOf('x') },
      })
    }
  })

  it('gives up the part it was writing when a record stops the run', async () => {
    const failing = applyHere(planOf([sourceOf([field('a', 'round 10')])]), [inputOf('csv', 'a\n1\nx\n')], {
      blockSize: 1,
    })
    const error = (await failing.catch((e: unknown) => e)) as { files: Map<string, Buffer> }
    expect(error.files.get('people.csv')!.toString()).toBe('abandoned')
  })

  it('says how far it is, and never backwards', async () => {
    const seen: Progress[] = []
    const inputs = [inputOf('csv', HEADER + people(0, 20)), inputOf('csv', HEADER + people(20, 20), { name: 'b.csv' })]
    await applyHere(PLAN, inputs, { blockSize: 64, onProgress: (p) => void seen.push(p) })
    const total = inputs.reduce((n, i) => n + i.bytes.size!, 0)
    expect(seen.every((p) => p.phase === 'apply' && p.totalBytes === total)).toBe(true)
    expect(seen.map((p) => p.bytes)).toEqual(seen.map((p) => p.bytes).sort((a, b) => a - b))
    expect(seen.at(-1)!.records).toBe(40)
  })
})
