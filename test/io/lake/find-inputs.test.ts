import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PerdeError } from '../../../src/errors.ts'
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
    files('people[1].csv', 'people2.csv')
    expect(await below('people[1].csv')).toEqual(['people[1].csv'])
  })

  it.each([
    ['people[1].csv', ['people[1].csv', 'people1.csv']],
    ['d/*.csv', ['d/*.csv', 'd/a.csv', 'd/b.csv']],
    ['d/*', ['d/*/a.csv', 'd/b.csv']],
  ])('are refused where %s is there and means others too', async (pattern, names) => {
    files(...names)
    await expect(findInputs(pattern, folder)).rejects.toMatchObject({
      code: 'INPUT_UNREADABLE',
      where: { part: pattern },
    })
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

  const ODD = [
    'a\nb.csv',
    '\n',
    'tab\t.csv',
    'bell\u0007\u001b[2J.csv',
    '-rf.csv',
    '--.csv',
    'back\\slash.csv',
    '%2F.csv',
    'é.csv',
    'e\u0301.csv',
    'q"\'`$(x) *?[!].csv',
    '\u202etxt.csv',
    ' ',
    '\ufffd.csv',
    `${'ұ'.repeat(125)}.csv`,
    'with\nbreak/in\nfolder/a.csv',
    'x=a\nb/c.csv',
  ]

  it.each(['lake', 'lake/**', 'lake/**/*', '{lake,none}/**', '*/**'])(
    'are all files of %s, whatever they are called',
    async (path) => {
      files(...ODD.map((name) => `lake/${name}`))
      const found = await findInputs(path, folder)
      expect(found.map(({ name }) => name.slice('lake/'.length)).sort()).toEqual([...ODD].sort())
      expect(found.map(({ path }) => path).sort()).toEqual(ODD.map((name) => join(folder, 'lake', name)).sort())
    },
  )

  it('are found by a pattern whatever stands in its place, a line break too', async () => {
    files('d/a\nb.csv', 'd/x\ny/a.csv', 'd/a.txt')
    expect(await below('d/*.csv')).toEqual(['a\nb.csv'])
    expect(await below('d/a?b.csv')).toEqual(['a\nb.csv'])
    expect(await below('d/*/*.csv')).toEqual(['x\ny/a.csv'])
    expect(await below('d/**/a.csv')).toEqual(['x\ny/a.csv'])
  })

  const refused = async (pattern: string) =>
    findInputs(pattern, folder).then(
      () => undefined,
      (e: PerdeError) => [e.code, e.message, e.where.part],
    )

  it.each(['d', 'd/**', 'd/*.csv'])(
    'are refused where a name below %s is not UTF-8, and where a link leads nowhere',
    async (pattern) => {
      files('d/a.csv')
      const name = Buffer.concat([Buffer.from(join(folder, 'd/')), Buffer.of(0x61, 0xff), Buffer.from('.csv')])
      writeFileSync(name, 'a\n1\n')
      expect(await refused(pattern)).toEqual([
        'INPUT_UNREADABLE',
        'the name of a file among the inputs is not UTF-8',
        'd',
      ])
      rmSync(name)
      symlinkSync('nowhere', join(folder, 'd/b.csv'))
      expect(await refused(pattern)).toEqual(['INPUT_UNREADABLE', 'a link among the inputs leads nowhere', 'd'])
      // What is not data, and what the pattern does not mean, is nobody's loss.
      rmSync(join(folder, 'd/b.csv'))
      symlinkSync('nowhere', join(folder, 'd/_b.csv'))
      expect(await refused(pattern)).toBeUndefined()
    },
  )

  it('are refused where a folder cannot be read, such as one whose path is too long for the system', async () => {
    files('d/a.csv')
    const deep = join(folder, 'd/deep', ...Array.from({ length: 18 }, () => 'x'.repeat(250)))
    execFileSync('mkdir', ['-p', deep])
    expect((await refused('d'))?.slice(0, 2)).toEqual(['INPUT_UNREADABLE', 'a folder of inputs cannot be read'])
    execFileSync('rm', ['-rf', join(folder, 'd/deep')])
  })

  it('are found with what cannot be read as a file, which whoever opens it says', async () => {
    files('d/a.csv')
    execFileSync('mkfifo', [join(folder, 'd/b.csv')])
    const found = await findInputs('d', folder)
    expect(found.map((f) => f.below)).toEqual(['a.csv', 'b.csv'])
    await expect(found[1]!.open('d/b.csv')).rejects.toMatchObject({ code: 'INPUT_UNREADABLE' })
  })

  it('are refused where a link leads back to a folder above, and so to a file under two names', async () => {
    files('d/e/a.csv')
    symlinkSync('..', join(folder, 'd/e/up'))
    for (const pattern of ['d', 'd/**/*.csv'])
      expect((await refused(pattern))?.slice(0, 2)).toEqual([
        'INPUT_UNREADABLE',
        'a file is found under two names, by a link',
      ])
    expect(await below('d/*/*.csv')).toEqual(['e/a.csv'])
  })

  it('are found without a look into folders that a pattern rules out', async () => {
    files('d/a.csv', 'd/x/b.csv')
    symlinkSync('nowhere', join(folder, 'd/x/c.csv'))
    expect(await below('d/*.csv')).toEqual(['a.csv'])
    expect(await below('d/[a-c].csv')).toEqual(['a.csv'])
    expect((await refused('d/*/*.csv'))?.[0]).toBe('INPUT_UNREADABLE')
  })

  it('must be there at least once', async () => {
    await expect(findInputs('d/*.csv', folder)).rejects.toMatchObject({
      code: 'INPUT_NOT_FOUND',
      where: { part: 'd/*.csv' },
    })
  })
})
