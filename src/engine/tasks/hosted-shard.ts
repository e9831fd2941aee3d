import { createPublishable } from '../../detect/publishable.ts'
import type { PartWriter } from '../../io/lake/staging.ts'
import { deriveShuffleKey } from '../freeze/derive-keys.ts'
import { applyPass } from '../passes/apply-pass.ts'
import type { PassOptions } from '../passes/block-tasks.ts'
import { frameSealer } from '../passes/frame-sealer.ts'
import { heldScratch } from '../passes/held-scratch.ts'
import { JOURNAL, JOURNAL_FRAMES, journalInto } from '../passes/journal-frames.ts'
import { profileBlocks } from '../passes/profile-blocks.ts'
import { thisThread } from '../passes/this-thread.ts'
import type { Pass } from '../read/block.ts'
import { partitionInput } from '../read/handed-input.ts'
import { pipedBytes } from '../read/piped-bytes.ts'
import type { HostedPartition, HostedRun } from './hosted-run.ts'
import { PROFILE } from './pieces.ts'
import { profileFrames, writeProfile } from './profile-frames.ts'

/** Where the files of an attempt go. */
export interface AttemptFiles {
  /** `path`: in the folder of the attempt */
  part(path: string): PartWriter
  /** resolves when there is room for more */
  drained(): Promise<void>
}

/** What became of the records of a partition. */
export interface HostedResult {
  rowsIn: number
  rowsOut: number
}

/**
 * One pass over one partition whose bytes come by a pipe. `messages`: its schema, its batches, the end of the stream.
 * Throws what a pass throws, and what `messages` does.
 */
export function workHosted(
  hosted: HostedRun,
  of: HostedPartition,
  messages: () => AsyncIterator<Uint8Array>,
  files: AttemptFiles,
): Promise<HostedResult> {
  const { facts, partitions } = of.source
  const input = partitionInput(facts, { partition: of.partition, partitions }, (name) => pipedBytes(name, messages))
  const pass: PassOptions = {
    // The others are not read here: their places are taken.
    inputs: Array.from({ length: hosted.work.parts }, () => input),
    range: { from: of.part, to: of.part + 1 },
    pool: thisThread(files.drained),
    blockSize: 1,
    publishable: createPublishable(),
  }
  return hosted.mode === 'profile' ? profileHosted(hosted, of, pass, files) : applyHosted(hosted, of, pass, files)
}

async function profileHosted(
  { run, setup, key }: HostedRun,
  { shard }: HostedPartition,
  pass: PassOptions,
  files: AttemptFiles,
): Promise<HostedResult> {
  const file = files.part(PROFILE)
  const sealed = frameSealer(key, profileFrames(run.release, shard))
  const passes: Pass[] = []
  let records = 0
  async function* counted() {
    for await (const block of profileBlocks(setup, pass, passes)) {
      records += block.result.records
      yield block
    }
  }
  await writeProfile((frame) => file.write(sealed(frame)), counted(), passes)
  file.finish()
  return { rowsIn: records, rowsOut: 0 }
}

async function applyHosted(
  { setup, key, header, roots, work }: HostedRun,
  _: HostedPartition,
  pass: PassOptions,
  files: AttemptFiles,
): Promise<HostedResult> {
  const file = files.part(JOURNAL)
  const sealed = frameSealer(key, JOURNAL_FRAMES)
  file.write(sealed({ header }))
  const { records } = await applyPass(setup, pass, {
    journal: journalInto((frame) => file.write(sealed(frame))),
    part: (path) => files.part(`data/${path}`),
    fileSize: work.fileSize,
    shuffle:
      setup.plan.order === 'shuffle' ? { key: deriveShuffleKey(setup.plan, roots), scratch: heldScratch() } : undefined,
    // Who was decided about stands in the receipts; the step that publishes writes it down.
    decisions: () => undefined,
  })
  file.finish()
  return { rowsIn: records.in, rowsOut: records.out }
}
