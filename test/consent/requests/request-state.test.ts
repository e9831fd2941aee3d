import { describe, expect, it } from 'vitest'
import { parseRequest } from '../../../src/consent/requests/request-file.ts'
import {
  blocked,
  corrected,
  destroyed,
  knownToo,
  NOTHING_ASKED,
  readState,
  stateBytes,
  unblocked,
  type Correction,
} from '../../../src/consent/requests/request-state.ts'

const A = 'A'.repeat(22)
const B = 'B'.repeat(21) + 'A'
const correction = (more: Partial<Correction> = {}): Correction => ({
  ref: A,
  source: 's',
  field: 'f',
  value: 'v',
  ...more,
})

describe('what holds about people', () => {
  it('is changed by a request, or not at all', () => {
    const one = blocked(NOTHING_ASKED, A, 7)!
    expect(one.blocked).toEqual([{ ref: A, entry: 7 }])
    expect(blocked(one, A, 8)).toBeUndefined()
    expect(unblocked(one, B)).toBeUndefined()
    expect(unblocked(one, A)).toEqual(NOTHING_ASKED)
    const two = corrected(one, [correction(), correction({ ref: B })]).state
    const three = destroyed(two, A, 9)!
    expect(three).toEqual({ blocked: [], destroyed: [{ ref: A, entry: 9 }], corrections: [correction({ ref: B })] })
    expect(destroyed(three, A, 10)).toBeUndefined()
    expect(blocked(three, A, 10)).toBeUndefined()
  })

  it('has of two corrections of the same cells the later one', () => {
    const first = corrected(NOTHING_ASKED, [correction(), correction({ was: 'x' })]).state
    const { state, replaced } = corrected(first, [correction({ value: null })])
    expect(replaced).toBe(1)
    expect(state.corrections).toEqual([correction({ was: 'x' }), correction({ value: null })])
  })

  it('is read as it was written, and the order in which people asked is not in its bytes', () => {
    const state = corrected(destroyed(blocked(NOTHING_ASKED, B, 1)!, A, 2)!, [correction({ was: 'ә' })]).state
    expect(readState(stateBytes(state))).toEqual(state)
    const other = blocked(blocked(NOTHING_ASKED, A, 1)!, B, 2)!
    const turned = { ...other, blocked: [...other.blocked].reverse() }
    expect(stateBytes(turned).equals(stateBytes(other))).toBe(true)
  })

  it('keeps by what people are known, each once, whatever is asked later', () => {
    const iin = { source: 's', field: 'iin', entity: 'iin' }
    const phone = { source: 's', field: 'phone' }
    const first = knownToo(blocked(NOTHING_ASKED, A, 1)!, [iin])
    expect(knownToo(first, [iin])).toBe(first)
    const state = destroyed(knownToo(first, [phone, iin]), A, 2)!
    expect(state.knownBy).toEqual([iin, phone])
    expect(readState(stateBytes(state))).toEqual(state)
  })

  it.each([
    ['no JSON', '{'],
    ['a field that is none', '{"v":1,"blocked":[],"destroyed":[],"corrections":[],"knownBy":[{"source":"s"}]}'],
    ['another version', '{"v":2,"blocked":[],"destroyed":[],"corrections":[]}'],
    ['a list less', '{"v":1,"blocked":[],"destroyed":[]}'],
    ['a member more', '{"v":1,"blocked":[],"destroyed":[],"corrections":[],"x":1}'],
    ['a reference that is none', '{"v":1,"blocked":[{"ref":"../x","entry":1}],"destroyed":[],"corrections":[]}'],
    ['an entry that is none', `{"v":1,"blocked":[{"ref":"${A}","entry":"1"}],"destroyed":[],"corrections":[]}`],
    [
      'a path of many fields',
      `{"v":1,"blocked":[],"destroyed":[],"corrections":[{"ref":"${A}","source":"s","field":"**","value":"v"}]}`,
    ],
  ])('is not read from %s', (_, text) => {
    expect(readState(Buffer.from(text))).toBeUndefined()
  })
})

describe('a request', () => {
  it('is the first line, or one object', () => {
    expect(parseRequest('\ufeffp1\r\n\n', 'find')).toEqual({ subject: 'p1', corrections: [] })
    expect(
      parseRequest('{"subject":"p1","corrections":[{"source":"s","field":"a.b","value":null}]}', 'correct'),
    ).toEqual({
      subject: 'p1',
      corrections: [{ source: 's', field: 'a.b', value: null }],
    })
  })

  it('has a key once in an object, whatever its texts hold', () => {
    const one = { source: 's', field: 'f', value: '"value": {"subject": "x", ["' }
    const asked = { subject: 'p"1": {', corrections: [one, { ...one, field: 'g', value: '\\' }] }
    expect(parseRequest(JSON.stringify(asked, undefined, 1), 'correct')).toEqual(asked)
  })

  it.each([
    ['{"subject":1}', 'find'],
    ['{"subject":"p1","for":"ever"}', 'find'],
    ['{"subject":" "}', 'find'],
    ['{"subject":"p1"', 'find'],
    ['{"subject":"p1","corrections":{}}', 'correct'],
    ['{"subject":"p1","corrections":[]}', 'correct'],
    ['{"subject":"p1","corrections":["f"]}', 'correct'],
    ['{"subject":"p1","corrections":[{"source":"s","field":"f[]","value":"v"}]}', 'correct'],
    ['{"subject":"p1","corrections":[{"source":"s","field":"a..b","value":"v"}]}', 'correct'],
    ['{"subject":"p1","corrections":[{"source":"s","field":"f","value":1}]}', 'correct'],
    ['{"subject":"p1","corrections":[{"source":"s","field":"f"}]}', 'correct'],
    ['{"subject":"p1","corrections":[{"source":"s","field":"f","value":"v"}]}', 'destroy'],
    ['{"subject":"p1","subject":"p2"}', 'find'],
    ['{"subject":"p1","\\u0073ubject":"p2"}', 'find'],
    ['{"subject":"p1","corrections":[{"source":"s","field":"f","value":"v","value":"w"}]}', 'correct'],
  ] as const)('%s is refused for %s, without a word of it', (text, kind) => {
    expect(() => parseRequest(text, kind)).toThrow(
      expect.objectContaining({ code: 'INPUT_REQUEST', message: expect.not.stringContaining('p1') as string }),
    )
  })
})
