import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PerdeError } from '../../src/errors.ts'
import { readInit } from '../../workers/pipe/init.ts'

const CODE = 'c'.repeat(64)
const GIVEN = { protocol: 1, code: CODE, run: 'R', mode: 'apply', shard: 2, attempt: 'a' }

function body(json: unknown, ...bytes: Uint8Array[]): Uint8Array {
  const text = Buffer.from(JSON.stringify(json))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(text.length)
  return Buffer.concat([length, text, ...bytes])
}

function codeOf(given: Uint8Array): string | undefined {
  try {
    readInit(given, CODE)
    return undefined
  } catch (e) {
    if (e instanceof PerdeError) return e.code
    throw e
  }
}

describe('INIT', () => {
  it('is its JSON and the pieces that this lists', () => {
    const pieces = [
      { name: 'schema', bytes: 2 },
      { name: 'state/run', bytes: 0 },
      { name: 'state/work', bytes: 1 },
    ]
    const init = readInit(body({ ...GIVEN, pieces }, Uint8Array.of(1, 2, 3)), CODE)
    expect(init).toMatchObject({ run: 'R', mode: 'apply', shard: 2, attempt: 'a' })
    expect([...init.pieces].map(([name, bytes]) => [name, [...bytes]])).toEqual([
      ['schema', [1, 2]],
      ['state/run', []],
      ['state/work', [3]],
    ])
  })

  it.each([
    ['more bytes than its pieces', [{ name: 'a', bytes: 1 }]],
    ['fewer bytes than its pieces', [{ name: 'a', bytes: 3 }]],
    ['a piece that comes twice', [{ name: 'a', bytes: 1 }, { name: 'a', bytes: 1 }]], // prettier-ignore
    ['a piece of less than nothing', [{ name: 'a', bytes: -1 }, { name: 'b', bytes: 3 }]], // prettier-ignore
    ['a piece without a name', [{ bytes: 2 }]],
    ['no list of pieces', undefined],
    ['a piece that is none', [null]],
  ])('with %s is refused', (_, pieces) => {
    expect(codeOf(body({ ...GIVEN, pieces }, Uint8Array.of(1, 2)))).toBe('PROTOCOL_INVALID')
  })

  it('is refused, and never breaks, whatever it is', () => {
    const json = fc.jsonValue()
    const members = fc.record({ run: json, mode: json, shard: json, attempt: json, pieces: json })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          members.map((m) => body({ ...GIVEN, ...m })),
          json.map((j) => body(j)),
        ),
        (given) => {
          const code = codeOf(given)
          if (code !== undefined) expect(['PROTOCOL_INVALID', 'PLAN_MISMATCH']).toContain(code)
        },
      ),
    )
  })
})
