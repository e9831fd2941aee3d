import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PerdeError } from '../../../src/errors.ts'
import { ANYWHERE, BlockFault, type FormatOptions } from '../../../src/io/formats/format.ts'
import { xml } from '../../../src/io/formats/xml.ts'
import { findElement } from '../../../src/io/formats/xml-records.ts'
import { Kind } from '../../../src/record/batch.ts'
import { formatName } from '../../../src/record/path.ts'
import { everyField, NONE } from './read-all.ts'
import { document, events, record, text, tree, type Element } from './xml-oracle.ts'

const bytes = (written: string) => Buffer.from(written)

/** A document through the format the way the engine takes it: beginning, blocks of about `size` bytes, end. */
function through(written: string, size: number, options: FormatOptions = { record: '/export/all/visit' }) {
  const input = bytes(written)
  const { layout, start } = xml.open(input, options, true)!
  const before = input.subarray(0, start)
  const blocks: Uint8Array[] = []
  let at = start
  for (let take = size; ;) {
    const complete = at + take >= input.length
    const { length, last, wrong } = xml.cut(input.subarray(at, at + take), layout, complete)
    if (length > 0) blocks.push(input.slice(at, at + length))
    at += length
    if (last) break
    if (wrong) throw new PerdeError(wrong.code, wrong.message)
    if (length === 0 && complete) throw new PerdeError('INPUT_TORN_TAIL', 'no end')
    take = length === 0 ? take * 2 : size
  }
  return { layout, before, blocks, after: input.subarray(at) }
}

/** The document as it is written when records with keep 0 are left out. */
function written(
  { layout, before, blocks, after }: ReturnType<typeof through>,
  keep: (record: number) => boolean = () => true,
) {
  const out: Uint8Array[] = [xml.prologue(layout, everyField().root, NONE, before)]
  let seen = 0
  let some = false
  for (const block of blocks) {
    const read = xml.read(block, layout, everyField().root)
    const kept = Uint8Array.from({ length: read.batch.records }, () => (keep(seen++) ? 1 : 0))
    const own = read.splice([], kept, NONE)
    out.push(some ? own : xml.document!.first(own))
    some ||= own.length > 0
  }
  out.push(xml.document!.epilogue(layout, after))
  return Buffer.concat(out).toString()
}

/** All cells of some records, by path. */
function cells(block: string): Record<string, string[]> {
  const { root, paths } = everyField()
  const { batch } = xml.read(bytes(block), { format: 'xml', options: {} }, root)
  return Object.fromEntries(
    batch.columns.flatMap((column, c) =>
      column ? [[paths[c], column.text.map((t, i) => (column.kind[i] === Kind.null ? null : t))]] : [],
    ),
  ) as Record<string, string[]>
}

describe('an XML document', () => {
  it('survives byte for byte where nothing is edited, for every size of block', () => {
    fc.assert(
      fc.property(document, fc.integer({ min: 1, max: 60 }), ({ records, joint, start, end }, size) => {
        const whole = start + records.join(joint) + end
        const read = through(whole, size)
        expect(written(read)).toBe(whole)
        xml.document!.texts(read.layout, read.before, undefined)
        xml.document!.texts(read.layout, read.before, read.after)
      }),
      { numRuns: 300 },
    )
  })

  it('stays one when records leave it, whichever they are', () => {
    fc.assert(
      fc.property(
        document,
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
        ({ records, start, end }, size, keep) => {
          const read = through(start + records.join('\n') + end, size)
          const kept = records.filter((_, i) => keep[i])
          const out = written(read, (r) => keep[r]!)
          expect(withoutBlank(out)).toEqual(withoutBlank(start + kept.join('') + end))
          const bare = { ...read, layout: { ...read.layout, options: { around: 'drop' as const } } }
          expect(withoutBlank(written(bare, (r) => keep[r]!))).toEqual(
            withoutBlank(`<export xmlns="urn:x"><all>${kept.join('')}</all></export>`),
          )
        },
      ),
      { numRuns: 200 },
    )
  })

  it('has the texts and attributes that saxes reads', () => {
    fc.assert(
      fc.property(record, (one) => {
        const expected: string[] = []
        for (const event of events(one)) {
          if (event.startsWith('text ')) expected.push(event.slice(5))
          else if (event.startsWith('comment ')) expected.push(event.slice(8))
          else if (event.startsWith('pi ')) expected.push(event.slice(3).trim())
          else if (event.startsWith('open '))
            expected.push(...(Object.values(JSON.parse(event.slice(event.indexOf('{')))) as string[]))
        }
        const found = Object.values(cells(one)).flat()
        // Elements without text are asked for here too.
        expect(found.filter((t) => t.trim() !== '').sort()).toEqual(expected.filter((t) => t.trim() !== '').sort())
      }),
      { numRuns: 500 },
    )
  })

  it('has the values that were written to it, whatever stands in them', () => {
    fc.assert(
      fc.property(record, text, (one, value) => {
        const { root } = everyField()
        const layout = { format: 'xml', options: {} }
        const read = xml.read(bytes(one), layout, root)
        const edits = read.batch.columns.flatMap((column, c) =>
          column && !/#(?:comment|pi)/.test(column.path)
            ? [{ column: c, values: { text: column.text.map(() => value), kind: column.kind } }]
            : [],
        )
        const out = Buffer.from(read.splice(edits, Uint8Array.of(1), NONE)).toString()
        events(out)
        const again = cells(out)
        for (const { column } of edits) {
          const { path, text: before } = read.batch.columns[column]!
          if (value.trim() !== '' || !path.endsWith('#text')) expect(again[path]).toEqual(before.map(() => value))
        }
      }),
      { numRuns: 500 },
    )
  })

  it('has values that are to be alike written alike, however they stood there', () => {
    const { root, paths } = everyField()
    const one = '<p><a>x</a><b><![CDATA[1 & 2]]></b><c/><d></d><e><![CDATA[]]></e><f i="1"/></p>'
    const read = xml.read(bytes(one), { format: 'xml', options: {} }, root)
    const edits = read.batch.columns.flatMap((values, column) =>
      values && paths[column] !== 'f.@i' ? [{ column, values, alike: true as const }] : [],
    )
    expect(Buffer.from(read.splice(edits, Uint8Array.of(1), NONE)).toString()).toBe(
      '<p><a>x</a><b>1 &amp; 2</b><c></c><d></d><e></e><f i="1"></f></p>',
    )
  })

  it.each([
    ['line ends of Windows', '<v>\r\n  <a>1</a>\r\n  <b>2</b>\r\n</v>', '<v>\r\n  <a>1</a>\r\n</v>'],
    ['a blank line', '<v>\n\n<a>1</a>\n \n\t<b>2</b>\n\n</v>', '<v>\n\n<a>1</a>\n\n</v>'],
    ['no line ends', '<v> <a>1</a> <b>2</b> </v>', '<v> <a>1</a>  </v>'],
    ['behind a comment', '<v><!-- > -->\n  <b>2</b>\n</v>', '<v><!-- > -->\n</v>'],
    ['beside a text deeper down', '<v><n>x <i>y</i></n>\n<b>2</b>\n</v>', '<v><n>x <i>y</i></n>\n</v>'],
    ['not in a text with elements in it', '<v>one <i>two</i>\n<b>2</b>three</v>', '<v>one <i>two</i>\nthree</v>'],
    ['not behind a text that ends like a tag', '<v>x >\n<b>2</b>y</v>', '<v>x >\ny</v>'],
    ['not behind CDATA', '<v><![CDATA[q]]>\n\n<b>2</b>z</v>', '<v><![CDATA[q]]>\n\nz</v>'],
    ['not behind CDATA alone', '<v><![CDATA[ ]]>\n<b>2</b></v>', '<v><![CDATA[ ]]>\n</v>'],
    ['not in an element in a text', '<v>x <n>\n<b>2</b></n></v>', '<v>x <n>\n</n></v>'],
  ])('loses the line of an element that leaves: %s', (_, one, expected) => {
    const { root, paths } = everyField()
    const read = xml.read(bytes(one), { format: 'xml', options: {} }, root)
    const out = read.splice([], Uint8Array.of(1), new Set([paths.findIndex((path) => /^(n\.)?b$/.test(path))]))
    expect(Buffer.from(out).toString()).toBe(expected)
  })

  it('is whole when any of its fields leave', () => {
    fc.assert(
      fc.property(record, fc.array(fc.nat({ max: 12 }), { maxLength: 6 }), (one, gone) => {
        const { root, paths } = everyField()
        const read = xml.read(bytes(one), { format: 'xml', options: {} }, root)
        const out = Buffer.from(read.splice([], Uint8Array.of(1), new Set(gone))).toString()
        events(out)
        const again = cells(out)
        for (const column of gone)
          // A text that nothing stands beside any more is the value of its element.
          if (paths[column] !== undefined && !paths.includes(`${paths[column]}.#text`))
            expect((again[paths[column]] ?? []).filter((t) => t !== '')).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('keeps every text as saxes reads it, white space too, when elements leave', () => {
    const most = 20
    const choices = fc.array(fc.boolean(), { minLength: most, maxLength: most })
    fc.assert(
      fc.property(record, choices, (one, chosen) => {
        const { root, paths } = everyField()
        const read = xml.read(bytes(one), { format: 'xml', options: {} }, root)
        // Texts, attributes, comments and instructions stay.
        const gone = new Set([...paths.keys()].filter((c) => chosen[c % most] && !/[#@]/.test(paths[c]!)))
        const out = Buffer.from(read.splice([], Uint8Array.of(1), gone)).toString()
        const left = without(tree(one), new Set([...gone].map((c) => paths[c]!)))
        expect(withoutLayout(tree(out), left)).toEqual(withoutLayout(left, left))
      }),
      { numRuns: 2000 },
    )
  })

  it('is refused where saxes refuses it, and only there', () => {
    const mark = fc.constantFrom(
      '<',
      '>',
      '/',
      '&',
      '"',
      "'",
      '=',
      ' ',
      '!',
      '?',
      '-',
      ']',
      '[',
      'a',
      '&#0;',
      '&x;',
      '\u0001',
      '\uffff',
    )
    fc.assert(
      fc.property(record, fc.nat(), fc.nat({ max: 3 }), mark, (one, place, cut, put) => {
        const at = place % (one.length + 1)
        // A character that was cut in two is another one in UTF-8.
        const changed = bytes(one.slice(0, at) + put + one.slice(at + cut)).toString()
        const ours = outcome(() => cells(changed))
        // One element at least, and nothing behind it but another one: a block may hold several.
        const theirs = outcome(() => events(`<export>${changed}</export>`))
        if (theirs === 'refused') expect(ours).toBe('refused')
        else if (/^(?:<visit[^]*)$/.test(changed) && ours === 'refused') expect(textOutside(changed)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

/** The element without the leaves at some paths; those with attributes stay, without their text. */
function without({ content, ...element }: Element, gone: ReadonlySet<string>, under = ''): Element {
  const left: Element['content'] = []
  for (const part of content) {
    if (typeof part === 'string' && typeof left.at(-1) === 'string') left.push(`${left.pop() as string}${part}`)
    else if (!isElement(part)) left.push(part)
    else {
      const path = `${under}${formatName(part.name)}`
      const leaves = part.content.every((inner) => typeof inner === 'string') && gone.has(path)
      if (!leaves) left.push(without(part, gone, `${path}.`))
      else if (Object.keys(part.attributes).length > 0) left.push({ ...part, content: [] })
    }
  }
  return { ...element, content: left }
}

/** The element without the layout of the original. */
function withoutLayout({ name, attributes, content }: Element, original: Element): unknown {
  const parts = content.filter((part) => !(original.isLaidOut && typeof part === 'string' && part.trim() === ''))
  const elements = original.content.filter(isElement)
  const inner = parts.map((part) => (isElement(part) ? withoutLayout(part, elements.shift() ?? part) : part))
  return { name, attributes, content: inner }
}

function isElement(part: Element['content'][number]): part is Element {
  return typeof part !== 'string' && 'name' in part
}

/** White space between elements is nothing. */
const withoutBlank = (written: string) => events(written).filter((event) => event.trim() !== 'text')

function outcome(action: () => unknown): 'read' | 'refused' {
  try {
    action()
    return 'read'
  } catch (e) {
    if (e instanceof TypeError || e instanceof RangeError) throw e
    return 'refused'
  }
}

/** Is there text between the elements of the outermost level, where only records may stand? */
function textOutside(written: string): boolean {
  let depth = 0
  return events(`<export>${written}</export>`).some((event) => {
    if (event.startsWith('open ')) depth++
    if (event.startsWith('close ')) depth--
    return event.startsWith('text ') && depth === 1
  })
}

/** The code of the failure, wherever it comes from. */
function failure(written: string, options: FormatOptions = { record: '/r/v' }): string | undefined {
  try {
    const read = through(written, 7, options)
    for (const block of read.blocks) xml.read(block, read.layout, everyField().root)
    xml.document!.texts(read.layout, read.before, read.after)
  } catch (e) {
    if (e instanceof BlockFault || e instanceof PerdeError) return e.code
    throw e
  }
  return undefined
}

describe('a document without records', () => {
  it.each([
    ['<r/>', undefined],
    ['<r></r>', undefined],
    ['<?xml version="1.0"?>\n<r a="1"><!-- none --></r>\n', undefined],
    ['<r/>', '/r/v'],
    ['<r> </r>', '/r/v'],
    ['<r><g/></r>', '/r/g/v'],
    ['<r><x/><g> </g></r>', '/r/g/v'],
    ['<r></r>', ANYWHERE],
    ['<r/>', ANYWHERE],
  ])('is read as none, and written as it was: %s, %s', (document, record) => {
    const options = record === undefined ? {} : { record }
    const read = through(document, 7, options)
    expect(read.blocks).toEqual([])
    expect(written(read)).toBe(document)
    expect(failure(document, options)).toBeUndefined()
    const bare = through(document, 7, { ...options, around: 'drop' })
    expect(written(bare).replace(/^<.xml.*>\n|\s/g, '')).toMatch(/^<r>(<g><\/g>)?<\/r>$/)
  })

  it.each([
    ['<r><g/><w/></r>', '/r/v'],
    ['<r><g/></r>', '/r/h/v'],
    ['<r><g/><g><w/></g></r>', '/r/g/v'],
    ['<x/>', '/r/v'],
    ['<r>text</r>', '/r/v'],
    ['<r><g>text</g></r>', '/r/g/v'],
    ['<r>text</r>', ANYWHERE],
  ])('is no document in which others stand there, or the place is not: %s, %s', (document, record) => {
    expect(failure(document, { record })).toBe('INPUT_FORMAT')
  })
})

describe('what is not a document of records', () => {
  it.each([
    ['a DOCTYPE in front', '<!DOCTYPE r SYSTEM "x.dtd"><r><v/></r>', 'INPUT_XML_DOCTYPE'],
    ['a DOCTYPE between records', '<r><v/><!DOCTYPE r><v/></r>', 'INPUT_XML_DOCTYPE'],
    ['a DOCTYPE in a record', '<r><v><!DOCTYPE r></v></r>', 'INPUT_XML_DOCTYPE'],
    ['a DOCTYPE behind the records', '<r><v/></r><!DOCTYPE r>', 'INPUT_XML_DOCTYPE'],
    ['an entity that nobody defined', '<r><v>&x;</v></r>', 'INPUT_XML'],
    ['an entity in an attribute that nobody defined', '<r><v a="&x;"/></r>', 'INPUT_XML'],
    ['a reference to a surrogate', '<r><v>&#xD800;</v></r>', 'INPUT_XML'],
    ['a reference to NUL', '<r><v>&#0;</v></r>', 'INPUT_XML'],
    ['a control character', '<r><v>\u0007</v></r>', 'INPUT_XML'],
    ['a control character in a comment', '<r><v><!--\u0007--></v></r>', 'INPUT_XML'],
    ['a NUL byte', '<r><v>\0</v></r>', 'INPUT_NUL'],
    ['a character that is none', '<r><v>\uffff</v></r>', 'INPUT_XML'],
    ['a wrong closing tag', '<r><v><a></b></v></r>', 'INPUT_XML'],
    ['an element that is not closed', '<r><v><a></v></r>', 'INPUT_XML'],
    ['an attribute twice', '<r><v a="1" a="2"/></r>', 'INPUT_XML'],
    ['an attribute without quotes', '<r><v a=1/></r>', 'INPUT_XML'],
    ['an attribute without a value', '<r><v a/></r>', 'INPUT_XML'],
    ['a "<" in an attribute', '<r><v a="<"/></r>', 'INPUT_XML'],
    ['two hyphens in a comment', '<r><v><!-- a -- b --></v></r>', 'INPUT_XML'],
    ['"]]>" in a text', '<r><v>]]></v></r>', 'INPUT_XML'],
    ['a declaration in a record', '<r><v><?xml version="1.0"?></v></r>', 'INPUT_XML'],
    ['a name that is none', '<r><v><1a/></v></r>', 'INPUT_XML'],
    ['text between the records', '<r><v/>x<v/></r>', 'INPUT_XML'],
    ['nesting that has no end', `<r><v>${'<a>'.repeat(300)}${'</a>'.repeat(300)}</v></r>`, 'INPUT_XML_DEPTH'],
    [
      'attributes without end',
      `<r><v${Array.from({ length: 1001 }, (_, i) => ` a${i}=""`).join('')}/></r>`,
      'INPUT_XML',
    ],
    ['an end inside a record', '<r><v/><v><a>', 'INPUT_TORN_TAIL'],
    ['an end behind a record', '<r><v/>', 'INPUT_TORN_TAIL'],
    ['an end before the records', '<r><w>', 'INPUT_TORN_TAIL'],
    ['an end in the closing tags', '<r><v/></r', 'INPUT_XML'],
    ['a root that is closed otherwise', '<r><v/></x>', 'INPUT_XML'],
    ['two roots', '<r><v/></r><r/>', 'INPUT_XML'],
    ['no element at the path', '<r><w/></r>', 'INPUT_FORMAT'],
    ['another root', '<x><v/></x>', 'INPUT_FORMAT'],
    ['records behind other elements', '<r><v/><w/><v/></r>', 'INPUT_FORMAT'],
    ['something that is no XML', 'a,b\n1,2\n', 'INPUT_XML'],
    ['white space alone', ' \n', 'INPUT_EMPTY'],
  ])('is refused for %s', (_, written, code) => {
    expect(failure(written)).toBe(code)
  })

  it('is refused for records at two depths, but not for records inside others', () => {
    expect(failure('<r><g><v/></g><v/></r>', { record: '/r/g/v' })).toBeUndefined()
    expect(failure('<r><g><v/></g><g><v/></g></r>', { record: '/r/g/v' })).toBe('INPUT_FORMAT')
    expect(failure('<r><v><v/></v></r>')).toBeUndefined()
  })

  it('is refused where the root itself is called the record, which could not leave', () => {
    expect(failure('<v/>', { record: '/v' })).toBe('INPUT_FORMAT')
  })

  it('is refused where elements of several names might be the records and nobody says which', () => {
    expect(failure('<r><v/><v/></r>', {})).toBeUndefined()
    expect(failure('<r><v/><w/></r>', {})).toBe('INPUT_XML')
  })
})

describe('the records of a document', () => {
  it.each([
    ['the first element that is repeated', '<e><meta/><v/><v/></e>', '/e/v'],
    ['an element deeper down', '<s:E><b><meta/><vs><v/><v/></vs></b></s:E>', '/s:E/b/vs/v'],
    ['the outermost element that is repeated', '<e><v><p/><p/></v><v/></e>', '/e/v'],
    ['the only element', '<e><v><n>1</n></v></e>', '/e/v'],
    ['not what a comment holds', '<e><!-- <x/><x/> --><v/><v/></e>', '/e/v'],
  ])('are found: %s', (_, written, path) => {
    expect(findElement(bytes(written), ANYWHERE, true)?.path).toBe(path)
  })

  it('are found as soon as their first tag is there, and not before', () => {
    const whole = '<?xml version="1.0"?><!-- a --><e a=">"><w><v/></w><v x="1">'
    const start = whole.lastIndexOf('<v')
    for (let end = 0; end <= whole.length; end++) {
      const found = findElement(bytes(whole.slice(0, end)), '/e/v', false)
      expect(found?.start).toBe(end < whole.length ? undefined : start)
    }
  })
})

describe('the encoding of a document', () => {
  const first = (text: string) => xml.charset!(bytes(text))
  it.each([
    ['<?xml version="1.0" encoding="windows-1251"?>', 'windows-1251'],
    ["<?xml version='1.0' encoding = 'KZ-1048' standalone='no'?>", 'kz-1048'],
    ['<?xml version="1.0"?><e encoding="x"/>', undefined],
    ['<?xml version="1.0" encoding="UTF-8"?>', 'utf-8'],
    ['<\0e\0>\0', 'utf-16le'],
    ['\0<\0e\0>', 'utf-16be'],
    ['<e/>', undefined],
  ])('is what its declaration says: %j', (text, charset) => {
    expect(first(text)).toBe(charset)
  })

  it.each(['koi8-r', 'utf-16'])('is refused where perde cannot read it as declared: %s', (name) => {
    expect(() => first(`<?xml version="1.0" encoding="${name}"?>`)).toThrow(PerdeError)
  })

  it('is declared as UTF-8 in what is written', () => {
    const read = through('<?xml version="1.0" encoding="windows-1251" standalone="yes"?><r><v/></r>', 9, {
      record: '/r/v',
    })
    expect(written(read)).toBe('<?xml version="1.0" encoding="UTF-8" standalone="yes"?><r><v/></r>')
  })
})

describe('bad documents of the corpus', () => {
  const folder = join(import.meta.dirname, '../../corpora/handmade')
  it.each(readdirSync(folder).filter((name) => name.endsWith('.xml')))(
    'are refused or have what is in them read: %s',
    (name) => {
      const whole = readFileSync(join(folder, name), 'utf8')
      const code = failure(whole, {}) ?? failure(`<export>${whole}</export>`, {})
      if (name.includes('pii-in')) {
        const { root } = everyField()
        const { batch } = xml.read(bytes(whole), { format: 'xml', options: {} }, root)
        const texts = batch.columns.flatMap((column) => column?.text ?? [])
        for (const part of whole.match(/\d{11,12}|ivan@[\w.]+/g)!)
          expect(texts.some((t) => t.includes(part))).toBe(true)
      } else expect(code).toMatch(/^INPUT_(?:XML|FORMAT)/)
    },
  )
})
