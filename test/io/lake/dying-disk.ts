import type * as NodeFs from 'node:fs'

/**
 * `node:fs` as a process sees it that can be killed at any of its calls, and as it is with a mount point of the same
 * device (a bind mount). For
 * `vi.mock('node:fs')`: the calls that change the disk are counted; from the one that `dieAt` names nothing happens any
 * more. A recursive removal dies in its middle. Syncs count as calls and do nothing: no test can tell, and they take long.
 */
export interface Disk {
  /** number of the call at which the process dies, from 0; undefined: it lives */
  dieAt: number | undefined
  /** calls that changed the disk since `dieAt` was set */
  calls: number
  /** a folder that is a mount point: it cannot be renamed, renamed onto or removed */
  mount: string | undefined
  /** a folder that can be renamed to nothing */
  failRename: string | undefined
}

export const createDisk = (): Disk => ({ dieAt: undefined, calls: 0, mount: undefined, failRename: undefined })

export class Killed extends Error {}

const CHANGING = [
  'chmodSync',
  'fsyncSync',
  'fdatasyncSync',
  'ftruncateSync',
  'linkSync',
  'mkdirSync',
  'openSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
  'unlinkSync',
  'writeFileSync',
  'writeSync',
] as const

export function dyingFs(real: typeof NodeFs, disk: Disk): typeof NodeFs {
  const fs: Record<string, unknown> = { ...real }
  for (const name of CHANGING)
    fs[name] = (...args: unknown[]) => {
      if (name === 'openSync' && (args[1] === 'r' || args[1] === undefined))
        return real.openSync(args[0] as string, 'r')
      if (disk.dieAt !== undefined && disk.calls++ >= disk.dieAt) {
        if (name === 'rmSync' && disk.calls === disk.dieAt + 1) removeHalf(real, args[0] as string)
        throw new Killed('the process is dead')
      }
      const busy =
        disk.mount !== undefined &&
        ((name === 'renameSync' && args.includes(disk.mount)) || (name === 'rmdirSync' && args[0] === disk.mount))
      if (name === 'fsyncSync' || name === 'fdatasyncSync') return undefined
      if (name === 'renameSync' && args[0] === disk.failRename) throw Object.assign(new Error('EIO'), { code: 'EIO' })
      if (busy) throw Object.assign(new Error('EBUSY'), { code: 'EBUSY' })
      const plain = name === 'writeFileSync' ? args.map((a) => withoutFlush(a)) : args
      return (real[name] as (...args: unknown[]) => unknown)(...plain)
    }
  fs['readFileSync'] = (...args: unknown[]) =>
    args[0] === '/proc/self/mountinfo' && disk.mount !== undefined
      ? `36 35 98:0 / ${disk.mount.replaceAll(' ', '\\040')} rw - ext4 /dev/root rw\n`
      : (real.readFileSync as (...args: unknown[]) => unknown)(...args)
  return { ...fs, default: fs } as unknown as typeof NodeFs
}

function withoutFlush(arg: unknown): unknown {
  return typeof arg === 'object' && arg !== null && 'flush' in arg ? { ...arg, flush: false } : arg
}

function removeHalf(real: typeof NodeFs, path: string): void {
  if (!real.existsSync(path) || !real.statSync(path).isDirectory()) return
  const names = real.readdirSync(path)
  for (const name of names.slice(0, Math.ceil(names.length / 2))) real.rmSync(`${path}/${name}`, { recursive: true })
}

/**
 * Runs `action` again and again, each time on a disk made anew and dying one call later, until it lives to its end.
 * `made` makes the disk's content; `survived` looks at what is there. Gives the number of calls.
 */
export function killedAtEveryCall<T>(
  disk: Disk,
  made: () => T,
  action: (state: T) => void,
  survived: (state: T, call: number) => void,
): number {
  for (let call = 0; ; call++) {
    const state = made()
    Object.assign(disk, { dieAt: call, calls: 0 })
    let died = false
    try {
      action(state)
    } catch (e) {
      if (!wasKilled(e)) throw e
      died = true
    } finally {
      Object.assign(disk, { dieAt: undefined, calls: 0 })
    }
    survived(state, call)
    if (!died) return call
  }
}

function wasKilled(e: unknown): boolean {
  return e instanceof Killed || (e instanceof Error && wasKilled(e.cause))
}
