import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { ulid } from '../../evidence/ulid.ts'
import { profileSetup } from '../freeze/worker-setup.ts'
import type { RunJob } from '../freeze/job.ts'
import { readSideFiles } from '../freeze/policy-tables.ts'
import { refuseExchanged } from '../policy-files/named-files.ts'
import { sideFileDigests } from '../policy-files/side-file.ts'
import { profileBlocks } from '../passes/profile-blocks.ts'
import type { Pass } from '../read/block.ts'
import { openFrames } from '../passes/sealed-frames.ts'
import { profileName } from './kept-profile.ts'
import { inTask } from './open-task.ts'
import { profileFrames, writeProfile } from './profile-frames.ts'
import type { RunFolder } from './run-folder.ts'
import { shardName } from './shard-name.ts'

/** `there`: another task has done it; `needless`: the policy needs no profile. */
export type TaskResult = 'done' | 'there' | 'needless'

/** The first pass over one shard. A second task for it, at once or later, changes nothing. */
export function profileShard(job: RunJob, folder: RunFolder, shard: number): Promise<TaskResult> {
  return inTask(job, folder, shard, async ({ run, pass, roots, key, consent, asked, peopleKey }) => {
    if (!run.profile) return 'needless'
    const name = profileName(shard)
    if (folder.has(name)) return 'there'
    const { measureKey } = run
    const files = readSideFiles(job.policy, job.baseDir)
    refuseExchanged(run.approvedFiles, sideFileDigests(files))
    const setup = profileSetup(job, new Map(), {
      roots,
      files,
      inputs: pass.inputs,
      measureKey,
      peopleKey,
      consent,
      asked,
    })
    const own = folder.path('attempts', `profile-${shardName(shard)}-${ulid()}`)
    mkdirSync(dirname(own), { recursive: true, mode: 0o700 })
    try {
      const frames = openFrames(own, key, profileFrames(run.release, shard))
      try {
        const passes: Pass[] = []
        await writeProfile(frames.put, profileBlocks(setup, pass, passes), passes)
        frames.sync()
      } finally {
        frames.close()
      }
      return folder.putFile(name, own) ? 'done' : 'there'
    } finally {
      rmSync(own, { force: true })
    }
  })
}
