import { seal, unseal } from '../../crypto/sealed.ts'
import { PerdeError } from '../../errors.ts'
import { isKeptPlan } from '../../plan/anonymity/plan-file.ts'
import { thawRecoding } from '../../anonymity/frozen-recoding.ts'
import type { ReleasedSource } from '../../plan/anonymity/join-releases.ts'

/**
 * The ledger of the releases of a data set after one of them: a line of JSON in clear (`LedgerHeader`), then sealed bytes:
 * length of a JSON text (u32), the text (plans, promises, joint classes), then by source and member both halves of the reference,
 * the joint class and the rows, each u32. Little-endian. It holds original values of quasi-identifiers and, keyed, who is in
 * which class; without the key it tells neither.
 */
export interface LedgerHeader {
  perde: 'release-ledger'
  version: 1
  dataset: string
  /** of the log that its releases are in */
  origin: string
  /** ULID of the release after which it is the ledger */
  release: string
  /** tells two keys apart */
  check: string
}

export type ReleasedSources = Record<string, ReleasedSource>

export interface LedgerKeys {
  /** keys the references of people */
  people: Uint8Array
  /** encrypts */
  seal: Uint8Array
  check: string
}

export function ledgerBytes(header: LedgerHeader, sources: ReleasedSources, keys: LedgerKeys): Buffer {
  const text = Buffer.from(
    JSON.stringify(
      Object.entries(sources).map(([name, { plans, history, promises }]) => ({
        name,
        plans,
        promises,
        releases: history.releases,
        joint: history.joint,
        members: history.members.of.length,
      })),
    ),
  )
  const length = Buffer.alloc(4)
  length.writeUInt32LE(text.length)
  const columns = Object.values(sources).flatMap(({ history: { members } }) =>
    [members.refs.high, members.refs.low, members.of, members.rows].map(littleEndian),
  )
  const line = JSON.stringify(header)
  return Buffer.concat([Buffer.from(`${line}\n`), seal(keys.seal, [line], Buffer.concat([length, text, ...columns]))])
}

/** The line in clear. Throws LEDGER_MISMATCH where there is none that this version reads. */
export function ledgerHeader(bytes: Buffer): LedgerHeader {
  const end = bytes.subarray(0, MOST_HEADER).indexOf('\n')
  let value: Partial<LedgerHeader> | undefined
  try {
    value = JSON.parse(bytes.subarray(0, Math.max(end, 0)).toString()) as typeof value
  } catch {
    value = undefined
  }
  if (value?.perde !== 'release-ledger') throw noLedger('a file in the folder of the ledger is no ledger of perde')
  if (typeof value.version === 'number' && value.version > 1)
    throw new PerdeError('LEDGER_MISMATCH', 'the ledger of releases was written by a newer version of perde', {
      hints: ['use that version, or one that came after it'],
    })
  const texts = [value.dataset, value.origin, value.release, value.check]
  if (value.version !== 1 || texts.some((text) => typeof text !== 'string'))
    throw noLedger('the ledger of releases has another shape than perde writes')
  return value as LedgerHeader
}

/** Throws KEY_INVALID for another key, LOG_TAMPERED for bytes that were not written by who has it. */
export function readLedger(bytes: Buffer, keys: LedgerKeys): ReleasedSources {
  const header = ledgerHeader(bytes)
  if (header.check !== keys.check)
    throw new PerdeError('KEY_INVALID', 'the ledger of releases was written with another key', {
      hints: ['use the key of the earlier releases (keys.consent, else keys.main): people are known by it'],
    })
  const end = bytes.indexOf('\n')
  const plain = unseal(keys.seal, [bytes.subarray(0, end).toString()], bytes.subarray(end + 1))
  const sources = plain && readSources(plain)
  if (!sources)
    throw new PerdeError('LOG_TAMPERED', 'the ledger of releases is not as perde wrote it', {
      hints: ['put back the file as the last release left it'],
    })
  return sources
}

interface StoredSource extends Pick<ReleasedSource, 'plans' | 'promises'> {
  name: string
  releases: string[]
  joint: string[][]
  members: number
}

function readSources(plain: Buffer): ReleasedSources | undefined {
  const length = plain.readUInt32LE(0)
  const stored = JSON.parse(plain.subarray(4, 4 + length).toString()) as StoredSource[]
  let at = 4 + length
  const column = (members: number) => {
    const own = Uint32Array.from({ length: members }, (_, i) => plain.readUInt32LE(at + 4 * i))
    at += 4 * members
    return own
  }
  const sources = stored.map(({ name, plans, promises, releases, joint, members }) => {
    for (const plan of plans) if (isKeptPlan(plan)) thawRecoding(plan.recoding)
    const [high, low, of, rows] = [column(members), column(members), column(members), column(members)]
    return [
      name,
      { plans, promises, history: { releases, joint, members: { refs: { high, low }, of, rows } } },
    ] as const
  })
  return at === plain.length ? Object.fromEntries(sources) : undefined
}

/** Longer than any header. */
const MOST_HEADER = 4096

function littleEndian(values: Uint32Array): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  for (let i = 0; i < values.length; i++) bytes.writeUInt32LE(values[i]!, 4 * i)
  return bytes
}

function noLedger(message: string): PerdeError {
  return new PerdeError('LEDGER_MISMATCH', message, {
    hints: ['"anonymity.releases" names a folder of its own, in which perde alone writes'],
  })
}
