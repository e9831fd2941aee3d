import { PerdeError } from '../../errors.ts'
import type { KeptProfiles } from '../passes/profile-pass.ts'
import { readFrames } from '../passes/sealed-frames.ts'
import type { Pass } from '../read/block.ts'
import { profileFrames, type ProfileFrame } from './profile-frames.ts'
import type { KeptRun } from './pieces.ts'
import type { RunFolder } from './run-folder.ts'
import { shardName } from './shard-name.ts'

/** The profiles of all shards, one after another. Throws PLAN_MISMATCH for one that is not whole. */
export function readProfiles(
  folder: RunFolder,
  key: Uint8Array,
  { release, shards }: Pick<KeptRun, 'release' | 'shards'>,
): KeptProfiles {
  return function* (passes) {
    for (const shard of shards.keys()) {
      const whole = yield* readProfile(folder.path(profileName(shard)), key, { release, shard }, passes)
      if (!whole)
        throw new PerdeError('PLAN_MISMATCH', `what the task of shard ${shard} saw is not whole`, {
          hints: ['begin again with perde shard, in a new folder'],
        })
    }
  }
}

/** The blocks of one profile; `passes` gets what was read of the inputs. Returns whether it is whole. Throws IO_FAILED. */
export function* readProfile(
  path: string,
  key: Uint8Array,
  { release, shard }: { release: string; shard: number },
  passes: (Pass | undefined)[],
): Generator<Extract<ProfileFrame, { task: unknown }>, boolean> {
  let count = 0
  let whole = false
  for (const { frame } of readFrames(path, key, profileFrames(release, shard)) as Iterable<{ frame: ProfileFrame }>) {
    if ('task' in frame) {
      count++
      yield frame
    } else if ('pass' in frame) passes[frame.part] = frame.pass
    else whole = frame.blocks === count
  }
  return whole
}

export function profileName(shard: number): string {
  return `profiles/${shardName(shard)}`
}
