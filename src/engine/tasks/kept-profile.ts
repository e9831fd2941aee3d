import { PerdeError } from '../../errors.ts'
import type { KeptProfiles, ProfiledTask } from '../passes/profile-pass.ts'
import { openFrames, readFrames } from '../passes/sealed-frames.ts'
import type { Pass } from '../read/blocks.ts'
import type { BlockProfile } from '../wire/block-profile.ts'
import type { RunFolder } from './run-folder.ts'
import { shardName } from './shard-name.ts'

/** What one frame of a shard's profile holds: a block, a whole input, or the end of the shard. */
type Frame = { task: ProfiledTask; result: BlockProfile } | { part: number; pass: Pass } | { blocks: number }

/** Writes what the blocks of a shard show into a file, durably. */
export async function writeProfile(
  path: string,
  key: Uint8Array,
  shard: number,
  blocks: AsyncIterable<{ task: ProfiledTask; result: BlockProfile }>,
  passes: readonly (Pass | undefined)[],
): Promise<void> {
  const frames = openFrames(path, key, what(shard))
  try {
    let count = 0
    for await (const {
      task: { source, part, read },
      result,
    } of blocks) {
      frames.put({ task: { source, part, read }, result } satisfies Frame)
      count++
    }
    for (const [part, pass] of passes.entries()) if (pass) frames.put({ part, pass } satisfies Frame)
    frames.put({ blocks: count } satisfies Frame)
    frames.sync()
  } finally {
    frames.close()
  }
}

/** The profiles of all shards, one after another. Throws PLAN_MISMATCH for one that is not whole. */
export function readProfiles(folder: RunFolder, key: Uint8Array, shards: number): KeptProfiles {
  return function* (passes) {
    for (let shard = 0; shard < shards; shard++) {
      let count = 0
      let whole = false
      for (const { frame } of readFrames(folder.path(profileName(shard)), key, what(shard)) as Iterable<{
        frame: Frame
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

function what(shard: number): string[] {
  return ['profile', '1', String(shard)]
}
