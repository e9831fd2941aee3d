import { PerdeError } from '../../errors.ts'
import { openCheckpoint, readCheckpoint } from './checkpoint.ts'
import type { Checkpoint } from './checkpoint.ts'
import { keyFor } from './key-periods.ts'
import type { KeyPeriod } from './key-periods.ts'
import type { Problems } from './log-report.ts'
import { parseVkey } from './vkey.ts'
import type { Verifier } from './vkey.ts'

// What an auditor brings from outside. Without it a log can only agree with itself: who holds its key can write it anew.

export interface Anchors {
  keys: Verifier[]
  heads: (Checkpoint & { note: string })[]
}

export interface AnchorOptions {
  /** a verification key, or the text of a checkpoint that was kept elsewhere */
  trust?: string
  /** the text of an older checkpoint: the log must still begin with what it covers */
  from?: string
}

/** Throws where what the auditor gave is neither a key nor a checkpoint. */
export function readAnchors({ trust, from }: AnchorOptions): Anchors {
  const heads = from === undefined ? [] : [from]
  const keys: Verifier[] = []
  if (trust !== undefined) {
    if (trust.trim().includes('\n')) heads.push(trust)
    else keys.push(parseVkey(trust.trim()))
  }
  return { keys, heads: heads.map((note) => ({ ...readCheckpoint(note), note })) }
}

export interface Anchored {
  origin: string | undefined
  size: number
  keys: readonly KeyPeriod[]
  /** root of the first `size` entries, where there are so many */
  rootAt(size: number): Buffer | undefined
}

/** True where there are anchors and all of them hold. */
export function checkAnchors({ keys, heads }: Anchors, log: Anchored, report: Problems): boolean {
  const faults = [
    ...keys
      .filter((key) => !log.keys.some((own) => own.key.vkey === key.vkey))
      .map(() => 'the log is not signed with the trusted key'),
    ...heads.map((head) => faultOf(head, log)).filter((fault) => fault !== undefined),
  ]
  for (const fault of faults) report.error('ANCHOR', fault)
  return faults.length === 0 && keys.length + heads.length > 0
}

function faultOf(head: Anchors['heads'][number], log: Anchored): string | undefined {
  if (head.origin !== log.origin) return 'the given checkpoint is of another log'
  if (head.size === 0) return 'the given checkpoint is of an empty log, and says nothing'
  const key = keyFor(log.keys, head.size)
  try {
    openCheckpoint(head.note, key ? [key] : [])
  } catch (cause) {
    if (!(cause instanceof PerdeError)) throw cause
    return 'the given checkpoint is not signed with the key of the log'
  }
  if (head.size > log.size)
    return `the log has ${log.size} entries, the given checkpoint covers ${head.size}: it was put back`
  if (!log.rootAt(head.size)?.equals(head.root))
    return `the first ${head.size} entries are not those of the given checkpoint`
  return undefined
}
