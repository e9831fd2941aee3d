import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { ioError, PerdeError } from '../../errors.ts'
import { takeLock, type Lock } from '../../evidence/log/lock.ts'
import { systemFs } from '../../evidence/log/log-fs.ts'
import type { ObjectStore } from '../../io/stores/object-store.ts'
import { openStore, keyOf, writtenAddress } from '../../io/stores/open-store.ts'
import type { Pushed } from './copy-state.ts'
import { fetchLog } from './fetch-log.ts'
import { pushLog } from './push-log.ts'
import { rememberSigned } from './seen-head.ts'

/**
 * A log that is kept in a store, and its copy on this machine, which commands read and append to as to any log. What is
 * appended counts when it is pushed: entries go into objects named after the first of them, put where none stands, so that of
 * two writers who begin at the same entry one is refused, and the log has one line of entries whatever happens.
 */
export interface StoredLog {
  /** folder of the copy */
  dir: string
  /** Brings to the store what was appended. LOG_LOCKED: another writer was first, and nothing of it counts. */
  push(): Promise<void>
  /** Pushes what is left, unless a push has failed, and gives up the lock. */
  close(): Promise<void>
}

/** `folder`: where the copies of a user are kept, each under the digest of its address. Throws LOG_LOCKED, STORE_*. */
export async function openStoredLog(address: string, folder: string): Promise<StoredLog> {
  const { store, prefix, name } = await placeOf(address)
  const dir = join(folder, createHash('sha256').update(name).digest('hex').slice(0, 16))
  const holder = `${hostname()}:${dir}`
  const own = lockCopy(dir, name)
  try {
    await lockStore(store, `${prefix}lock`, holder, name)
    let pushed: Pushed
    try {
      pushed = await fetchLog(store, prefix, dir)
    } catch (e) {
      await unlockStore(store, `${prefix}lock`, holder).catch(() => undefined)
      throw e
    }
    let isBroken = false
    const push = async () => {
      if (isBroken) throw broken(name)
      isBroken = true
      const before = pushed
      pushed = await pushLog(store, prefix, dir, pushed)
      if (pushed.stamps.get('checkpoint') !== before.stamps.get('checkpoint')) rememberSigned(dir)
      isBroken = false
    }
    return {
      dir,
      push,
      async close() {
        try {
          // What a push that failed has left behind is not pushed later: who appended it was told that it does not count.
          if (!isBroken) await push()
        } finally {
          await unlockStore(store, `${prefix}lock`, holder).catch(() => undefined)
          own.release()
        }
      },
    }
  } catch (e) {
    own.release()
    throw e
  }
}

/** A copy of a log to read from, which is gone when it is closed. */
export interface LogCopy {
  dir: string
  close(): void
}

/** Throws LOG_INVALID where there is no log, STORE_*. */
export async function readStoredLog(address: string): Promise<LogCopy> {
  const copy = await readStoredLogIfThere(address)
  if (copy) return copy
  throw new PerdeError('LOG_INVALID', 'there is no log at this address', {
    where: { part: writtenAddress(address) },
    hints: ['is it the address of --log, or of PERDE_LOG, that the run was given?'],
  })
}

/** The same; undefined where nobody has begun a log at the address yet. Throws STORE_*. */
export async function readStoredLogIfThere(address: string): Promise<LogCopy | undefined> {
  const { store, prefix } = await placeOf(address)
  const dir = mkdtempSync(join(tmpdir(), 'perde-log-'))
  const close = () => rmSync(dir, { recursive: true, force: true })
  try {
    const { entries } = await fetchLog(store, prefix, dir)
    if (entries > 0) return { dir, close }
    close()
    return undefined
  } catch (e) {
    close()
    throw e
  }
}

async function placeOf(address: string): Promise<{ store: ObjectStore; prefix: string; name: string }> {
  const name = writtenAddress(address).replace(/\/+$/, '')
  if (keyOf(name) === '')
    throw new PerdeError('USAGE', 'a log in a store has a folder of its own', {
      where: { part: name },
      hints: ['such as s3://bucket/perde-log'],
    })
  return { store: await openStore(name), prefix: `${keyOf(name)}/`, name }
}

function lockCopy(dir: string, name: string): Lock {
  try {
    if (!existsSync(dir)) mkdirSync(dir, { recursive: true, mode: 0o700 })
    return takeLock(systemFs, join(dir, 'copy-lock'))
  } catch (e) {
    throw ioError(e, 'locking the log', { part: name })
  }
}

/** A lock of this very copy is one of a dead process, since the copy is locked too. */
async function lockStore(store: ObjectStore, key: string, holder: string, name: string): Promise<void> {
  if (await store.put(key, Buffer.from(holder), 'absent')) return
  const other = (await store.read(key))?.toString()
  if (other === holder) return
  throw new PerdeError('LOG_LOCKED', 'the log is in use from another machine', {
    where: { part: name },
    retryable: true,
    hints: [
      'wait until it ends and run again',
      `if no process there uses it any more, remove ${store.root}${key}: two writers cannot harm the log, the slower of them fails`,
    ],
  })
}

async function unlockStore(store: ObjectStore, key: string, holder: string): Promise<void> {
  if ((await store.read(key))?.toString() === holder) await store.remove([key])
}

function broken(name: string): PerdeError {
  return new PerdeError('LOG_LOCKED', 'the log cannot be added to any more: a push failed before', {
    where: { part: name },
    retryable: true,
    hints: ['run again: what was left unfinished is put right when the log is opened'],
  })
}
