import { PerdeError } from '../../errors.ts'
import type { Phase } from '../../evidence/log/entry-schemas.ts'
import { removeReleaseRecord } from '../../evidence/release/release-record.ts'
import type { Lock } from '../../evidence/log/lock.ts'
import type { Staging } from '../../io/lake/staging.ts'
import type { RunJob } from '../freeze/job.ts'
import type { ReleaseLedger } from '../ledger/release-ledger.ts'
import { closeInputs, type Input } from '../read/input.ts'
import { openRun, type Opened } from './open-run.ts'
import { withPatch } from './rule-patch.ts'

/** What a run holds until its end, whatever ends it. */
export interface Held {
  lock?: Lock | undefined
  ledger?: ReleaseLedger | undefined
  /** all that the sources name, and those of them that are read */
  found: Input[]
  inputs: Input[]
}

/** A run, or a step of one, while its log is open. */
export interface OpenRun extends Opened {
  held: Held
  enter(phase: Phase): void
  /** names the staged release, which is removed where the run fails before its commit */
  staged(staging: Staging): void
}

/**
 * Opens a run, does what is asked, and gives up what it held; whatever ends it is an entry of the log. `release`: of a run
 * that an earlier step began.
 */
export async function inRun<T>(
  job: RunJob,
  release: string | undefined,
  work: (run: OpenRun) => Promise<T>,
): Promise<T> {
  const opened = await openRun(job, release)
  const { log } = opened
  let phase: Phase = 'gate'
  let staging: Staging | undefined
  const held: Held = { found: [], inputs: [] }
  try {
    return await work({
      ...opened,
      held,
      enter: (next) => void (phase = next),
      staged: (own) => void (staging = own),
    })
  } catch (e) {
    const error = await withPatch(typed(e, job.signal), job.policy, held.inputs)
    // From here on only forward: the log says whether the commit is there, and the next command acts on it.
    if ((phase as Phase) === 'commit') throw interruptedCommit(error)
    quietly(() => staging?.discard())
    quietly(() => removeReleaseRecord(job.log, opened.release))
    quietly(() => held.ledger?.discard())
    quietly(() => {
      log.append([{ type: 'run.abort', code: error.code, phase }])
      log.checkpoint()
    })
    throw error
  } finally {
    await closeInputs(held.found)
    quietly(() => held.ledger?.close())
    quietly(() => held.lock?.release())
    quietly(() => log.close())
  }
}

function interruptedCommit(e: PerdeError): PerdeError {
  return new PerdeError(e.code, `the commit was interrupted: ${e.message}`, {
    where: e.where,
    cause: e.cause,
    retryable: true,
    hints: [
      'mend the cause and run perde run or perde use on this log: it publishes the release if its commit was logged, and removes it if not',
    ],
  })
}

/** Every failure as a PerdeError: an abort as what stopped it, the unknown as a bug. */
function typed(e: unknown, signal: AbortSignal | undefined): PerdeError {
  if (signal?.aborted)
    return signal.reason instanceof PerdeError
      ? signal.reason
      : new PerdeError('INTERRUPTED', 'the run was interrupted; nothing was published')
  if (e instanceof PerdeError) return e
  return new PerdeError('INTERNAL', 'perde failed in a way it does not know', {
    cause: e,
    hints: ['this is a bug in perde; nothing was published'],
  })
}

function quietly(action: () => void): void {
  try {
    action()
  } catch {
    // The first failure is the one to report.
  }
}
