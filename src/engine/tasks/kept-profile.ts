import { PerdeError } from '../../errors.ts'
import type { KeptProfiles } from '../passes/profile-pass.ts'
import { readFrames } from '../passes/sealed-frames.ts'
import { profileFrames, type ProfileFrame } from './profile-frames.ts'
import type { RunFolder } from './run-folder.ts'
import { shardName } from './shard-name.ts'

/** The profiles of all shards, one after another. Throws PLAN_MISMATCH for one that is not whole. */
export function readProfiles(folder: RunFolder, key: Uint8Array, shards: number): KeptProfiles {
  return function* (passes) {
    for (let shard = 0; shard < shards; shard++) {
      let count = 0
      let whole = false
      for (const { frame } of readFrames(folder.path(profileName(shard)), key, profileFrames(shard)) as Iterable<{
        frame: ProfileFrame
      }>) {
        if ('task' in frame) {
          count++
          yield frame
        } else if ('pass' in frame) passes[frame.part] = frame.pass
        else whole = frame.blocks === count
      }
      if (!whole)
        throw new PerdeError('PLAN_MISMATCH', `what the task of shard ${shard} saw is not whole`, {
          hints: ['begin again with perde shard, in a new folder'],
        })
    }
  }
}

export function profileName(shard: number): string {
  return `profiles/${shardName(shard)}`
}
