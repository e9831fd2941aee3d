import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ioError, PerdeError } from '../../errors.ts'
import type { ObjectStore } from '../../io/stores/object-store.ts'
import { checkSeen } from './seen-head.ts'
import { filesBelow, stampsOf, type Pushed } from './copy-state.ts'
import { isAsked, isKept, isSigned, recordOf, SEGMENT, segmentName, TAIL } from './log-layout.ts'

/**
 * Makes the copy what the store has: entries, checkpoints and public keys replace those that are here, since what was not pushed
 * never counted; what is kept of releases that the store does not know stays, for the run that is gone on with. Throws
 * LOG_TAMPERED where segments are missing between others.
 */
export async function fetchLog(store: ObjectStore, prefix: string, dir: string): Promise<Pushed> {
  const keys: string[] = []
  for await (const { key } of store.list(prefix)) keys.push(key.slice(prefix.length))
  const segments = keys.filter((key) => SEGMENT.test(key)).sort()
  const pieces: Buffer[] = []
  let entries = 0
  for (const key of segments) {
    const piece = (await store.read(prefix + key)) ?? Buffer.alloc(0)
    if (key !== segmentName(entries) || piece.at(-1) !== 0x0a) throw gap(entries)
    entries += count(piece)
    pieces.push(piece)
  }
  const text = Buffer.concat(pieces)
  const files = new Map<string, Buffer>()
  for (const key of keys)
    if (isSigned(key) || isKept(key)) files.set(key, (await store.read(prefix + key)) ?? Buffer.alloc(0))
  const tails = keys.filter((key) => TAIL.test(key))
  const vouching: Buffer[] = []
  for (const key of tails) vouching.push((await store.read(prefix + key)) ?? Buffer.alloc(0), LF)
  checkSeen(dir, files, entries)
  try {
    for (const path of filesBelow(dir)) if (!files.has(path) && isGone(path, files)) rmSync(join(dir, path))
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(dir, path)), { recursive: true, mode: 0o700 })
      writeFileSync(join(dir, path), bytes, { mode: isSigned(path) ? 0o644 : 0o600 })
    }
    writeFileSync(join(dir, 'tail'), Buffer.concat(vouching), { mode: 0o600 })
    if (entries > 0) writeFileSync(join(dir, 'entries.jsonl'), text, { mode: 0o600 })
    else rmSync(join(dir, 'entries.jsonl'), { force: true })
  } catch (e) {
    throw ioError(e, 'making a copy of the log')
  }
  return { entries, bytes: text.length, tails, stamps: stampsOf(dir, [...files.keys()]) }
}

/** What counts only where the store has it, and what a release has lost that the store knows. */
function isGone(path: string, files: ReadonlyMap<string, unknown>): boolean {
  return isSigned(path) || isAsked(path) || (isKept(path) && files.has(recordOf(path) ?? ''))
}

function count(piece: Buffer): number {
  let lines = 0
  for (let at = piece.indexOf(0x0a); at >= 0; at = piece.indexOf(0x0a, at + 1)) lines++
  return lines
}

const LF = Buffer.of(0x0a)

function gap(entries: number): PerdeError {
  return new PerdeError('LOG_TAMPERED', `the log in the store has no entry ${entries}, and has later ones`, {
    hints: ['nothing was changed; compare it with a copy or an older checkpoint of your own'],
  })
}
