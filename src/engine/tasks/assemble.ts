import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { ioError, PerdeError } from '../../errors.ts'
import { openJournal, readJournal, receiptsOf, type LeftRun } from '../passes/journal.ts'
import type { JournalHeader } from '../passes/journal-frames.ts'
import { JOURNAL } from '../passes/journal-frames.ts'
import { partsName } from './apply-shard.ts'
import type { KeptRun } from './pieces.ts'
import type { RunFolder } from './run-folder.ts'
import { shardName } from './shard-name.ts'
import { takeFile } from './take-file.ts'

/**
 * Lays what the tasks wrote into one folder, in the order of the inputs, with one journal: as one process would have left it
 * that was killed when all was written. Files are linked, or copied to another file system.
 */
export function assemble(
  folder: RunFolder,
  key: Uint8Array,
  { shards }: KeptRun,
  header: JournalHeader,
  dir: string,
): LeftRun {
  calling(() => mkdirSync(dir, { mode: 0o700 }))
  const path = join(dir, JOURNAL)
  const journal = openJournal(path, key, { header })
  try {
    for (const [shard, { from, to }] of shards.entries()) {
      const attempt = attemptOf(folder, shard)
      const own = readJournal(join(attempt, JOURNAL), key)
      const parts = own?.parts.map(({ part }) => part).join()
      if (!own || !isSame(own.header, header) || parts !== numbers(from, to).join())
        throw new PerdeError(
          'PLAN_MISMATCH',
          `what the task of shard ${shard} wrote is not of this run, or not whole`,
          {
            hints: ['begin again with perde shard, in a new folder; nothing was published'],
          },
        )
      for (const part of own.parts) {
        for (const receipt of receiptsOf(join(attempt, JOURNAL), key, part)) journal.receipt(part.part, receipt)
        for (const output of part.outputs) takeFile(join(attempt, output.path), join(dir, output.path))
        const { from: _, end: __, ...finished } = part
        journal.finished(finished)
      }
    }
  } finally {
    journal.close()
  }
  const whole = readJournal(path, key)!
  return { dir, key, ...whole }
}

/** The folder of the attempt that counts. Never one outside, whatever stands in its place. */
function attemptOf(folder: RunFolder, shard: number): string {
  const name = folder.get(partsName(shard))?.toString() ?? ''
  if (!name.startsWith(`.apply-${shardName(shard)}.perde-`) || !/^[.\w-]+$/.test(name))
    throw new PerdeError('PLAN_MISMATCH', `shard ${shard} names no attempt`, {
      where: { part: folder.path(partsName(shard)) },
      hints: ['begin again with perde shard, in a new folder; nothing was published'],
    })
  return join(realpathSync(folder.path()), 'attempts', name)
}

function isSame(own: JournalHeader, { identity, measureKey, asOf, at }: JournalHeader): boolean {
  return (
    JSON.stringify(own.identity) === JSON.stringify(identity) &&
    Buffer.from(own.measureKey).equals(measureKey) &&
    own.asOf === asOf &&
    own.at === at
  )
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}

function calling(call: () => void): void {
  try {
    call()
  } catch (e) {
    throw ioError(e, 'laying together what the tasks wrote')
  }
}
