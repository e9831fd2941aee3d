import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openSpill } from '../../../src/io/stores/spill.ts'

describe('what is spilled', () => {
  it('comes back piece by piece, as often as it is asked for', () => {
    const spill = openSpill('numbers')
    const pieces = [Buffer.from('one'), Buffer.alloc(0), Buffer.alloc(100_000, 7)]
    for (const piece of pieces) spill.write(piece)
    for (const time of [1, 2]) expect([...spill.pieces()].map(String), `time ${time}`).toEqual(pieces.map(String))
    spill.close()
  })

  it('leaves no name behind and stands in its file encrypted', () => {
    const folder = mkdtempSync(join(tmpdir(), 'spill-test-'))
    const before = process.env['TMPDIR']
    process.env['TMPDIR'] = folder
    onTestFinished(() => {
      if (before === undefined) delete process.env['TMPDIR']
      else process.env['TMPDIR'] = before
      rmSync(folder, { recursive: true })
    })
    const spill = openSpill('numbers')
    spill.write(Buffer.from('a word that stands here'.repeat(100)))
    expect(readdirSync(folder)).toEqual([])
    const open = readdirSync('/proc/self/fd')
      .map((fd) => `/proc/self/fd/${fd}`)
      .filter((fd) => linkOf(fd).startsWith(folder))
    expect(open).toHaveLength(1)
    const bytes = readFileSync(open[0]!)
    expect([bytes.length, bytes.includes('word')]).toEqual([2300, false])
    spill.close()
  })
})

function linkOf(fd: string): string {
  try {
    return readlinkSync(fd)
  } catch {
    return ''
  }
}
