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

/** Calls that change what is on the disk, or make it durable; names that a machine does not have are passed over. */
export const CHANGING = [
  ...['openat', 'write', 'pwrite64', 'fsync', 'fdatasync', 'ftruncate'],
  ...['?rename', '?renameat', '?renameat2', '?unlink', '?unlinkat', '?rmdir', '?mkdir', '?mkdirat', '?link', '?linkat'],
]

export interface Call {
  /** name of the system call, and which one of its name it is, from 1 */
  name: string
  nth: number
  /** the path it is about, without what differs from run to run; for a file that is opened to be written: `create …` */
  role: string
  line: string
}

export type Fault = 'KILL' | 'TERM' | 'EIO' | 'ENOSPC'

/** A command and what stands on its standard input. */
export interface Command {
  args: string[]
  input?: string
}

/** Lets the n-th call of a name fail, or sends the process a signal there. */
export function inject({ name, nth }: Pick<Call, 'name' | 'nth'>, fault: Fault): string[] {
  return ['-e', `inject=${name}:${fault.startsWith('E') ? 'error' : 'signal'}=${fault}:when=${nth}`]
}

/**
 * Runs the command under strace. Without `-f` only the main thread is traced, where log and commit do their calls, so
 * that what they do can be counted. `hit`: the call at which the fault was, if one was asked for.
 */
export function trace(
  p: Project,
  command: string[] | Command,
  names: string[],
  ...more: string[]
): { ran: Ran; calls: Call[]; hit: Call | undefined } {
  const file = p.path('trace.txt')
  const options: RunOptions = {
    under: ['strace', '-y', '-s', '0', '-o', file, '-e', `trace=${names.join(',')}`, ...more],
  }
  const { args, input } = Array.isArray(command) ? { args: command, input: undefined } : command
  const ran = p.perde(args, { ...options, ...(input !== undefined && { input }) })
  const counts = new Map<string, number>()
  const text = readFileSync(file, 'utf8')
  const calls = text.split('\n').flatMap((line): Call[] => {
    const name = /^(?:\d+ +)?([a-z0-9_]+)\(/.exec(line)?.[1]
    if (name === undefined) return []
    const nth = (counts.get(name) ?? 0) + 1
    counts.set(name, nth)
    return [{ name, nth, line, role: roleOf(line, p.dir) }]
  })
  rmSync(file)
  const killed = text.includes('+++ killed by SIGKILL +++')
  return { ran, calls, hit: killed ? calls.at(-1) : calls.find((call) => call.line.includes('(INJECTED)')) }
}

function roleOf(line: string, dir: string): string {
  const paths =
    /^(?:\d+ +)?(?:write|pwrite64|fsync|fdatasync|ftruncate)\(\d+<([^>]*)>/.exec(line)?.slice(1) ?? quoted(line)
  const role = paths
    .join(' → ')
    .replaceAll(`${dir}/`, '')
    .replaceAll(/[0-9A-HJKMNP-TV-Z]{26}/g, 'ULID')
    .replaceAll(/\b(?:[0-9a-f]{32}){1,2}\b/g, 'TOKEN')
    .replaceAll(/(\.key\.)[0-9a-f]{8}\b/g, '$1TOKEN')
    .replaceAll(/\b\d{8}\b/g, 'N')
  return line.includes('O_CREAT') ? `create ${role}` : role
}

function quoted(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"/g)].map((match) => match[1]!)
}
