import { describe, expect, it } from 'vitest'
import { BlockFault, type FormatOptions, type StreamFormat } from '../../../src/io/formats/format.ts'
import { formatNamed } from '../../../src/io/formats/format-named.ts'
import { fieldTree } from '../../../src/plan/field-tree.ts'
import type { PlannedField } from '../../../src/plan/plan.ts'
import { Kind } from '../../../src/record/batch.ts'

const csv = formatNamed('csv') as StreamFormat
const OPTIONS: FormatOptions = { null: '', documents: { doc: 'value', list: 'array' } }
const rule = (path: string, verb: string): PlannedField => ({
  ...{ path, role: 'identifier', do: [{ verb, options: {} }] as PlannedField['do'], origin: 'rule' },
  ...{ nulls: 'keep', empty: 'keep', onError: 'fail' },
})

const treeOf = (fields: PlannedField[]) =>
  fieldTree({ name: 'test', fields, unlisted: 'keep', tables: {} }, { at: () => false, below: () => false })

/** Reads a table, writes `masked` into every cell that a rule names, and drops the records without `keep`. */
function masked(text: string, fields: PlannedField[], keep?: number[], options = OPTIONS): string {
  const bytes = Buffer.from(text)
  const { layout, start } = csv.open(bytes, options, true)!
  const tree = treeOf(fields)
  const read = csv.read(bytes.subarray(start), layout, tree.root)
  const edits = read.batch.columns.flatMap((column, n) =>
    column && !tree.removed.has(n)
      ? [
          {
            column: n,
            values: {
              text: column.text.map(() => 'masked'),
              kind: column.kind.map((k) => (k === Kind.null ? k : Kind.string)),
            },
          },
        ]
      : [],
  )
  const kept = Uint8Array.from(keep ?? new Array<number>(read.batch.records).fill(1))
  return Buffer.from(read.splice(edits, kept, tree.removed)).toString()
}

describe('a cell that holds a value', () => {
  const TABLE = `id,doc,list
1,"{""mail"": ""a"", ""n"": 1.0, ""in"": [{""x"": 1}, {""x"": null}]}","{a,NULL,""b c""}"
2,,
3,null,{}
4,"{""n"": 2}",
`
  it('is written anew where something in it is, and copied where nothing is', () => {
    expect(masked(TABLE, [rule('doc.mail', 'mask'), rule('list[]', 'mask')])).toBe(
      `1,"{""mail"": ""masked"", ""n"": 1.0, ""in"": [{""x"": 1}, {""x"": null}]}","{masked,NULL,masked}"
2,,
3,null,{}
4,"{""n"": 2}",
`,
    )
  })

  it('loses a field with its comma, at any depth', () => {
    expect(masked(TABLE, [rule('doc.mail', 'drop'), rule('doc.in[].x', 'drop')]).split('\n')[0]).toBe(
      `1,"{""n"": 1.0, ""in"": [{}, {}]}","{a,NULL,""b c""}"`,
    )
  })

  it('belongs to its record, whichever records leave', () => {
    expect(masked(TABLE, [rule('doc.n', 'mask')], [0, 1, 0, 1])).toBe(`2,,\n4,"{""n"": ""masked""}",\n`)
  })

  it('is one value where its own rule says so: a null stays none, a mark is a text of it', () => {
    expect(masked(TABLE, [rule('doc', 'redact'), rule('list', 'redact')])).toBe(
      `1,"""masked""",{masked}\n2,,\n3,,{masked}\n4,"""masked""",\n`,
    )
    expect(masked(TABLE, [rule('doc', 'drop')])).toBe(`1,"{a,NULL,""b c""}"\n2,\n3,{}\n4,\n`)
  })

  it.each<[string, string, string]>([
    ['is no JSON', 'id,doc,list\n1,{},{}\n2,"{""a"": }",{}\n', 'INPUT_JSON'],
    ['has a key twice', 'id,doc,list\n1,{},{}\n2,"{""a"": 1, ""a"": 2}",{}\n', 'INPUT_JSON_DUPLICATE_KEY'],
    ['goes on behind its value', 'id,doc,list\n1,{},{}\n2,{} {},{}\n', 'INPUT_JSON'],
    ['is no array', 'id,doc,list\n1,{},{}\n2,{},{a\n', 'INPUT_VALUE'],
  ])('that %s is a fault with its place, and without a word of it', (_, text, code) => {
    const fault = (() => {
      try {
        return masked(text, [])
      } catch (e) {
        return e
      }
    })() as BlockFault
    expect(fault).toBeInstanceOf(BlockFault)
    expect([fault.code, fault.row]).toEqual([code, 1])
    expect(text.slice('id,doc,list\n'.length + fault.offset)).toMatch(/^2,/)
  })

  it('is a value of its own where it is no object or array, and none where the cell is null', () => {
    const table = 'id,doc,list\n1,"""word""",\n2,7.0,\n3,,\n4,"{""doc"": 1}",\n'
    expect(masked(table, [rule('doc', 'mask')])).toBe('1,"""masked""",\n2,"""masked""",\n3,,\n4,"""masked""",\n')
    expect(masked(table, [rule('doc', 'mask'), rule('doc.doc', 'keep')])).toBe(
      '1,"""masked""",\n2,"""masked""",\n3,,\n4,"{""doc"": 1}",\n',
    )
  })

  it('may hold a text that is a document in its turn', () => {
    const options: FormatOptions = { null: '', documents: { doc: 'value', 'doc.text': 'json' } }
    const table = 'id,doc,list\n1,"{""n"": 1.0, ""text"": ""{\\""mail\\"": \\""a\\""}""}",\n2,"{""text"": null}",\n'
    expect(masked(table, [rule('doc.text.mail', 'mask')], undefined, options)).toBe(
      table.slice('id,doc,list\n'.length).replace('\\""a\\""', '\\""masked\\""'),
    )
  })

  it('whose column leaves, or only what is in it, has a header that says so', () => {
    const { layout } = csv.open(Buffer.from(TABLE), OPTIONS, true)!
    const header = (fields: PlannedField[]) => {
      const { root, removed } = treeOf(fields)
      // A value was met in a document before.
      root.child('doc').child('mail')
      return Buffer.from(csv.prologue(layout, root, removed, new Uint8Array())).toString()
    }
    expect(header([rule('doc', 'drop')])).toBe('id,list\n')
    expect(header([rule('doc.mail', 'drop')])).toBe('id,doc,list\n')
  })
})

describe('a table of one column', () => {
  it.each<[FormatOptions, string]>([
    [{ null: '', blankLines: 'records' }, '\n""\n"\\."\n  \nx\n'],
    // Others would take the blank line for no record.
    [{ null: '' }, '""\n""\n"\\."\n"  "\nx\n'],
  ])('keeps null, an empty text and what ends a COPY apart where a database reads them', (words, written) => {
    const bytes = Buffer.from('word\n\n""\n"\\."\n  \nx\n')
    const { layout, start } = csv.open(bytes, words, true)!
    const tree = fieldTree(
      { name: 't', fields: [rule('word', 'mask')], unlisted: 'keep', tables: {} },
      { at: () => false, below: () => false },
    )
    const read = csv.read(bytes.subarray(start), layout, tree.root)
    const [column] = read.batch.columns
    expect([...column!.kind]).toEqual([Kind.null, Kind.string, Kind.string, Kind.string, Kind.string])
    const again = read.splice([{ column: 0, values: column! }], new Uint8Array(5).fill(1), new Set())
    expect(Buffer.from(again).toString()).toBe(written)
    expect(Buffer.from(read.splice([], new Uint8Array(5).fill(1), new Set())).toString()).toBe(written)
  })
})
