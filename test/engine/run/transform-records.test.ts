import { beforeEach, describe, expect, it } from 'vitest'
import { openPolicy } from '../../../src/engine/policy-files/open-policy.ts'
import {
  transformRecords,
  type TransformedBatch,
  type TransformOptions,
} from '../../../src/engine/run/transform-records.ts'
import { temporaryFolder } from '../plans.ts'
import { AS_OF, KEY, writeCase, writeRegister } from '../small-run.ts'

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})
const people = (n: number) => Array.from({ length: n }, (_, i) => ({ id: `p${i}`, age: 20 + i, ill: 'J06' }))

async function transform(
  records: Iterable<object> | AsyncIterable<object>,
  options: TransformOptions = {},
  change: (policy: string) => string = (text) => text,
  withdrawn: number[] = [],
): Promise<TransformedBatch[]> {
  writeCase(folder, change)
  writeRegister(folder, withdrawn)
  const open = openPolicy('policy.yaml', folder, AS_OF)
  const batches: TransformedBatch[] = []
  for await (const batch of transformRecords(records, open, { keys: { main: KEY }, asOf: AS_OF, ...options }))
    batches.push(batch)
  return batches
}
const all = (batches: TransformedBatch[]) => batches.flatMap((b) => b.records)

describe('records of a program', () => {
  it('come back transformed, those of people who may not be used left out and counted', async () => {
    const [batch] = await transform(people(5), {}, undefined, [1, 3])
    expect(batch!.records.map((r) => r['age'])).toEqual([20, 20, 20])
    expect(batch!.records.every((r) => /^[a-z2-7]{16}$/.test(r['id'] as string))).toBe(true)
    expect(batch!.receipt.records).toMatchObject({ in: 5, out: 3, excluded: 2 })
  })

  it('come back the same in batches of any size, from any kind of stream', async () => {
    async function* slowly() {
      yield* people(10)
    }
    const whole = all(await transform(people(10)))
    for (const batch of [1, 3, 10, 100]) {
      const batches = await transform(slowly(), { batch })
      expect(batches).toHaveLength(Math.ceil(10 / batch))
      expect(all(batches)).toEqual(whole)
    }
  })

  it('have documents in their texts opened where the policy says so, and what is in them by its rules', async () => {
    const records = people(2).map((person, i) => ({ ...person, payload: `{"name":"N${i}","kept":${i}}` }))
    const withCells = (policy: string) =>
      policy
        .replace('{ people: people.csv }', '{ people: { path: people.jsonl, documents: { payload: json } } }')
        .replace(
          '    ill: sensitive\n',
          '    ill: sensitive\n    payload.name: { role: identifier, do: drop }\n    payload.kept: insensitive\n',
        )
    expect(all(await transform(records, {}, withCells)).map((r) => r['payload'])).toEqual(['{"kept":0}', '{"kept":1}'])
    await expect(transform([{ ...people(1)[0], payload: 900101300123 }], {}, withCells)).rejects.toMatchObject({
      code: 'INPUT_VALUE',
    })
  })

  it('may be none', async () => {
    expect(await transform([])).toEqual([])
  })

  it('are one batch without records where nobody may be used', async () => {
    const [batch] = await transform(people(2), {}, undefined, [0, 1])
    expect([batch!.records, batch!.receipt.records.excluded]).toEqual([[], 2])
  })

  it('that cannot be transformed stop the stream, with their number among all', async () => {
    const records = [...people(7), { id: 'p7', age: 'unknown', ill: 'x' }]
    await expect(transform(records, { batch: 3 })).rejects.toMatchObject({
      code: 'INPUT_VALUE',
      where: { source: 'people', record: 8, field: 'age' },
    })
  })

  it('with a field that no rule names stop the stream', async () => {
    await expect(transform([{ ...people(1)[0], city: 'Almaty' }])).rejects.toMatchObject({
      code: 'POLICY_UNCOVERED_FIELD',
    })
  })

  it('stop where the caller says so', async () => {
    const stop = new AbortController()
    function* stopping() {
      yield* people(3)
      stop.abort(new Error('enough'))
      yield* people(3)
    }
    await expect(transform(stopping(), { signal: stop.signal })).rejects.toThrow('enough')
  })

  it('stop at the first person who may not be used where the policy leaves nobody out', async () => {
    const otherwise = (policy: string) => policy.replace('status: status }', 'status: status }\n  otherwise: fail')
    await expect(transform(people(5), {}, otherwise, [1])).rejects.toMatchObject({ code: 'DENIED_CONSENT' })
    expect(all(await transform(people(5), {}, otherwise))).toHaveLength(5)
  })

  it('stop where a field that is called insensitive holds people after all', async () => {
    const insensitive = (policy: string) => policy.replace('ill: sensitive', 'ill: insensitive')
    const phones = people(30).map((p, i) => ({ ...p, ill: `+7 701 ${200 + i} ${1000 + i}` }))
    await expect(transform(phones, {}, insensitive)).rejects.toMatchObject({ code: 'INPUT_SURPRISE' })
  })
})

describe('what a stream does not allow', () => {
  const refused: [string, (policy: string) => string, TransformOptions, string][] = [
    // what is wrong, the policy, the options, the code
    ['a purpose that is denied', (p) => p.replace('own-records', 'leaked'), {}, 'DENIED_PURPOSE'],
    ['a look at all the data first', (p) => p.replace('unlisted: fail', 'unlisted: detect'), {}, 'PLAN_MISMATCH'],
    ['numbers in the order of all values', (p) => p.replace('pseudonym person', 'surrogate'), {}, 'PLAN_MISMATCH'],
    ['a source that the policy does not have', (p) => p, { source: 'visits' }, 'USAGE'],
    ['a key that is not there', (p) => p, { keys: {} }, 'KEY_MISSING'],
  ]
  it.each(refused)('is %s', async (_, change, options, code) => {
    await expect(transform(people(1), options, change)).rejects.toMatchObject({ code })
  })
})
