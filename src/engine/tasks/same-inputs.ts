import { createPublishable } from '../../detect/publishable.ts'
import { PerdeError } from '../../errors.ts'
import type { RunJob } from '../freeze/job.ts'
import { closeInputs, type Input } from '../read/input.ts'
import { findAllInputs } from '../read/inputs.ts'
import { listingDigest } from '../read/listing.ts'

/** Throws INPUT_CHANGED where inputs are others than a run was divided for; `listing`: the digest of those; `then`: what became of it. */
export function refuseOtherInputs(inputs: readonly Input[], listing: string, then = 'nothing was published'): void {
  if (listingDigest(inputs) !== listing)
    throw new PerdeError('INPUT_CHANGED', 'the inputs are not those that the run was divided for', {
      hints: [`begin again with perde shard, in a new folder, when nobody writes to them; ${then}`],
    })
}

/** The same for a run that is published, with what is there now. No record is read. */
export async function refuseOtherNow(job: Omit<RunJob, 'pool'>, listing: string): Promise<void> {
  const inputs = await findAllInputs(job.policy, { ...job, target: job.target ?? job.store }, createPublishable())
  try {
    refuseOtherInputs(inputs, listing, 'the release of the run is that of the others')
  } finally {
    await closeInputs(inputs)
  }
}
