import { expect } from 'vitest'
import { verifyLog } from '../../src/evidence/log/verify-log.ts'
import type { Project, Ran } from './perde.ts'
import { CHANGING, inject, trace, type Call, type Command, type Fault } from './strace.ts'

/**
 * A command is killed, or a system call of it fails, at every call by which it changes what is on the disk; each time in a
 * project that is as it was before.
 */
export interface Sweep extends Command {
  /** puts the project back as it is before the command */
  kept: () => Project
  prepare?: (p: Project) => void
  /** what has to hold after a fault, and after what is tried next */
  after(p: Project, ran: Ran, holds: Holds): void
  /** the least number of calls that the command makes */
  least: number
  /** how many faults are tried, evenly over the command, where not all are */
  tried?: number
}

export type Holds = (what: string, ok: boolean) => void

/** All of them take minutes a command. */
const ALL = process.env['PERDE_SWEEP'] === 'all'

/** Done by these commands alone, so that the n-th of a name is the same each time. */
const EXACT = new Set([
  ...['pwrite64', 'fsync', 'fdatasync', 'ftruncate', 'rename', 'renameat', 'renameat2', 'link', 'linkat'],
  ...['mkdir', 'mkdirat', 'unlink', 'unlinkat', 'rmdir'],
])
/** That they fail on a real disk is no wonder. How a lock is taken has tests of its own. */
const FAILING = new Set(['pwrite64', 'fsync', 'fdatasync', 'rename'])
const isLock = ({ role }: Call) => /lock\.TOKEN/.test(role)
/** What is gone with the process, or is a file of nobody. */
const isTemporary = ({ role }: Call) => /^(?:create )?tmp\//.test(role)

/** Everything that did not hold, by fault and call. */
export function sweep({ args, input, kept, prepare = () => undefined, after, least, tried = 5 }: Sweep): string[] {
  const command = { args, ...(input !== undefined && { input }) }
  const scene = () => {
    const p = kept()
    prepare(p)
    return p
  }
  const { ran, calls } = trace(scene(), command, CHANGING)
  expect(ran, ran.stderr).toMatchObject({ status: 0 })
  const points = calls.filter((call) => EXACT.has(call.name) && !isTemporary(call))
  expect(points.length).toBeGreaterThan(least)
  const faults = points.flatMap((call): [Fault, Call][] => [
    ['KILL', call],
    ...(FAILING.has(call.name) && !isLock(call) ? [['EIO', call] satisfies [Fault, Call]] : []),
  ])
  return chosen(faults, ALL ? faults.length : tried).flatMap(([fault, call]) => {
    const p = scene()
    const problems: string[] = []
    const holds: Holds = (what, ok) => {
      if (!ok) problems.push(`${fault} at ${call.name}(${call.role}): ${what}`)
    }
    const { ran: done, hit } = trace(p, command, CHANGING, ...inject(call, fault))
    holds(`${hit?.role ?? 'nothing'} was hit`, hit?.role === call.role)
    if (fault === 'KILL') holds(`it lives: ${done.status}`, done.status === null || done.status === 137)
    else holds(`it ends with ${done.status}: ${done.stderr}`, [0, 69].includes(done.status!))
    if (fault !== 'KILL') holds(`a bug: ${done.stderr}`, !done.stderr.includes('INTERNAL'))
    if (p.has('perde-log/entries.jsonl')) holds('the log does not verify at once', logHolds(p))
    after(p, done, holds)
    if (p.has('perde-log')) holds('the log does not verify in the end', logHolds(p))
    return problems
  })
}

export function logHolds(p: Project): boolean {
  return verifyLog(p.path('perde-log')).ok
}

/** So many of a list, evenly, from the middle of their stretches. */
function chosen<T>(list: readonly T[], count: number): T[] {
  const all = Math.min(count, list.length)
  return Array.from({ length: all }, (_, n) => list[Math.floor(((n + 0.5) * list.length) / all)]!)
}
