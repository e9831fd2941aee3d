import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BlockFault } from '../../../src/io/formats/format.ts'
import { jsonl } from '../../../src/io/formats/jsonl.ts'
import { Kind, type Values } from '../../../src/record/batch.ts'
import type { FieldNode } from '../../../src/record/field-node.ts'
import { blocksOf, edit, everyField, keepAll, NONE } from './read-all.ts'

const layout = { format: 'jsonl', options: {} }
const bytes = (text: string) => Buffer.from(text)
const read = (text: string, root: FieldNode = everyField().root) => jsonl.read(bytes(text), layout, root)
const text = (out: Uint8Array) => Buffer.from(out).toString()

/** The value at each path of a parsed record, the way the walker names paths. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (Array.isArray(value)) return value.flatMap((v) => leaves(v, `${path}[]`))
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([k, v]) => leaves(v, path === '' ? k : `${path}.${k}`))
  return [[path, value]]
}

const key = fc.stringMatching(/^[a-zәё]{1,3}$/)
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
  object: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
}))

describe('jsonl', () => {
  it('numbers the elements of the outermost list, for cells below one', () => {
    const { batch } = read(
      '{"m":[{"t":"a"},{"t":"b","s":[1,2]},{"s":[[3],4]}],"z":[5],"o":0}\n{"m":[{"t":"c"}],"o":1}\n',
    )
    const elements = Object.fromEntries(
      batch.columns.flatMap((c) => (c ? [[c.path, c.element && [...c.element]]] : [])),
    )
    expect(elements).toEqual({
      'm[].t': [0, 1, 0],
      'm[].s[]': [1, 1, 2],
      'm[].s[][]': [2],
      'z[]': [0],
      o: undefined,
    })
  })

  it('finds what JSON.parse finds, for every size of block', () => {
    fc.assert(
      fc.property(
        fc.array(json.object, { maxLength: 6 }),
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        (records, size, spaced) => {
          const lines = records.map((r) => JSON.stringify(r, undefined, spaced ? ' ' : undefined).replaceAll('\n', ' '))
          const file = bytes(lines.join('\n') + '\n')
          const found: [string, unknown][] = []
          if (file.length > 1)
            for (const block of blocksOf(jsonl, file, {}, size).blocks) {
              const { batch } = jsonl.read(block, layout, everyField().root)
              for (const c of batch.columns) c?.text.forEach((t, i) => found.push([c.path, valueOf(t, c.kind[i]!)]))
            }
          const expected = records.flatMap((r) => leaves(r))
          const byPath = (list: [string, unknown][]) => list.map((e) => JSON.stringify(e)).sort()
          expect(byPath(found)).toEqual(byPath(expected))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('copies a block byte for byte where nothing is edited', () => {
    fc.assert(
      fc.property(fc.array(json.object, { minLength: 1, maxLength: 6 }), (records) => {
        const file = records.map((r) => `${JSON.stringify(r)}\n`).join('')
        const found = read(file)
        expect(text(found.splice([], keepAll(found.batch.records), NONE))).toBe(file)
      }),
    )
  })

  it('writes edits and removals that JSON.parse reads back, whichever fields they concern', () => {
    fc.assert(
      fc.property(
        fc.array(json.object, { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(fc.boolean()),
        fc.infiniteStream(fc.boolean()),
        (records, takeOut, change) => {
          const found = read(records.map((r) => `${JSON.stringify(r)}\n`).join(''))
          const removed = new Set<number>()
          const edits = found.batch.columns.flatMap((c, n) => {
            if (!c) return []
            if (takeOut.next().value === true) removed.add(n)
            else if (change.next().value === true)
              return [edit(n, { text: c.text.map(() => 'x"\n'), kind: c.kind.map(() => Kind.string) })]
            return []
          })
          const out = text(found.splice(edits, keepAll(found.batch.records), removed))
          const columnOf = new Map(found.batch.columns.map((c, n) => [c?.path, n]))
          const edited = new Set(edits.map((e) => e.column))
          const expected = records.map((r) =>
            changed(r, '', (path) =>
              removed.has(columnOf.get(path)!) ? 'remove' : edited.has(columnOf.get(path)!) ? 'edit' : 'keep',
            ),
          )
          expect(
            out
              .trimEnd()
              .split('\n')
              .map((line) => JSON.parse(line) as unknown),
          ).toEqual(JSON.parse(JSON.stringify(expected)))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('keeps the written form of numbers, touched or not', () => {
    const file = '{"a":9007199254740993,"b":1.0,"c":1e400,"d":-0,"e":0.10}\n'
    const found = read(file)
    expect(found.batch.columns.map((c) => c!.text[0])).toEqual(['9007199254740993', '1.0', '1e400', '-0', '0.10'])
    const same = found.batch.columns.map((c, n) => edit(n, c as Values))
    expect(text(found.splice(same, keepAll(1), NONE))).toBe(file)
  })

  it('takes a member out with its comma, wherever it stands and whatever surrounds it', () => {
    const cases: [string, string[], string][] = [
      // record, fields that leave, what is left
      ['{"a":1,"b":2,"c":3}', ['a'], '{"b":2,"c":3}'],
      ['{"a":1,"b":2,"c":3}', ['b'], '{"a":1,"c":3}'],
      ['{"a":1,"b":2,"c":3}', ['c'], '{"a":1,"b":2}'],
      ['{"a":1,"b":2,"c":3}', ['a', 'b'], '{"c":3}'],
      ['{"a":1,"b":2,"c":3}', ['a', 'c'], '{"b":2}'],
      ['{"a":1,"b":2,"c":3}', ['a', 'b', 'c'], '{}'],
      ['{ "a" : 1 , "b" : 2 }', ['a'], '{ "b" : 2 }'],
      ['{"a":{"x":1,"y":2},"b":[1,2]}', ['a.x', 'b[]'], '{"a":{"y":2},"b":[]}'],
    ]
    for (const [record, fields, expected] of cases) {
      const found = read(`${record}\n`)
      const removed = new Set(found.batch.columns.flatMap((c, n) => (c && fields.includes(c.path) ? [n] : [])))
      expect(text(found.splice([], keepAll(1), removed))).toBe(`${expected}\n`)
    }
  })

  it('passes over blank lines and CRLF', () => {
    const found = read('{"a":1}\r\n\r\n  \n{"a":2}')
    expect(found.batch.columns[0]!.text).toEqual(['1', '2'])
    expect(text(found.record(0))).toBe('{"a":1}')
  })

  it('keeps keys that are properties of every object apart from them', () => {
    const found = read('{"__proto__":{"polluted":1},"constructor":2}\n')
    expect(found.batch.columns.flatMap((c) => c?.path ?? [])).toEqual(['__proto__.polluted', 'constructor'])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  const faults: [string, string, string, number][] = [
    // what is wrong, the block, the code, the record
    ['a key twice in one object', '{"a":1}\n{"a":1,"b":2,"a":3}\n', 'INPUT_JSON_DUPLICATE_KEY', 1],
    ['a key twice, once as an escape', '{"a":1,"\\u0061":3}\n', 'INPUT_JSON_DUPLICATE_KEY', 0],
    ['a scalar', '1\n', 'INPUT_JSON', 0],
    ['an array', '[{"a":1}]\n', 'INPUT_JSON', 0],
    ['a NUL as an escape', '{"a":"x\\u0000y"}\n', 'INPUT_NUL', 0],
    ['a NUL as an escape in a name', '{"a\\u0000":1}\n', 'INPUT_NUL', 0],
    ['the first half of a surrogate pair', '{"a":"x\\ud800y"}\n', 'INPUT_VALUE', 0],
    ['the first half at the end', '{"a":"\\uD83D"}\n', 'INPUT_VALUE', 0],
    ['two first halves', '{"a":"\\ud83d\\ud83d"}\n', 'INPUT_VALUE', 0],
    ['the second half of a surrogate pair', '{"a":"\\ude00"}\n', 'INPUT_VALUE', 0],
    ['halves in the wrong order', '{"a":"\\ude00\\ud83d"}\n', 'INPUT_VALUE', 0],
    ['half of a pair in a name', '{"\\udfff":1}\n', 'INPUT_VALUE', 0],
    ['half of a pair in a value that no rule reads', '{"deep":[{"b":"\\uDBFF"}]}\n', 'INPUT_VALUE', 0],
    ['text behind the record', '{"a":1} x\n', 'INPUT_JSON', 0],
    ['a last line that is cut', '{"a":1}\n{"a":', 'INPUT_TORN_TAIL', 1],
    ['a NUL', '{"a":"\0"}\n', 'INPUT_NUL', 0],
    ['nesting without end', `{"a":${'['.repeat(100_000)}`, 'INPUT_JSON_DEPTH', 0],
    ['deep objects', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}\n`, 'INPUT_JSON_DEPTH', 0],
  ]
  it.each(faults)('refuses %s with its record', (_, block, code, row) => {
    const fault = caught(() => read(block))
    expect(fault).toBeInstanceOf(BlockFault)
    expect(fault).toMatchObject({ code, row })
  })

  it('refuses a JSON array of records with the way to convert it', () => {
    expect(caught(() => jsonl.open(bytes('[\n{"a":1}]'), {}, true))).toMatchObject({ code: 'INPUT_FORMAT' })
  })

  describe('accepts and refuses the files of JSONTestSuite as the standard asks', () => {
    const folder = new URL('../../corpora/JSONTestSuite/', import.meta.url).pathname
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) =>
      /(^|\/)[yni]_[^/]*\.json$/.test(f),
    )
    // Documents are put into a member, on one line: the suite's are whole documents, records are lines.
    const accepts = (document: Buffer) => {
      const line = Buffer.concat([
        bytes('{"v":'),
        Buffer.from(document.map((c) => (c === 10 || c === 13 ? 32 : c))),
        bytes('}\n'),
      ])
      return caught(() => jsonl.read(line, layout, everyField().root)) === undefined
    }
    /** Valid JSON that perde refuses, and why. */
    const stricter = new Set([
      'y_object_duplicated_key.json',
      'y_object_duplicated_key_and_value.json',
      'y_object_escaped_null_in_key.json',
      'y_string_null_escape.json',
    ])
    /** Not JSON as a document, but whole when it stands as a member on one line. */
    const mended = new Set(['n_string_unescaped_newline.json', 'n_string_unescaped_crtl_char.json'])

    it('has the files', () => expect(files.length).toBeGreaterThan(290))
    it('accepts every valid document but those with duplicate keys and with NUL', () => {
      const refused = files.filter(
        (f) => f.split('/').at(-1)!.startsWith('y_') && !accepts(readFileSync(join(folder, f))),
      )
      expect(refused.map((f) => f.split('/').at(-1)!).sort()).toEqual([...stricter].sort())
    })
    it('refuses every invalid document', () => {
      const accepted = files
        .filter((f) => f.split('/').at(-1)!.startsWith('n_') && accepts(readFileSync(join(folder, f))))
        .map((f) => f.split('/').at(-1)!)
      expect(accepted.filter((f) => !mended.has(f))).toEqual([])
    })
  })
})

function valueOf(t: string, kind: number): unknown {
  return kind === Kind.null ? null : kind === Kind.string ? t : JSON.parse(t)
}

function changed(value: unknown, path: string, what: (path: string) => 'keep' | 'edit' | 'remove'): unknown {
  if (Array.isArray(value))
    return value.flatMap((v) => (isLeaf(v) && what(`${path}[]`) === 'remove' ? [] : [changed(v, `${path}[]`, what)]))
  if (!isLeaf(value))
    return Object.fromEntries(
      Object.entries(value as object).flatMap(([k, v]: [string, unknown]) => {
        const at = path === '' ? k : `${path}.${k}`
        return isLeaf(v) && what(at) === 'remove' ? [] : [[k, changed(v, at, what)]]
      }),
    )
  return what(path) === 'edit' ? 'x"\n' : value
}
const isLeaf = (v: unknown) => typeof v !== 'object' || v === null

function caught(action: () => unknown): unknown {
  try {
    action()
  } catch (e) {
    return e
  }
  return undefined
}
