import { describe, expect, it } from 'vitest'
import { csv } from '../../../src/io/formats/csv.ts'
import { csvDialect } from '../../../src/io/formats/csv-dialect.ts'

const open = (text: string, options = {}, format = csv) => format.open(Buffer.from(text), options, true)

describe('a header that was read with the wrong delimiter', () => {
  it.each([
    ['no delimiter was named', 'a;b\n', {}, ';'],
    ['the one that was named does not occur', 'a,b\n', { delimiter: '|' }, ','],
    ['another one than the comma stands there', 'a\tb\n', { delimiter: ';' }, '\t'],
  ])('is refused where %s', (_, text, options, delimiter) => {
    expect(() => open(text, options)).toThrow(
      expect.objectContaining({ code: 'INPUT_FORMAT', facts: { delimiter }, where: { offset: 0 } }),
    )
  })

  it('is one name where it stands in quotes', () => {
    expect(open('"a;b"\n1\n')!.layout.fields).toEqual(['a;b'])
  })

  it('is no question where the delimiter occurs', () => {
    expect(open('a;b,c\n')!.layout.fields).toEqual(['a;b', 'c'])
  })
})

it.each([
  ['the reader of bytes', csv, {}],
  ['the reader of dialects', csvDialect, { comment: '#' }],
])('a header with a stray quote is a fault at the beginning of the file, for %s', (_, format, options) => {
  expect(() => open('na"me,b\n1,2\n', options, format)).toThrow(
    expect.objectContaining({ name: 'PerdeError', where: { offset: 0 } }),
  )
})
