import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentsIn } from '../../../src/io/formats/cell-documents.ts'
import { formatFor, formatNamed } from '../../../src/io/formats/format-named.ts'
import { BlockFault, type FormatOptions, type Layout } from '../../../src/io/formats/format.ts'
import { Kind, valuesOf } from '../../../src/record/batch.ts'
import { edit, everyField, keepAll, NONE } from './read-all.ts'

const documents = { payload: 'json' } as const

/** Records whose field `payload` holds these texts, in a format, and how it reads them. */
function outer(name: string, payloads: readonly string[], more: FormatOptions = {}) {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const escaped = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;')
  const block = payloads
    .map((text, i) => {
      if (name === 'csv') return `${i},${quoted(text)},z\n`
      if (name === 'xml') return `<r><id>${i}</id><payload>${escaped(text)}</payload><z>z</z></r>`
      return `{"id": ${i}.0,"payload":${JSON.stringify(text)},"z":"z"}\n`
    })
    .join('')
  const layout: Layout = {
    format: name,
    ...(name === 'csv' && { fields: ['id', 'payload', 'z'] }),
    options: { ...(name === 'csv' && { delimiter: ',', quote: '"' }), documents: documents, ...more },
  }
  const { root, paths } = everyField()
  const read = formatNamed(name).read(Buffer.from(block), layout, root)
  /** the payloads of what is written, read as plain cells */
  const payloadsOf = (written: Uint8Array) => {
    const plain = everyField()
    const { batch } = formatNamed(name).read(
      written,
      { ...layout, options: { ...layout.options, documents: undefined as never } },
      plain.root,
    )
    return batch.columns[plain.paths.indexOf('payload')]?.text ?? []
  }
  const column = (path: string) => paths.indexOf(path)
  return { block, read, column, payloadsOf, texts: (path: string) => read.batch.columns[column(path)]?.text }
}

const FORMATS = ['csv', 'jsonl', 'xml']

it('a document of XML in a cell that is written anew says that it is UTF-8, as the file around it is', () => {
  const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?><a><b>x</b></a>`
  const { read, column, payloadsOf } = outer('jsonl', [declared('windows-1251'), declared('utf-8')], {
    documents: { payload: 'xml' },
  })
  const written = read.splice([edit(column('payload.a.b'), valuesOf(['y', 'y']))], keepAll(2), NONE)
  expect(payloadsOf(written)).toEqual([
    '<?xml version="1.0" encoding="UTF-8"?><a><b>y</b></a>',
    '<?xml version="1.0" encoding="utf-8"?><a><b>y</b></a>',
  ])
})

describe.each(FORMATS)('documents in the cells of %s', (name) => {
  const payloads = ['{"n": 1.0, "who": {"name": "A"}}', '', '[{"name":"B"},{"name":"C\\u0041"}]', '{ }']

  it('have their values in fields below the cell, in the rows of their records', () => {
    const { read, column, texts } = outer(name, payloads)
    expect(texts('payload.n')).toEqual(['1.0'])
    expect(texts('payload.who.name')).toEqual(['A'])
    expect(texts('payload[].name')).toEqual(['B', 'CA'])
    expect([...read.batch.columns[column('payload[].name')]!.row]).toEqual([2, 2])
    expect(texts('payload')).toBeUndefined()
    expect(texts('z')).toEqual(['z', 'z', 'z', 'z'])
  })

  it('stay byte for byte where nothing in them is edited', () => {
    const { block, read, column } = outer(name, payloads)
    expect(Buffer.from(read.splice([], keepAll(4), NONE)).toString()).toBe(block)
    const z = { text: ['q', 'q', 'q', 'q'], kind: new Uint8Array(4).fill(Kind.string) }
    const written = Buffer.from(read.splice([edit(column('z'), z)], keepAll(4), NONE)).toString()
    expect(written.replaceAll('q', 'z')).toBe(block)
  })

  it('are edited in place, and written as the format around writes texts', () => {
    const { read, column, payloadsOf } = outer(name, payloads)
    const value = '"<&\\>\n\u2028'
    const edits = [
      edit(column('payload.who.name'), { text: [value], kind: Uint8Array.of(Kind.string) }),
      edit(column('payload[].name'), { text: ['D', ''], kind: Uint8Array.of(Kind.string, Kind.null) }),
    ]
    expect(payloadsOf(read.splice(edits, Uint8Array.of(1, 1, 1, 0), new Set([column('payload.n')])))).toEqual(
      [`{"who": {"name": ${JSON.stringify(value)}}}`, '', '[{"name":"D"},{"name":null}]'].filter(
        (text) => name !== 'xml' || text !== undefined,
      ),
    )
  })

  it('have what was written to them, whatever they hold', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.jsonValue().filter((v) => typeof v === 'object' && v !== null),
          { minLength: 1, maxLength: 4 },
        ),
        (values) => {
          const written = values.map((value) => JSON.stringify(value))
          const { block, read } = outer(name, written)
          expect(Buffer.from(read.splice([], keepAll(values.length), NONE)).toString()).toBe(block)
          const all = read.batch.columns.flatMap((c, i) => (c?.path.startsWith('payload') ? [edit(i, c)] : []))
          const out = outer(name, written).payloadsOf(read.splice(all, keepAll(values.length), NONE))
          expect(out.map((text) => JSON.parse(text) as unknown)).toEqual(
            written.map((text) => JSON.parse(text) as unknown),
          )
        },
      ),
      { numRuns: 100 },
    )
  })

  it.each(['{"n": 1', '{"n":1,"n":2}', 'text', '5', '{"n":01}', `${'['.repeat(500)}${']'.repeat(500)}`])(
    'are a fault of their record where they are not well formed, or set it aside: %j',
    (broken) => {
      const some = ['{"n":1}', broken, '{"n":2}']
      expect(() => outer(name, some)).toThrow(expect.objectContaining({ name: 'BlockFault', row: 1, field: 'payload' }))
      const { block, read, texts, payloadsOf } = outer(name, some, { broken: 'quarantine' })
      expect(read.quarantined).toEqual([1])
      expect(read.batch.records).toBe(2)
      expect(texts('payload.n')).toEqual(['1', '2'])
      expect(payloadsOf(read.splice([], keepAll(2), NONE))).toEqual(['{"n":1}', '{"n":2}'])
      expect(Buffer.from(read.record(1)).toString().trim()).toBe(
        block.slice(block.lastIndexOf(name === 'csv' ? '\n2' : name === 'xml' ? '<r>' : '\n{')).trim(),
      )
    },
  )
})

describe('XML in cells', () => {
  it('has its values below the cell and the name of its root', () => {
    const { read, column, texts, payloadsOf } = outer('csv', ['<v a="1"><n>A &amp; B</n></v>', '<v/>'], {
      documents: { payload: 'xml' },
    })
    expect(texts('payload.v.n')).toEqual(['A & B'])
    const edits = [edit(column('payload.v.n'), { text: ['<"C">'], kind: Uint8Array.of(Kind.string) })]
    expect(payloadsOf(read.splice(edits, keepAll(2), new Set([column('payload.v.@a')])))).toEqual([
      '<v><n>&lt;"C"></n></v>',
      '<v/>',
    ])
  })

  it.each(['<v>', '<v></w>', '<!DOCTYPE v><v/>', 'v', '<v/><v/>'])(
    'is a fault where it is no document: %s',
    (broken) => {
      expect(() => outer('csv', [broken], { documents: { payload: 'xml' } })).toThrow(BlockFault)
    },
  )
})

describe('a value where a document should be', () => {
  const read = (broken?: 'quarantine') => {
    const layout = { format: 'jsonl', options: { documents: { payload: 'json' as const }, ...(broken && { broken }) } }
    const block = Buffer.from('{"payload":"{\\"name\\":\\"A\\"}"}\n{"payload":900101300123}\n{"payload":true}\n')
    return formatNamed('jsonl').read(block, layout, everyField().root)
  }

  it('is a fault, since no rule would be asked for it', () => {
    expect(() => read()).toThrow(expect.objectContaining({ code: 'INPUT_VALUE', row: 1 }))
  })

  it('sets its record aside where the source does so with broken documents', () => {
    const { batch, quarantined } = read('quarantine')
    expect([batch.records, quarantined]).toEqual([1, [1, 2]])
  })
})

describe('a format whose cells are not opened', () => {
  it('is refused where the source says that they hold documents', () => {
    const ask = () => formatFor('parquet', 'x.parquet', { documents: { payload: 'json' } })
    expect(ask).toThrow(expect.objectContaining({ code: 'INPUT_FORMAT' }))
    expect(formatFor('jsonl', 'x', { documents: { payload: 'json' } })).toBeDefined()
  })
})

describe('what cells hold', () => {
  it.each([
    [['{"a":1}', '', '[]'], 'json'],
    [['<a/>', '<b>1</b>'], 'xml'],
    [['{"a":1}', 'x'], undefined],
    [['{"a":1}', '{"a":2}', 'x', 'null'], 'json'],
    [['null', '[]'], 'json'],
    [['1', '2'], undefined],
    [[''], undefined],
  ])('is told from all of them: %j', (texts, kind) => {
    expect(documentsIn(texts)).toBe(kind)
  })
})
