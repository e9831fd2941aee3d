import { describe, expect, it } from 'vitest'
import { BlockFault } from '../../src/io/formats/format.ts'
import { xml } from '../../src/io/formats/xml.ts'
import { fieldTree } from '../../src/plan/field-tree.ts'
import type { PlannedField, SourcePlan } from '../../src/plan/plan.ts'
import { Kind } from '../../src/record/batch.ts'
import { rule } from './planned-rule.ts'

/** Reads a record, writes `#` into every cell of a rule, and takes out what leaves. */
function apply(record: string, fields: PlannedField[], more: Partial<SourcePlan> = {}) {
  const plan: SourcePlan = { name: 's', fields, unlisted: 'fail', tables: {}, ...more }
  const tree = fieldTree(plan, {
    at: (path) => path === plan.subject?.path,
    below: (path) => plan.subject?.path.startsWith(`${path}.`) === true,
  })
  const read = xml.read(Buffer.from(record), { format: 'xml', options: {} }, tree.root)
  const edits = read.batch.columns.flatMap((column, c) =>
    column && !tree.removed.has(c) && tree.columns[c]!.field !== undefined
      ? [{ column: c, values: { text: column.text.map(() => '#'), kind: column.kind.map(() => Kind.string) } }]
      : [],
  )
  const cells = Object.fromEntries(read.batch.columns.flatMap((c) => (c ? [[c.path, c.text]] : [])))
  return { cells, out: Buffer.from(read.splice(edits, Uint8Array.of(1), tree.removed)).toString() }
}

describe('rules for the fields of an XML record', () => {
  it('hold for every element of their name', () => {
    const { out } = apply('<v><p>1</p><p>2</p><n/></v>', [rule('p', 'mask'), rule('n', 'keep')])
    expect(out).toBe('<v><p>#</p><p>#</p><n/></v>')
  })

  it('are asked for by an element without text too, unless they speak of what would be in it', () => {
    for (const empty of ['<n/>', '<n></n>', '<n> </n>']) {
      const record = `<v><p>1</p>${empty}</v>`
      expect(() => apply(record, [rule('p', 'mask')])).toThrow(
        expect.objectContaining({ code: 'POLICY_UNCOVERED_FIELD' }) as Error,
      )
      for (const path of ['n', 'n.x', 'n[].x', 'n.@x', 'n.#text', '*'])
        expect(apply(record, [rule('p', 'mask'), rule(path, 'keep')]).out).toBe(`<v><p>#</p>${empty}</v>`)
    }
  })

  it('do not help a name that holds a number with check digits behind a letter', () => {
    for (const record of ['<v><k991210570002/></v>', '<v><p k991210570002="1"/></v>'])
      expect(() => apply(record, [rule('*', 'keep'), rule('p', 'keep')])).toThrow(/is personal data, and keys/)
    for (const name of ['k991210570003', 'reading20261129', 'v1234567890'])
      expect(apply(`<v><${name}>1</${name}></v>`, [rule('*', 'keep')]).out).toContain(name)
  })

  it('may call the elements of a name a list, also where there is one', () => {
    for (const record of ['<v><p><t>1</t></p></v>', '<v><p><t>1</t></p><p><t>2</t></p></v>']) {
      const { cells } = apply(record, [rule('p[].t', 'mask')])
      expect(Object.keys(cells)).toEqual(['p[].t'])
    }
  })

  it('do not cover attributes of an element that they write anew, and cover those of one that they keep', () => {
    const record = '<v><p home="+7">1</p></v>'
    expect(() => apply(record, [rule('p', 'mask')])).toThrow(
      expect.objectContaining({ code: 'POLICY_UNCOVERED_FIELD' }),
    )
    expect(apply(record, [rule('p', 'keep')]).out).toBe(record)
    expect(apply(record, [rule('p', 'mask'), rule('p.@home', 'mask')]).out).toBe('<v><p home="#">#</p></v>')
  })

  it.each(['null', 'redact'])('that erase an element take its attributes with it: %s', (verb) => {
    expect(apply('<v><p home="+7">1</p><p a="2"/><p><b c="3"/></p></v>', [rule('p', verb)]).out).toBe(
      '<v><p>#</p><p>#</p><p>#</p></v>',
    )
  })

  it('that drop an element take its line with it', () => {
    expect(apply('<v>\n  <p a="1">1</p>\n  <n>2</n>\n</v>', [rule('p', 'drop'), rule('n', 'keep')]).out).toBe(
      '<v>\n  <n>2</n>\n</v>',
    )
  })

  it('speak of the texts, comments and instructions between elements', () => {
    const record = '<v><n>a <b>c</b> d</n><!-- e --><?f g?></v>'
    expect(
      apply(record, [rule('n.#text', 'mask'), rule('n.b', 'mask'), rule('#comment', 'drop'), rule('#pi', 'drop')]).out,
    ).toBe('<v><n>#<b>#</b>#</n></v>')
    expect(() => apply(record, [rule('n', 'keep'), rule('#pi', 'drop')])).toThrow(
      expect.objectContaining({ code: 'POLICY_UNCOVERED_FIELD' }),
    )
  })

  it('hold for a text by itself also where nothing stands beside it, so that what was written is read as it was', () => {
    const fields = [rule('n.#text', 'mask'), rule('n.b', 'drop')]
    const { out } = apply('<v><n>a<b>c</b></n><n>d</n><n/></v>', fields)
    expect(out).toBe('<v><n>#</n><n>#</n><n/></v>')
    expect(apply(out, fields).out).toBe(out)
  })

  it('leave an element with attributes of its own where its text leaves', () => {
    const fields = [rule('p.@kind', 'keep')]
    expect(apply('<v><p kind="home">1</p><p kind="x"/></v>', fields, { unlisted: 'drop' }).out).toBe(
      '<v><p kind="home"></p><p kind="x"/></v>',
    )
  })

  it('meet a fault where a subject stands twice, at any height', () => {
    const subject = { subject: { path: 'p.iin' } }
    for (const record of ['<v><p><iin>1</iin><iin>2</iin></p></v>', '<v><p><iin>1</iin></p><p><iin>2</iin></p></v>'])
      expect(() => apply(record, [rule('p', 'keep')], subject)).toThrow(BlockFault)
    expect(apply('<v><p><iin>1</iin></p></v>', [rule('p', 'keep')], subject).cells).toEqual({ 'p.iin': ['1'] })
  })

  it('need none for a declaration of a namespace, which may not be called like somebody', () => {
    expect(apply('<v xmlns:a="urn:x"><a:n>1</a:n></v>', [rule('a:n', 'keep')]).out).toContain('urn:x')
    expect(() => apply('<v xmlns:a="urn:991210570002"/>', [])).toThrow(
      expect.objectContaining({ code: 'POLICY_UNCOVERED_FIELD' }),
    )
  })

  it('stop at attributes that are called like somebody', () => {
    for (const field of [rule('p', 'keep'), rule('**', 'mask')])
      expect(() => apply('<v><p iin-991210570002="1"/></v>', [field])).toThrow(
        expect.objectContaining({ code: 'POLICY_UNCOVERED_FIELD' }),
      )
  })
})
