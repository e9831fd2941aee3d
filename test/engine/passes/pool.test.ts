import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPool, type Pool } from '../../../src/engine/passes/pool.ts'
import type { BlockTask } from '../../../src/engine/wire/task.ts'
import { field, inputOf, planOf, setupOf, sourceOf, tasksOf } from '../plans.ts'

const PLAN = planOf([sourceOf([field('id', 'pseudonym person'), field('n', 'round 10', { role: 'quasi-identifier' })])])
const SETUP = setupOf(PLAN)
const text = (n: number) => `id,n\n${Array.from({ length: n }, (_, i) => `p${i},${i}\n`).join('')}`

async function* from(tasks: readonly BlockTask[], seen: { given: number } = { given: 0 }): AsyncGenerator<BlockTask> {
  for (const task of tasks) {
    seen.given++
    yield task
  }
}

describe('worker threads', () => {
  let pool: Pool
  beforeAll(() => {
    pool = openPool(2)
  })
  afterAll(() => pool.close())

  it('give back the blocks in their order, as one worker here would make them', async () => {
    const { applyHere } = await import('../plans.ts')
    const expected = await applyHere(PLAN, [inputOf('csv', text(200))])
    const pieces: Buffer[] = []
    for await (const { task, result } of pool.apply(SETUP, from(await tasksOf('csv', text(200), 128)))) {
      expect('bytes' in task).toBe(false)
      if ('fault' in result) throw new Error(result.fault.message)
      pieces.push(Buffer.from(result.bytes))
    }
    expect(`id,n\n${Buffer.concat(pieces).toString()}`).toBe(expected.text['people.csv'])
  })

  it('have a bounded number of blocks in flight, at the pace of who takes the results', async () => {
    const tasks = await tasksOf('csv', text(200), 32)
    expect(tasks.length).toBeGreaterThan(20)
    const seen = { given: 0 }
    let taken = 0
    for await (const { result } of pool.apply(SETUP, from(tasks, seen))) {
      expect('fault' in result).toBe(false)
      taken++
      expect(seen.given - taken).toBeLessThanOrEqual(2 * pool.threads)
    }
    expect(taken).toBe(tasks.length)
  })

  it('give faults of the data as data, in their turn', async () => {
    const tasks = await tasksOf('csv', `${text(20)}p20,x\n${text(20).replace('id,n\n', '')}`, 32)
    const wrong = (task: BlockTask) => Buffer.from(task.bytes).includes('x')
    const expected = tasks.map((task) => (wrong(task) ? 'INPUT_VALUE' : 'fine'))
    expect(new Set(expected).size).toBe(2)
    const results: string[] = []
    for await (const { result } of pool.apply(SETUP, from(tasks)))
      results.push('fault' in result ? result.fault.code : 'fine')
    expect(results).toEqual(expected)
  })

  it('end what is in flight when nobody wants more', async () => {
    const tasks = await tasksOf('csv', text(100), 32)
    for await (const { result } of pool.apply(SETUP, from(tasks))) {
      void result
      break
    }
    const rest: unknown[] = []
    for await (const { result } of pool.apply(SETUP, from(await tasksOf('csv', text(1))))) rest.push(result)
    expect(rest).toHaveLength(1)
  })

  it('that rest are there again when there is more to do, and can be closed while they rest', async () => {
    const own = openPool(2)
    own.rest()
    own.rest()
    const results: unknown[] = []
    for await (const { result } of own.apply(SETUP, from(await tasksOf('csv', text(100), 32)))) results.push(result)
    expect(results.length).toBeGreaterThan(2)
    own.rest()
    await expect(own.close()).resolves.toBeUndefined()
  })

  it('are ended where a block takes for ever, which is said of that block', async () => {
    const impatient = openPool(1, 1)
    const results: unknown[] = []
    for await (const { task, result } of impatient.apply(SETUP, from(await tasksOf('csv', text(300_000))))) {
      results.push([task.offset, result])
      break
    }
    expect(results).toMatchObject([[expect.any(Number), { fault: { code: 'INTERNAL', offset: 0 } }]])
    await expect(impatient.close()).resolves.toBeUndefined()
  })

  it('pass on the failure of what gives them blocks', async () => {
    async function* failing(): AsyncGenerator<BlockTask> {
      yield* await tasksOf('csv', text(2))
      throw new Error('no more')
    }
    const reading = (async () => {
      for await (const result of pool.apply(SETUP, failing())) void result
    })()
    await expect(reading).rejects.toThrow('no more')
  })

  it('serve one pass after another, each under its own plan', async () => {
    const masked = setupOf(planOf([sourceOf([field('id', 'mask'), field('n', '', { role: 'sensitive' })])]))
    for (const [setup, sees] of [
      [SETUP, /^[a-z2-7]{16},0\n/],
      [masked, /^\*\*,0\n/],
      [SETUP, /^[a-z2-7]{16},0\n/],
    ] as const)
      for await (const { result } of pool.apply(setup, from(await tasksOf('csv', text(1)))))
        expect('fault' in result ? result.fault.message : Buffer.from(result.bytes).toString()).toMatch(sees)
  })

  it('profile blocks too', async () => {
    const blocks = []
    for await (const { result } of pool.profile(SETUP, from(await tasksOf('csv', text(50), 128)))) blocks.push(result)
    expect(blocks.reduce((n, b) => n + ('fault' in b ? 0 : b.records), 0)).toBe(50)
  })
})
