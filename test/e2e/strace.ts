import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import type { Project, Ran, RunOptions } from './perde.ts'

/** System calls are watched, and made to fail, with strace; where there is none, or it may not trace, that cannot be tested. */
export const canTrace = probe()

function probe(): boolean {
  const traced = spawnSync('strace', ['-e', 'trace=execve', '-e', 'inject=fsync:error=EIO', 'true'])
  const able = traced.status === 0
  if (!able)
    console.warn(
      `\n*** NOT TESTED: strace is missing or may not trace (${traced.error?.message ?? traced.stderr.toString().trim()}):` +
        ' kills and failures at system calls, and which files are opened ***\n',
    )
  return able
}

export interface Call {
  /** name of the system call, and which one of its name it is, from 1 */
  name: string
  nth: number
  line: string
}

/**
 * Runs the command under strace. Without `-f` only the main thread is traced, where log and commit do their calls, so
 * that counts are the same each time. `inject`: such as `fsync:error=EIO:when=3`.
 */
export function trace(p: Project, args: string[], names: string[], ...more: string[]): { ran: Ran; calls: Call[] } {
  const file = p.path('trace.txt')
  const options: RunOptions = {
    under: ['strace', '-y', '-s', '0', '-o', file, '-e', `trace=${names.join(',')}`, ...more],
  }
  const ran = p.perde(args, options)
  const counts = new Map<string, number>()
  const calls = readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line): Call[] => {
      const name = /^(?:\d+ +)?([a-z0-9_]+)\(/.exec(line)?.[1]
      if (name === undefined) return []
      const nth = (counts.get(name) ?? 0) + 1
      counts.set(name, nth)
      return [{ name, nth, line }]
    })
  rmSync(file)
  return { ran, calls }
}
