import { cpSync, rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  AS_OF,
  begin,
  COLUMNS,
  divided,
  ended,
  FILES,
  pass,
  PLAIN,
  POLICY,
  released,
  ROWS,
  type Attempt,
} from './handed.ts'
import { partition, type Partition } from './host.ts'
import { project, type Project } from './perde.ts'

// Whatever happens to the host: a release is of one division of one table.

const PUT = ['put', '--run', 'run']

function put(p: Project, lines: string[]): string {
  const { status, stderr } = p.perde(PUT, { input: lines.join('\n') })
  return `${status} ${/\[(\w+)\]/.exec(stderr)?.[1] ?? ''}`.trim()
}

/** A run without a first pass, and what a worker gave for all partitions of its table. */
async function applied(partitions: Partition[]) {
  const p = project({ ...FILES, 'policy.yaml': PLAIN })
  const begun = begin(p, partitions)
  ended(p, ['plan', '--run', 'run'])
  return { p, begun, lines: await pass(p, begun, 'apply', partitions) }
}

/** The same, with a `perde put` that was killed when it had put one of three. */
async function interrupted() {
  const { p, begun, lines } = await applied(divided(3))
  expect(put(p, lines)).toBe('0')
  for (const shard of [1, 2]) rmSync(p.path(`run/parts/00000${shard}`))
  return { p, begun, lines }
}

const parts = (p: Project) => p.below('run/parts')

describe('a run without a first pass that goes on after its host died', () => {
  it.each([
    // The first 100 are in its first partition as they were: what is lost and what is doubled lies behind.
    ['is divided otherwise', [ROWS.slice(0, 100), ROWS.slice(100, 160), ROWS.slice(160)]],
    ['is in another order', [ROWS.slice(0, 100), ROWS.slice(200), ROWS.slice(100, 200)]],
    ['has a record less', [ROWS.slice(0, 100), ROWS.slice(100, 200), ROWS.slice(200, 299)]],
    ['has another value', [ROWS.slice(0, 100), ROWS.slice(100, 200), ROWS.slice(200).with(7, ROWS[3]!)]],
  ])(
    'takes nothing of a table that %s',
    async (_, tables) => {
      const { p, begun } = await interrupted()
      const other = tables.map((rows) => partition(COLUMNS, rows))
      const again = await pass(p, begun, 'apply', other, 'again')
      expect(put(p, again.slice(1))).toBe('65 INPUT_CHANGED')
      expect(parts(p)).toEqual(['000000'])
      expect(p.perde(['publish', '--run', 'run'])).toMatchObject({ status: 78 })
      expect(p.has('out')).toBe(false)
    },
    180_000,
  )

  it('is published with the table that it was begun with, one partition after another', async () => {
    const { p, begun } = await interrupted()
    ended(p, ['run', 'policy.yaml', '--out', 'single', ...AS_OF])
    const again = await pass(p, begun, 'apply', divided(3), 'again')
    for (const line of [again[2]!, again[1]!]) expect(put(p, [line])).toBe('0')
    ended(p, ['publish', '--run', 'run'])
    expect(released(p, 'out')).toEqual(released(p, 'single'))
    expect(p.below('run')).toEqual(['published', 'run.json'])
  }, 180_000)

  it('does not take the same records in other batches', async () => {
    const { p, begun } = await interrupted()
    const again = await pass(p, begun, 'apply', divided(3, 50), 'again')
    expect(put(p, again.slice(1))).toBe('65 INPUT_CHANGED')
  }, 180_000)
})

describe('the first results of a table', () => {
  it('are those of all its partitions, of one reading', async () => {
    const { p, begun, lines } = await applied(divided(3))
    expect(put(p, [lines[0]!, lines[2]!])).toBe('2 PROTOCOL_INVALID')
    const other = await pass(p, begun, 'apply', divided(3, 50), 'other')
    expect(put(p, [...lines, other[1]!])).toBe('65 INPUT_CHANGED')
    expect([p.has('run/parts'), p.has('run/divisions')]).toEqual([false, false])
    expect(put(p, lines)).toBe('0')
  }, 180_000)

  it('bind what is put when all are done, so that nobody takes the release of another table for that of his', async () => {
    const { p, begun, lines } = await applied(divided(3))
    const other = await pass(p, begun, 'apply', divided(3, 50), 'other')
    expect(put(p, lines)).toBe('0')
    expect(put(p, other)).toBe('65 INPUT_CHANGED')
    expect(put(p, [other[2]!])).toBe('65 INPUT_CHANGED')
    expect(put(p, lines)).toBe('0')
    ended(p, ['publish', '--run', 'run'])
  }, 180_000)

  it('bind the second pass from the first on', async () => {
    const p = project(FILES)
    const begun = begin(p, divided(2))
    expect(put(p, await pass(p, begun, 'profile', divided(2)))).toBe('0')
    ended(p, ['plan', '--run', 'run'])
    expect(put(p, (await pass(p, begun, 'apply', divided(2, 50))).slice(1))).toBe('65 INPUT_CHANGED')
    const lines = await pass(p, begun, 'apply', divided(2), 'again')
    for (const line of lines) expect(put(p, [line])).toBe('0')
    ended(p, ['publish', '--run', 'run'])
  }, 180_000)
})

describe('what a worker sealed', () => {
  const MISMATCH = '78 PLAN_MISMATCH'

  /** A result with some file of its attempt exchanged, in a folder of its own. */
  function forged(p: Project, line: string, change: (folder: string) => void): string {
    const result = JSON.parse(line) as Attempt
    rmSync(p.path('forged'), { recursive: true, force: true })
    cpSync(result.folder, p.path('forged'), { recursive: true })
    change('forged')
    const files = result.files.map(({ name }) => ({ name, bytes: p.bytes(`forged/${name}`).length }))
    return JSON.stringify({ ...result, folder: p.path('forged'), files })
  }

  it('has to be a whole journal of this run, this shard and these files, and the run lives on', async () => {
    const { p, lines } = await applied(divided(2))
    const own = (i: number) => (JSON.parse(lines[i]!) as Attempt).folder
    const journal = (bytes: Uint8Array) => (folder: string) => p.write(`${folder}/.journal`, bytes)
    const [first, second] = [0, 1].map((i) => p.bytes(`run/attempts/${own(i).split('/').at(-1)!}/.journal`))
    const q = await applied(divided(2))
    const foreign = q.p.bytes('run/attempts/apply-0-0/.journal')
    const forgeries: Uint8Array[] = [
      Buffer.alloc(0),
      first!.subarray(0, first!.length - 1),
      first!.map((byte, i) => (i === first!.length >> 1 ? byte ^ 1 : byte)),
      second!,
      foreign,
    ]
    for (const bytes of forgeries) expect(put(p, [forged(p, lines[0]!, journal(bytes)), lines[1]!])).toBe(MISMATCH)
    const longer = forged(p, lines[0]!, (folder) => p.write(`${folder}/data/people/part-00000.csv`, 'iin\n'))
    expect(put(p, [longer, lines[1]!])).toBe(MISMATCH)
    expect([p.has('run/parts'), p.has('run/divisions')]).toEqual([false, false])
    expect(p.below('run/attempts').filter((name) => name.startsWith('.'))).toEqual([])
    expect(put(p, lines)).toBe('0')
    ended(p, ['publish', '--run', 'run'])
    ended(p, ['verify', 'out'])
  }, 180_000)

  it('has to be a whole profile of this run and this shard', async () => {
    const profiled = async () => {
      const p = project({ ...FILES, 'policy.yaml': POLICY })
      const begun = begin(p, divided(2))
      return { p, lines: await pass(p, begun, 'profile', divided(2)) }
    }
    const { p, lines } = await profiled()
    const q = await profiled()
    const own = p.bytes('run/attempts/profile-0-0/profile')
    const forgeries = [
      own.subarray(0, own.length - 1),
      p.bytes('run/attempts/profile-1-0/profile'),
      q.p.bytes('run/attempts/profile-0-0/profile'),
    ]
    for (const bytes of forgeries) {
      const line = forged(p, lines[0]!, (folder) => p.write(`${folder}/profile`, bytes))
      expect(put(p, [line, lines[1]!])).toBe(MISMATCH)
    }
    expect(p.has('run/profiles')).toBe(false)
    expect(put(p, lines)).toBe('0')
    ended(p, ['plan', '--run', 'run'])
  }, 180_000)
})
