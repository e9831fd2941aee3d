import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PerdeError } from '../../../src/errors.ts'
import { ANYWHERE, BlockFault, type FormatOptions } from '../../../src/io/formats/format.ts'
import { xml } from '../../../src/io/formats/xml.ts'
import { findElement } from '../../../src/io/formats/xml-records.ts'
import { Kind } from '../../../src/record/batch.ts'
import { everyField, NONE } from './read-all.ts'
import { document, events, record, text } from './xml-oracle.ts'

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
    take = length === 0 ? take + size : size
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

  it('is whole when any of its fields leave', () => {
    fc.assert(
      fc.property(record, fc.array(fc.nat({ max: 12 }), { maxLength: 6 }), (one, gone) => {
        const { root, paths } = everyField()
        const read = xml.read(bytes(one), { format: 'xml', options: {} }, root)
        const out = Buffer.from(read.splice([], Uint8Array.of(1), new Set(gone))).toString()
        events(out)
        const again = cells(out)
        for (const column of gone)
          if (paths[column] !== undefined) expect((again[paths[column]] ?? []).filter((t) => t !== '')).toEqual([])
      }),
      { numRuns: 500 },
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
