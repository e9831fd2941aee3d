import { createHmac } from 'node:crypto'
import { pad } from '../corpus/identifiers.ts'
import { fullName } from '../corpus/names.ts'
import { drawPeople } from '../corpus/person.ts'
import { valuesOf, type Values } from '../../src/record/batch.ts'
import type { Rows } from '../../src/transforms/verb.ts'
import { verb } from '../../src/transforms/verbs/pseudonym.ts'
import { distinctIins, stirred } from './iins.ts'
import { race, type Loop, type Subject } from './loop.ts'

/** As many values as a block of 1 MiB of the bench's table has records, and so many such blocks. */
const BATCH = 2750
const BATCHES = 20

/** Values a second that one thread makes pseudonyms of, against one createHmac a value. */
export function pseudonyms(quick: boolean): Loop[] {
  const passes = quick ? 2 : 20
  return Object.entries(columns(BATCH * BATCHES)).flatMap(([entity, column]) =>
    race([ours(entity, column, passes), hmac(entity, column, passes)], quick ? 3 : 9),
  )
}

function ours(entity: string, column: readonly string[], passes: number): Subject {
  const transform = verb.bind({}, { keys: [new Uint8Array(32).fill(7)], entity, files: [] })
  const batches: Values[] = []
  for (let at = 0; at < column.length; at += BATCH) batches.push(valuesOf(column.slice(at, at + BATCH)))
  const rows: Rows = { row: new Int32Array(), subject: () => undefined, bytes: () => new Uint8Array() }
  return {
    id: `pseudonym-${entity}`,
    title: `pseudonym of ${entity} (normalised, AES-CMAC, base32)`,
    unit: 'values',
    items: passes * column.length,
    run: () => {
      for (let pass = 0; pass < passes; pass++) for (const batch of batches) transform(batch, rows)
    },
  }
}

function hmac(entity: string, column: readonly string[], passes: number): Subject {
  const key = new Uint8Array(32).fill(7)
  return {
    id: `hmac-${entity}`,
    title: `createHmac of ${entity}, base64url`,
    unit: 'values',
    items: passes * column.length,
    run: () => {
      for (let pass = 0; pass < passes; pass++)
        for (const value of column) createHmac('sha256', key).update(value).digest('base64url').slice(0, 16)
    },
  }
}

/** Values in the forms in which tables have them; every tenth phone and e-mail address is not in its normal form. */
function columns(count: number): Record<string, string[]> {
  const people = drawPeople(8192, 'micro')
  // Out of bytes, as cells are: a text put together of pieces is flattened by whoever looks at it first.
  const each = (make: (i: number) => string) => Array.from({ length: count }, (_, i) => Buffer.from(make(i)).toString())
  const spaced = (phone: string) => `${phone.slice(0, 2)} (${phone.slice(2, 5)}) ${phone.slice(5, 8)} ${phone.slice(8)}`
  return {
    iin: stirred(distinctIins(count)),
    phone: each((i) => {
      const phone = `+7761${pad(i % 10_000_000, 7)}`
      return i % 10 === 0 ? spaced(phone) : phone
    }),
    email: each((i) => {
      const address = `person.${i}@example.com`
      return i % 10 === 0 ? address.toUpperCase() : address
    }),
    person: each((i) => fullName(people[i % people.length]!.name)),
  }
}
