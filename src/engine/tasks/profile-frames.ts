import { joinProfiles } from '../passes/join-profiles.ts'
import type { ProfiledTask } from '../passes/profile-blocks.ts'
import type { Pass } from '../read/block.ts'
import type { BlockProfile } from '../wire/block-profile.ts'

/** What one frame of a shard's profile holds: a block, a whole input, or the end of the shard. */
export type ProfileFrame =
  { task: ProfiledTask; result: BlockProfile } | { part: number; pass: Pass } | { blocks: number }

/** What the frames of a shard's profile are sealed as: those of another run under the same key are none of its. */
export function profileFrames(run: string, shard: number): string[] {
  return ['profile', '1', run, String(shard)]
}

/** What the blocks of a shard show, and then what was read, as frames. */
export async function writeProfile(
  put: (frame: ProfileFrame) => void,
  blocks: AsyncIterable<{ task: ProfiledTask; result: BlockProfile }>,
  passes: readonly (Pass | undefined)[],
): Promise<void> {
  let count = 0
  for await (const {
    task: { source, part, read },
    result,
  } of joinProfiles(blocks)) {
    put({ task: { source, part, read }, result })
    count++
  }
  for (const [part, pass] of passes.entries()) if (pass) put({ part, pass })
  put({ blocks: count })
}
