import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PerdeError } from '../../errors.ts'
import { logPaths, systemFs } from '../../evidence/log/log-fs.ts'
import { signedHead } from '../../evidence/log/stored-checkpoints.ts'
import type { ObjectStore } from '../../io/stores/object-store.ts'
import { entriesBehind, filesBelow, stampsOf, type Pushed } from './copy-state.ts'
import { isKept, isSigned, recordOf, segmentName, tailName } from './log-layout.ts'

/**
 * Brings the copy's news to the store: what is kept of releases first, so that it is there when their entries are; then what
 * vouches for the entries; then these; then what signs them. What was taken out of something kept, or away, goes last, since entries say so. Throws
 * LOG_LOCKED where somebody else put entries there.
 */
export async function pushLog(store: ObjectStore, prefix: string, dir: string, pushed: Pushed): Promise<Pushed> {
  const paths = filesBelow(dir)
  const stamps = stampsOf(
    dir,
    paths.filter((path) => isKept(path) || isSigned(path)),
  )
  const news = [...stamps.keys()].filter((path) => stamps.get(path) !== pushed.stamps.get(path))
  const put = async (path: string) => void (await store.put(prefix + path, readFileSync(join(dir, path)), 'anything'))
  const kept = news.filter(isKept)
  // Once the record of a release is there, what is kept of it changes only where somebody is taken out.
  const isErased = (path: string) => pushed.stamps.has(path) && pushed.stamps.has(recordOf(path) ?? '')
  for (const path of kept) if (!isErased(path)) await put(path)
  const behind = entriesBehind(dir, pushed)
  const lines = behind.reduce((n, byte) => (byte === 0x0a ? n + 1 : n), 0)
  const tails = [...pushed.tails]
  if (lines > 0) {
    const tail = readFileSync(join(dir, 'tail'))
    tails.push(tailName(tail))
    await store.put(prefix + tailName(tail), tail, 'anything')
    if (!(await store.put(prefix + segmentName(pushed.entries), behind, 'absent'))) throw forked()
  }
  for (const path of news) if (isSigned(path) && path !== 'checkpoint') await put(path)
  if (news.includes('checkpoint')) await put('checkpoint')
  // What a checkpoint covers needs no other signature.
  if (tails.length > 0 && signedHead(systemFs, logPaths(dir))?.size === pushed.entries + lines)
    await store.remove(tails.splice(0).map((path) => prefix + path))
  for (const path of kept) if (isErased(path)) await put(path)
  const gone = [...pushed.stamps.keys()].filter((path) => isKept(path) && !stamps.has(path))
  if (gone.length > 0) await store.remove(gone.map((path) => prefix + path))
  return { entries: pushed.entries + lines, bytes: pushed.bytes + behind.length, tails, stamps }
}

function forked(): PerdeError {
  return new PerdeError('LOG_LOCKED', 'another command wrote to the log meanwhile', {
    retryable: true,
    hints: ['run again; what this one appended does not count, and nothing of it was published'],
  })
}
