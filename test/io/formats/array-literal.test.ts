import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrayToJson, jsonToArray } from '../../../src/io/formats/array-literal.ts'

describe('an array as PostgreSQL writes it', () => {
  it.each([
    ['{}', '[]'],
    ['{1,2.50,-3}', '["1","2.50","-3"]'],
    ['{a,"b c",NULL,"NULL",""}', '["a","b c",null,"NULL",""]'],
    ['{"a\\"b\\\\c","{x}",т}', '["a\\"b\\\\c","{x}","т"]'],
    ['{{1,2},{3,NULL}}', '[["1","2"],["3",null]]'],
    ['[0:1]={a,b}', '["a","b"]'],
    [' { a , b } ', '["a","b"]'],
  ])('%s is %s', (text, json) => {
    expect(arrayToJson(text)).toBe(json)
  })

  it.each(['', 'a', '{', '{a', '{a,}', '{,a}', '{a}b', '{"a}', '{a"b"}', '{{{{{{{1}}}}}}}', '{a,{b}'.concat('}}')])(
    'is not %s',
    (text) => {
      expect(arrayToJson(text)).toBeUndefined()
    },
  )

  it('is written with quotes exactly where the server writes them', () => {
    expect(jsonToArray('["a","b c",null,"null","",true,1.0,"x,y","a\\"\\\\"]')).toBe(
      '{a,"b c",NULL,"null","",true,1,"x,y","a\\"\\\\"}',
    )
  })

  it('holds one element where a mark took the place of all', () => {
    expect(jsonToArray('"[REDACTED]"')).toBe('{[REDACTED]}')
  })

  it('comes back from JSON as it went', () => {
    const elements = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constant(null)))
    fc.assert(
      fc.property(fc.oneof(elements, fc.array(elements, { minLength: 1 })), (value) => {
        expect(JSON.parse(arrayToJson(jsonToArray(JSON.stringify(value)))!)).toEqual(value)
      }),
    )
  })
})
