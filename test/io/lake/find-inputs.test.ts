import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findInputs } from '../../../src/io/lake/find-inputs.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perde-lake-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function files(...names: string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), 'a\n1\n')
  }
}
const below = async (pattern: string, from = folder) => (await findInputs(pattern, from)).map((f) => f.below)

describe('the inputs that a path names', () => {
  it('are the one file, there or not: who opens it says so', async () => {
    expect(await findInputs('data/people.csv', folder)).toEqual([
      {
        path: join(folder, 'data/people.csv'),
        name: 'data/people.csv',
        below: 'people.csv',
        partition: [],
        inFolder: false,
        open: expect.any(Function),
      },
    ])
  })

  it('are the file whose name looks like a pattern', async () => {
    files('people[1].csv', 'people1.csv')
    expect(await below('people[1].csv')).toEqual(['people[1].csv'])
  })

  it('are what matches, in the order of their code units', async () => {
    files('d/b.csv', 'd/a.csv', 'd/B.csv', 'd/ә.csv', 'd/10.csv', 'd/9.csv', 'd/x.txt')
    expect(await below('d/*.csv')).toEqual(['10.csv', '9.csv', 'B.csv', 'a.csv', 'b.csv', 'ә.csv'])
  })

  it('have their place below the fixed part of the pattern and the name that the user would give them', async () => {
    files('lake/2026/01/a.csv', 'lake/2026/02/a.csv')
    const found = await findInputs('lake/*/*/a.csv', folder)
    expect(found.map((f) => [f.below, f.name])).toEqual([
      ['2026/01/a.csv', 'lake/2026/01/a.csv'],
      ['2026/02/a.csv', 'lake/2026/02/a.csv'],
    ])
  })

  const patterns: [string, string, string[]][] = [
    // what the pattern uses, the pattern, what it finds
    ['any depth', '**/*.csv', ['a.csv', 'd/a.csv', 'd/e/b.csv']],
    ['alternatives', '{d/a,a}.csv', ['a.csv', 'd/a.csv']],
    ['one letter', 'd/?.csv', ['a.csv']],
    ['a set of letters', 'd/e/[bc].csv', ['b.csv']],
    ['a folder above', '../FOLDER/d/*.csv', ['a.csv']],
  ]
  it.each(patterns)('are found by %s', async (_, pattern, expected) => {
    files('a.csv', 'd/a.csv', 'd/e/b.csv', 'd/e/note.txt')
    expect(await below(pattern.replace('FOLDER', folder.split('/').at(-1)!))).toEqual(expected)
  })

  it('are found by an absolute pattern from anywhere', async () => {
    files('d/a.csv')
    expect(await below(join(folder, 'd/*.csv'), '/')).toEqual(['a.csv'])
  })

  it('are never what begins with a dot or an underscore, in any folder below the pattern', async () => {
    files('d/a.csv', 'd/_SUCCESS', 'd/_a.csv', 'd/.a.csv', 'd/_spark/b.csv', 'd/.git/c.csv', 'd/.b.csv.crc')
    expect(await below('d/**')).toEqual(['a.csv'])
  })

  it('lie in a folder with an underscore where the pattern itself names it', async () => {
    files('_export/a.csv')
    expect(await below('_export/*.csv')).toEqual(['a.csv'])
  })

  it('are files only, behind links too', async () => {
    files('real/a.csv', 'd/b.csv')
    mkdirSync(join(folder, 'd/c.csv'))
    symlinkSync(join(folder, 'real/a.csv'), join(folder, 'd/a.csv'))
    expect(await below('d/*.csv')).toEqual(['a.csv', 'b.csv'])
  })

  it('must be there at least once', async () => {
    await expect(findInputs('d/*.csv', folder)).rejects.toMatchObject({
      code: 'INPUT_NOT_FOUND',
      where: { part: 'd/*.csv' },
    })
  })
})
