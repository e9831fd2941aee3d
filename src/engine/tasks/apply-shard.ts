import { basename, join } from 'node:path'
import { ulid } from '../../evidence/ulid.ts'
import { openScratch } from '../../io/lake/scratch.ts'
import { openStaging } from '../../io/lake/staging.ts'
import { derivePlanKeys, deriveShuffleKey } from '../freeze/derive-keys.ts'
import type { RunJob } from '../freeze/job.ts'
import { applyPass } from '../passes/apply-pass.ts'
import { openJournal } from '../passes/journal.ts'
import { JOURNAL } from '../passes/journal-frames.ts'
import { keptPlan } from './kept-run.ts'
import { inTask } from './open-task.ts'
import type { TaskResult } from './profile-shard.ts'
import type { RunFolder } from './run-folder.ts'
import { shardName } from './shard-name.ts'

/**
 * The second pass over one shard: its outputs and a journal of what was done, in a folder of this attempt's own. The first
 * attempt that is whole is the one that counts; a second, at once or later, leaves nothing.
 */
export function applyShard(job: RunJob, folder: RunFolder, shard: number): Promise<TaskResult> {
  return inTask(job, folder, shard, async ({ pass, roots, key, consent, asked, peopleKey }) => {
    const name = partsName(shard)
    if (folder.has(name)) return 'there'
    const { header, setup: kept } = keptPlan(folder, key)
    const setup = {
      ...kept,
      keys: derivePlanKeys(kept.plan, roots),
      ...(peopleKey && { peopleKey }),
      ...(consent && { consent }),
      ...(asked && { asked }),
    }
    const staging = openStaging(folder.path('attempts', `apply-${shardName(shard)}`), ulid())
    let counts = false
    try {
      const journal = openJournal(join(staging.dir, JOURNAL), key, { header })
      await applyPass(setup, pass, {
        journal,
        part: (path) => staging.part(join('data', path)),
        fileSize: job.policy.output['file-size'],
        shuffle:
          kept.plan.order === 'shuffle'
            ? { key: deriveShuffleKey(kept.plan, roots), scratch: openScratch(join(staging.dir, '.shuffle')) }
            : undefined,
        // Who was decided about stands in the receipts; the step that publishes writes it down.
        decisions: () => undefined,
      }).finally(() => journal.close())
      staging.sync()
      counts = folder.put(name, basename(staging.dir))
      return counts ? 'done' : 'there'
    } finally {
      if (!counts) staging.discard()
    }
  })
}

/** Names the attempt that counts. */
export function partsName(shard: number): string {
  return `parts/${shardName(shard)}`
}
