import { PerdeError } from '../../errors.ts'
import type { ObjectPlace } from './object-place.ts'

/** Who publishes there: an object beside the place that only one run can put. */
export interface Claim {
  release: string
  /** of the log that has its commit, or will not */
  origin: string
  /** milliseconds since 1970 */
  since: number
}

/** A run that is dead for longer comes back no more; should it, it has to claim the place again. */
export const LONGEST_MS = 7 * 24 * 60 * 60 * 1000

/**
 * Takes the place for a release. A claim of the same log is one of a run that is dead, since a log has one writer, and is
 * replaced unless its release is committed and waits: `isCommitted`. Throws OUTPUT_LOCKED.
 */
export async function claim(place: ObjectPlace, mine: Claim, isCommitted: (release: string) => boolean): Promise<void> {
  const key = claimKey(place)
  const bytes = Buffer.from(JSON.stringify(mine))
  if (await place.store.put(key, bytes, 'absent')) return
  const other = await readClaim(place)
  if (other?.release === mine.release) return
  if (!other || !isDead(other, mine, isCommitted)) throw locked(place)
  await place.store.remove([key])
  if (!(await place.store.put(key, bytes, 'absent'))) throw locked(place)
}

/** Throws OUTPUT_LOCKED where a run of another log publishes there now. */
export async function checkUnclaimed(
  place: ObjectPlace,
  mine: Claim,
  isCommitted: (release: string) => boolean,
): Promise<void> {
  const other = await readClaim(place)
  if (other && !isDead(other, mine, isCommitted)) throw locked(place)
}

/** Gives the place up, where it is this release's. */
export async function unclaim(place: ObjectPlace, release: string): Promise<void> {
  if ((await readClaim(place))?.release === release) await place.store.remove([claimKey(place)])
}

function isDead(other: Claim, mine: Claim, isCommitted: (release: string) => boolean): boolean {
  if (other.origin === mine.origin) return !isCommitted(other.release)
  return mine.since - other.since > LONGEST_MS
}

async function readClaim(place: ObjectPlace): Promise<Claim | undefined> {
  const bytes = await place.store.read(claimKey(place))
  if (!bytes) return undefined
  try {
    const { release, origin, since } = JSON.parse(bytes.toString()) as Partial<Claim>
    if (typeof release === 'string' && typeof origin === 'string' && typeof since === 'number')
      return { release, origin, since }
  } catch {
    // Not one of perde's: left for a person to remove.
  }
  throw locked(place)
}

function claimKey({ beside, name }: ObjectPlace): string {
  return `${beside}_perde-claim-${name}`
}

function locked(place: ObjectPlace): PerdeError {
  return new PerdeError('OUTPUT_LOCKED', 'another run publishes at this output, or was killed while it did', {
    where: { part: place.shown },
    retryable: true,
    hints: [
      'wait until it ends and run again; the next command on the log of a killed run finishes it',
      `if its log is gone, remove ${place.store.root}${claimKey(place)}`,
    ],
  })
}
