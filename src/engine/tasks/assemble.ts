import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { ioError, PerdeError } from '../../errors.ts'
import { openJournal, readJournal, receiptsOf, type LeftRun } from '../passes/journal.ts'
import { JOURNAL, type JournalHeader } from '../passes/journal-frames.ts'
import { partsName } from './apply-shard.ts'
import { attemptParts } from './attempt-journal.ts'
import { checkDivisions } from './division.ts'
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
  run: KeptRun,
  header: JournalHeader,
  dir: string,
): LeftRun {
  calling(() => mkdirSync(dir, { mode: 0o700 }))
  const path = join(dir, JOURNAL)
  const journal = openJournal(path, key, { header })
  try {
    const digests = new Map<number, string>()
    for (const [shard, range] of run.shards.entries()) {
      const attempt = attemptOf(folder, shard)
      const parts = attemptParts(attempt, key, header, range)
      if (!parts)
        throw new PerdeError(
          'PLAN_MISMATCH',
          `what the task of shard ${shard} wrote is not of this run, or not whole`,
          {
            hints: ['begin again with perde shard, in a new folder; nothing was published'],
          },
        )
      if (parts.length === 1) digests.set(shard, parts[0]!.read.sha256)
      for (const part of parts) {
        for (const receipt of receiptsOf(join(attempt, JOURNAL), key, part)) journal.receipt(part.part, receipt)
        for (const output of part.outputs) takeFile(join(attempt, output.path), join(dir, output.path))
        const { from: _, end: __, ...finished } = part
        journal.finished(finished)
      }
    }
    checkDivisions(folder, key, run, digests)
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

function calling(call: () => void): void {
  try {
    call()
  } catch (e) {
    throw ioError(e, 'laying together what the tasks wrote')
  }
}
