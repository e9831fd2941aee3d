import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PerdeError } from '../../errors.ts'
import type { ObjectStore } from '../../io/stores/object-store.ts'
import { entriesBehind, filesBelow, stampsOf, type Pushed } from './copy-state.ts'
import { isKept, isSigned, segmentName } from './log-layout.ts'

/**
 * Brings the copy's news to the store: what is kept of releases first, so that it is there when their entries are; then the
 * entries; then what signs them. Throws LOG_LOCKED where somebody else put entries there.
 */
export async function pushLog(store: ObjectStore, prefix: string, dir: string, pushed: Pushed): Promise<Pushed> {
  const paths = filesBelow(dir)
  const stamps = stampsOf(
    dir,
    paths.filter((path) => isKept(path) || isSigned(path)),
  )
  const isNew = (path: string) => stamps.get(path) !== pushed.stamps.get(path)
  const put = async (path: string) => void (await store.put(prefix + path, readFileSync(join(dir, path)), 'anything'))
  for (const path of stamps.keys()) if (isKept(path) && isNew(path)) await put(path)
  const gone = [...pushed.stamps.keys()].filter((path) => isKept(path) && !stamps.has(path))
  if (gone.length > 0) await store.remove(gone.map((path) => prefix + path))
  const behind = entriesBehind(dir, pushed)
  const lines = behind.reduce((n, byte) => (byte === 0x0a ? n + 1 : n), 0)
  if (lines > 0 && !(await store.put(prefix + segmentName(pushed.entries), behind, 'absent'))) throw forked()
  for (const path of stamps.keys()) if (isSigned(path) && path !== 'checkpoint' && isNew(path)) await put(path)
  if (stamps.has('checkpoint') && isNew('checkpoint')) await put('checkpoint')
  return { entries: pushed.entries + lines, bytes: pushed.bytes + behind.length, stamps }
}

function forked(): PerdeError {
  return new PerdeError('LOG_LOCKED', 'another command wrote to the log meanwhile', {
    retryable: true,
    hints: ['run again; what this one appended does not count, and nothing of it was published'],
  })
}
