import { expect, it } from 'vitest'
import { once } from '../../src/record/once.ts'

it('a value is made when it is first asked for, and once', () => {
  let made = 0
  const table = once(() => ({ n: ++made }))
  expect(made).toBe(0)
  expect(table()).toBe(table())
  expect(made).toBe(1)
})
