import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PerdeError } from '../../../src/errors.ts'
import { ANYWHERE, BlockFault } from '../../../src/io/formats/format.ts'
import { json } from '../../../src/io/formats/json.ts'
import { findRecords } from '../../../src/io/formats/json-records.ts'
import { Kind } from '../../../src/record/batch.ts'
import { edit, everyField, keepAll, NONE } from './read-all.ts'

const bytes = (text: string) => Buffer.from(text)
const texts = (found: readonly { path: string; text: string }[]) => found.filter(({ text }) => text !== '')

/** A document through the format the way the engine takes it: beginning, blocks of about `size` bytes, end. */
function through(document: string, size: number, options: { record?: string; around?: 'check' | 'drop' } = {}) {
  const input = bytes(document)
  const { layout, start } = json.open(input, options, true)!
  const before = input.subarray(0, start)
  const blocks: Uint8Array[] = []
  let at = start
  for (let take = size; ;) {
    const complete = at + take >= input.length
    const { length, last, wrong } = json.cut(input.subarray(at, at + take), layout, complete)
    if (length > 0) blocks.push(input.slice(at, at + length))
    at += length
    if (last) break
    if (wrong) throw new PerdeError('INPUT_JSON', wrong.message)
    if (length === 0 && complete) throw new PerdeError('INPUT_TORN_TAIL', 'no end')
    take = length === 0 ? take + size : size
  }
  return { layout, before, blocks, after: input.subarray(at) }
}

/** The document as it is written when records with keep 0 are left out. */
function written(
  { layout, before, blocks, after }: ReturnType<typeof through>,
  keep: (record: number) => boolean = () => true,
) {
  const out: Uint8Array[] = [json.prologue(layout, everyField().root, NONE, before)]
  let seen = 0
  let some = false
  for (const block of blocks) {
    const read = json.read(block, layout, everyField().root)
    const kept = Uint8Array.from({ length: read.batch.records }, () => (keep(seen++) ? 1 : 0))
    const own = read.splice([], kept, NONE)
    out.push(some ? own : json.document!.first(own))
    some ||= own.length > 0
  }
  out.push(json.document!.epilogue(layout, after))
  return Buffer.concat(out).toString()
}

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.constantFrom('"', '\\', '}', ']', '{"', ',', '\u2028', 'Әйгерім'),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 3 }),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
})).value
const record = fc.dictionary(fc.string(), value, { maxKeys: 4, noNullPrototype: true })
const indent = fc.constantFrom(undefined, 0, 1, '\t', ' \r\n ')
/** An object around the records at some place. */
const around = fc.record({
  records: fc.array(record, { maxLength: 8 }),
  path: fc.array(fc.string(), { maxLength: 3 }),
  other: value,
})

function documentOf(records: unknown, path: readonly string[], other: unknown): unknown {
  return path.reduceRight<unknown>(
    (inner, name) => ({ [`${name}-before`]: other, [name]: inner, [`${name}-after`]: other }),
    records,
  )
}
const pointerOf = (path: readonly string[]) =>
  path.map((s) => `/${s.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

describe('a JSON document', () => {
  it('survives byte for byte where nothing is edited, for every place of its records and size of block', () => {
    fc.assert(
      fc.property(around, indent, fc.integer({ min: 1, max: 60 }), ({ records, path, other }, space, size) => {
        const document = JSON.stringify(documentOf(records, path, other), undefined, space as string)
        const read = through(document, size, { record: pointerOf(path) })
        expect(written(read)).toBe(document)
        // What stands around the records is a document by itself, at its beginning and at its end.
        json.document!.texts(read.layout, read.before, undefined)
        json.document!.texts(read.layout, read.before, read.after)
      }),
      { numRuns: 300 },
    )
  })

  it('stays one when records leave it, whichever they are', () => {
    fc.assert(
      fc.property(
        around,
        indent,
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        ({ records, path, other }, space, size, keep) => {
          const document = JSON.stringify(documentOf(records, path, other), undefined, space as string)
          const read = through(document, size, { record: pointerOf(path) })
          const expected = documentOf(
            records.filter((_, i) => keep[i]),
            path,
            other,
          )
          expect(JSON.parse(written(read, (r) => keep[r]!))).toEqual(JSON.parse(JSON.stringify(expected)))
          const bare = {
            ...read,
            layout: { ...read.layout, options: { ...read.layout.options, around: 'drop' as const } },
          }
          expect(JSON.parse(written(bare, (r) => keep[r]!))).toEqual(
            JSON.parse(JSON.stringify(records.filter((_, i) => keep[i]))),
          )
        },
      ),
      { numRuns: 200 },
    )
  })

  it('has its records edited in place, in the form in which they were written', () => {
    const document =
      '{ "n": 2,\n "rows": [\n  {"id" : 1.0, "name":"a"},\n  {"id" : 9007199254740993, "name":"b"}\n ] }\n'
    const { layout, blocks } = through(document, 1000, { record: '/rows' })
    const read = json.read(blocks[0]!, layout, everyField().root)
    const name = read.batch.columns.findIndex((c) => c?.path === 'name')
    const out = read.splice(
      [edit(name, { text: ['"x"', ''], kind: Uint8Array.of(Kind.string, Kind.null) })],
      keepAll(2),
      NONE,
    )
    expect(Buffer.from(out).toString()).toBe(
      '{"id" : 1.0, "name":"\\"x\\""},\n  {"id" : 9007199254740993, "name":null}',
    )
    expect(Buffer.from(read.record(1)).toString()).toBe('{"id" : 9007199254740993, "name":"b"}')
  })

  it('has values and names outside its records, and their places', () => {
    const { layout, before, after } = through(
      '{"by": {"who": "A"}, "rows": [{"x": 1}], "tags": ["b", "c"], "e": {}}',
      1000,
      {
        record: '/rows',
      },
    )
    expect(texts(json.document!.texts(layout, before, undefined))).toEqual([{ path: 'by.who', text: 'A' }])
    const all = json.document!.texts(layout, before, after)
    expect(texts(all)).toEqual([
      { path: 'by.who', text: 'A' },
      { path: 'tags[]', text: 'b' },
      { path: 'tags[]', text: 'c' },
    ])
    expect(all.map(({ path }) => path)).toContain('e')
  })
})

describe('the place of the records', () => {
  const at = (document: string, pointer: string) => findRecords(bytes(document), pointer)

  it('is found as soon as its first byte is there, and not before', () => {
    fc.assert(
      fc.property(around, indent, ({ records, path, other }, space) => {
        const document = bytes(JSON.stringify(documentOf(records, path, other), undefined, space as string))
        const found = findRecords(document, pointerOf(path))!
        expect(document.subarray(0, found.start).toString().trimEnd().endsWith('[')).toBe(true)
        for (let end = 0; end < document.length; end++) {
          const early = findRecords(document.subarray(0, end), pointerOf(path))
          if (end > found.start) expect(early).toEqual(found)
          else expect(early).toBeUndefined()
        }
      }),
      { numRuns: 60 },
    )
  })

  it('is the first array of objects where nobody says it', () => {
    expect(at('{"a":[1,[{}]],"b":{"c/~":[ {"x":1}]},"d":[{}]}', ANYWHERE)?.pointer).toBe('/b/c~1~0')
    expect(at('[{"x":[{}]}]', ANYWHERE)?.pointer).toBe('')
    expect(() => at('{"a":[1,2],"b":"[{"}', ANYWHERE)).toThrow('the document has no array of objects')
  })

  it('may go through an array', () => {
    expect(at('[0,{"rows":[{}]}]', '/1/rows')).toEqual({ start: 12, pointer: '/1/rows' })
    expect(() => at('[0]', '/1/rows')).toThrow(PerdeError)
  })

  it.each([
    ['an object', '{"a":1}', ''],
    ['a number', '12 ', ''],
    ['two documents', '{"a":1}\n{"a":2}\n', ''],
    ['no such member', '{"a":{"c":[{}]}}', '/a/b'],
    ['a value that is none', '{"a":"[{}]"}', '/a'],
    ['an index with a leading zero', '[0,[{}]]', '/01'],
  ])('is nowhere in a document that is %s', (_, document, pointer) => {
    expect(() => at(document, pointer)).toThrow(expect.objectContaining({ code: 'INPUT_FORMAT' }) as Error)
  })

  it.each([
    ['a bracket too many', '{"a":1]', '/b'],
    ['a key without quotes', '{a:[{}]}', '/a'],
    ['no colon', '{"a"[{}]}', '/a'],
    ['a broken key', '{"\\x":[{}]}', '/a'],
    ['nesting without end', `${'{"a":'.repeat(300)}1`, ANYWHERE],
  ])('is not looked for beyond %s', (_, document, pointer) => {
    expect(() => at(document, pointer)).toThrow(expect.objectContaining({ code: 'INPUT_JSON' }) as Error)
  })
})

describe('what is not a JSON document', () => {
  /** The code of the failure, wherever it comes from. */
  const failure = (document: string, options = {}) => {
    try {
      const read = through(document, 7, options)
      written(read)
      json.document!.texts(read.layout, read.before, read.after)
    } catch (e) {
      if (e instanceof BlockFault || e instanceof PerdeError) return e.code
      throw e
    }
    return undefined
  }

  it.each([
    ['a comma too few', '[{"a":1} {"a":2}]'],
    ['a comma too few and no space', '[{"a":1}{"a":2}]'],
    ['a comma too many', '[{"a":1},,{"a":2}]'],
    ['a comma at the end', '[{"a":1},]'],
    ['a comma alone', '[,]'],
    ['a comma first', '[,{"a":1}]'],
    ['a number among the records', '[{"a":1},2]'],
    ['an array among the records', '[{"a":1},[]]'],
    ['something behind it', '[{"a":1}] x'],
    ['another document behind it', '[{"a":1}][{"a":2}]'],
    ['a bracket of the other kind', '[{"a":1]}]'],
    ['a broken end', '{"rows":[{"a":1}],"b":}', { record: '/rows' }],
  ])('is refused for %s', (_, document, options: { record?: string } = {}) => {
    expect(failure(document, options)).toBe('INPUT_JSON')
  })

  it('is refused for a key that stands twice, also around the records', () => {
    expect(failure('[{"a":1,"a":2}]')).toBe('INPUT_JSON_DUPLICATE_KEY')
    expect(failure('{"rows":[{"a":1}],"rows":[]}', { record: '/rows' })).toBe('INPUT_JSON_DUPLICATE_KEY')
  })

  it('is refused for bytes that are no UTF-8, with the place of the record', () => {
    const block = Buffer.concat([bytes('{"a":1},{"a":"'), Buffer.of(0xff), bytes('"}')])
    expect(() => json.read(block, { format: 'json', options: {} }, everyField().root)).toThrow(
      expect.objectContaining({ code: 'INPUT_ENCODING', row: 1 }) as Error,
    )
  })

  it('is whatever JSON.parse refuses of a public corpus, and of the rest keys that stand twice and NUL', () => {
    const folder = 'test/corpora/JSONTestSuite/test_parsing'
    for (const name of readdirSync(folder)) {
      const content = readFileSync(join(folder, name))
      const document = Buffer.concat([bytes('{"around":'), content, bytes(',"rows":[{"x":1}]}')]).toString('latin1')
      const fails = failure(document, { record: '/rows' }) !== undefined
      if (name.startsWith('y_')) expect([name, fails]).toEqual([name, /duplicated|null_escape|escaped_null/.test(name)])
      if (name.startsWith('n_')) expect([name, fails]).toEqual([name, !isValid(document)])
    }
  })
})

function isValid(document: string): boolean {
  try {
    JSON.parse(document)
    return true
  } catch {
    return false
  }
}
