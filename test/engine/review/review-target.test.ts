import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { digestOf, isInside, openReviewTarget, textFields } from '../../../src/engine/review/review-target.ts'
import { temporaryFolder } from '../plans.ts'
import { writeRelease } from '../review-release.ts'

let cwd: string
beforeEach(() => (cwd = temporaryFolder()))

const write = (name: string, text: string | Uint8Array) => writeFileSync(join(cwd, name), text)
const open = (target: string, options: { format?: string; header?: boolean } = {}) =>
  openReviewTarget({
    target,
    cwd,
    ...(options.format !== undefined && { format: options.format }),
    options: options.header === undefined ? {} : { header: options.header },
  })
const fieldsOf = async (target: string, options?: { format?: string; header?: boolean }) =>
  textFields(await open(target, options))

const NOTE = 'the visit went well and nothing had to be done'

describe('what is reviewed', () => {
  it('is a file', async () => {
    write('a.csv', 'id,note\n1,x\n')
    const { parts, release } = await open('a.csv')
    expect(parts.map((p) => [p.source, p.name, p.format.name])).toEqual([['input', 'a.csv', 'csv']])
    expect(release).toBeUndefined()
  })

  it('is the files of a glob, in the order of their names, as one source', async () => {
    for (const name of ['b.jsonl', 'a.jsonl']) write(name, `{"note":"${NOTE}"}\n`)
    const target = await open('*.jsonl')
    expect(target.parts.map((p) => [p.source, p.name])).toEqual([
      ['input', 'a.jsonl'],
      ['input', 'b.jsonl'],
    ])
    expect(await textFields(target)).toEqual(['note'])
  })

  it('is a release, by its sources', async () => {
    const manifest = writeRelease(join(cwd, 'out'), [
      { path: 'data/notes.csv', source: 'notes', text: `id,note\n1,${NOTE}\n`, records: 1, header: 8 },
      { path: 'data/bare.csv', source: 'bare', text: `1,${NOTE}\n`, records: 1, header: 0 },
    ])
    const target = await open('out')
    expect(target.release?.manifest).toEqual(manifest)
    expect(target.parts.map((p) => [p.source, p.name])).toEqual([
      ['notes', 'out/data/notes.csv'],
      ['bare', 'out/data/bare.csv'],
    ])
    // A file that was released without a header is read without one.
    expect(await textFields(target)).toEqual(['column2', 'note'])
  })

  it('is no release that was changed', async () => {
    writeRelease(join(cwd, 'out'), [{ path: 'data/a.jsonl', source: 'a', text: '{"a":"b"}\n', records: 1, header: 0 }])
    appendFileSync(join(cwd, 'out/data/a.jsonl'), '{"a":"c"}\n')
    await expect(open('out')).rejects.toMatchObject({ code: 'RELEASE_TAMPERED', where: { part: 'out' } })
  })

  it.each([
    ['a folder that is no release', 'folder', 'RELEASE_INVALID'],
    ['what is not there', 'gone.csv', 'INPUT_NOT_FOUND'],
    ['a glob without a file', '*.tsv', 'INPUT_NOT_FOUND'],
    ['a file of an unknown format', 'a.bin', 'INPUT_FORMAT'],
  ])('is not %s', async (_, target, code) => {
    mkdirSync(join(cwd, 'folder'))
    write('a.bin', 'x')
    await expect(open(target)).rejects.toMatchObject({ code })
  })
})

describe('the fields that are read', () => {
  it('are those that hold texts', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${i},red,${NOTE},2026-01-0${1 + (i % 9)}\n`)
    write('a.csv', `id,colour,note,day\n${rows.join('')}`)
    expect(await fieldsOf('a.csv')).toEqual(['note'])
  })

  it('are found in nested records, and a key that may be a person becomes a star', async () => {
    const record = { id: 7, messages: [{ role: 'user', content: NOTE }], by: { 'Айгүл Сәрсенова': NOTE } }
    write('a.jsonl', `${JSON.stringify(record)}\n`)
    expect(await fieldsOf('a.jsonl')).toEqual(['by.*', 'messages[].content'])
  })

  it('are none where there is no text, and the way to name one is told', async () => {
    write('a.csv', 'id,colour\n1,red\n2,blue\n')
    await expect(fieldsOf('a.csv')).rejects.toMatchObject({
      code: 'INPUT_VALUE',
      message: 'no field holds texts',
      where: { part: 'a.csv' },
      hints: [expect.stringContaining('--field')],
    })
  })

  it.each([
    ['an empty file', '', 'a.csv', 'INPUT_EMPTY'],
    ['an empty file of lines', '', 'a.jsonl', 'INPUT_EMPTY'],
    ['a header and no record', 'id,note\n', 'a.csv', 'INPUT_VALUE'],
    [
      'bytes that are no text',
      Uint8Array.of(0x69, 0x2c, 0x6e, 0x0a, 0xff, 0xfe, 0x2c, 0xc3, 0x28, 0x0a),
      'a.csv',
      'INPUT_ENCODING',
    ],
    ['a header that is a record', '920304512348,Қасымов Ерлан\n930405623454,Ким Дана\n', 'a.csv', 'INPUT_NO_HEADER'],
  ])('are not looked for in %s', async (_, content, name, code) => {
    write(name, content)
    await expect(fieldsOf(name)).rejects.toMatchObject({ code, where: { part: name } })
  })
})

describe('the digest that judgements are filed under', () => {
  it('is the manifest’s, a file’s own, or that of the list of files', async () => {
    const [a, b] = ['aa'.repeat(32), 'bb'.repeat(32)]
    write('a.jsonl', '{}\n')
    const input = await open('a.jsonl')
    expect(digestOf(input, [a!])).toEqual({ sha256: a })
    expect(digestOf(input, [a!, b!])).toEqual({ sha256: createHash('sha256').update(`${a}\n${b}\n`).digest('hex') })
    writeRelease(join(cwd, 'out'), [])
    const release = await open('out')
    expect(digestOf(release, [])).toEqual({ manifestSha256: release.release!.manifestSha256 })
  })
})

describe('a place for the judgements', () => {
  it('is inside the release under any name of its folder', async () => {
    writeRelease(join(cwd, 'out'), [{ path: 'data/a.jsonl', source: 'a', text: '{}\n', records: 1, header: 0 }])
    symlinkSync(join(cwd, 'out'), join(cwd, 'link'))
    const target = await open('out')
    for (const path of ['out/x.json', 'out/data/x.json', 'link/x.json'])
      expect(isInside(target, join(cwd, path))).toBe(true)
    for (const path of ['x.json', 'outer.json']) expect(isInside(target, join(cwd, path))).toBe(false)
  })
})
