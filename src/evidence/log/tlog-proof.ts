import { PerdeError } from '../../errors.ts'
import { decodeBase64 } from './base64.ts'
import { openCheckpoint } from './checkpoint.ts'
import type { OpenedCheckpoint } from './checkpoint.ts'
import { HASH_BYTES, leafHash } from './merkle.ts'
import { verifyInclusion } from './merkle-proof.ts'
import type { Verifier } from './vkey.ts'

// A proof that one entry stands in a log, checkable offline: https://c2sp.org/tlog-proof.

const HEADER = 'c2sp.org/tlog-proof@v1'
/** A tree of 2^53 leaves has no longer path. */
const MAX_HASHES = 64

export interface TlogProof {
  index: number
  hashes: Buffer[]
  /** the signed note, as it is */
  checkpoint: string
  /** opaque and not authenticated */
  extra?: Buffer
}

export function formatTlogProof({ index, hashes, checkpoint, extra }: TlogProof): string {
  const lines = [
    HEADER,
    ...(extra ? [`extra ${extra.toString('base64')}`] : []),
    `index ${index}`,
    ...hashes.map((hash) => hash.toString('base64')),
  ]
  return `${lines.join('\n')}\n\n${checkpoint}`
}

export function parseTlogProof(text: string): TlogProof {
  const end = text.indexOf('\n\n')
  const lines = text.slice(0, Math.max(end, 0)).split('\n')
  if (lines.shift() !== HEADER) throw malformed()
  const extra = lines[0]?.startsWith('extra ') ? decodeBase64(lines.shift()!.slice(6)) : null
  const [, index] = /^index (0|[1-9][0-9]*)$/.exec(lines.shift() ?? '') ?? []
  const hashes = lines.map((line) => decodeBase64(line))
  if (extra === undefined || index === undefined || !Number.isSafeInteger(Number(index))) throw malformed()
  if (hashes.length > MAX_HASHES || hashes.some((hash) => hash?.length !== HASH_BYTES)) throw malformed()
  const proof = { index: Number(index), hashes: hashes as Buffer[], checkpoint: text.slice(end + 2) }
  return extra === null ? proof : { ...proof, extra }
}

/** Checks that `entry` (the bytes of a line without its newline) stands in the log of one of the keys, and where. */
export function verifyTlogProof(
  text: string,
  entry: Uint8Array,
  keys: readonly Verifier[],
  origin?: string,
): { index: number; checkpoint: OpenedCheckpoint } {
  const { index, hashes, checkpoint: note } = parseTlogProof(text)
  const checkpoint = openCheckpoint(note, keys, origin)
  const leaf = leafHash(entry)
  if (!verifyInclusion({ index, size: checkpoint.size, leaf, proof: hashes }, checkpoint.root))
    throw new PerdeError('LOG_INVALID', 'the proof does not lead from the entry to the checkpoint')
  return { index, checkpoint }
}

function malformed(): PerdeError {
  return new PerdeError('LOG_INVALID', 'malformed inclusion proof')
}
