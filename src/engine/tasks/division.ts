import { PerdeError } from '../../errors.ts'
import type { KeptRun } from './pieces.ts'
import { getSealed, putSealed, type RunFolder } from './run-folder.ts'
import { shardName } from './shard-name.ts'

// A release is of one division of one table. What each partition of a table that a host hands over holds is written down
// before the first of them counts; whatever is tried again afterwards, or goes on with the run, has to be of the same.

/** SHA-256, in hex, of what was handed over, by the number of the shard. */
export type Digests = ReadonlyMap<number, string>

/**
 * Looks whether shards are of the division that the run has, and gives it one where it has none. Throws INPUT_CHANGED, and
 * PROTOCOL_INVALID where a division has to be made of fewer than all partitions of a source.
 */
export function settleDivisions(folder: RunFolder, key: Uint8Array, { handed }: KeptRun, digests: Digests): void {
  for (const [source, { shard: first, partitions }] of Object.entries(handed)) {
    const shards = Array.from({ length: partitions }, (_, i) => first + i)
    if (!shards.some((shard) => digests.has(shard))) continue
    const name = divisionName(first)
    if (!folder.has(name)) {
      const own = shards.flatMap((shard) => digests.get(shard) ?? [])
      if (own.length < partitions) throw notAll(source, own.length, partitions)
      putSealed(folder, key, name, own)
    }
    refuseOther(getSealed(folder, key, name) as string[], digests, { source, first })
  }
}

/** Throws INPUT_CHANGED where shards that are published are not of the division, PLAN_MISMATCH where there is none. */
export function checkDivisions(folder: RunFolder, key: Uint8Array, { handed }: KeptRun, digests: Digests): void {
  for (const [source, { shard: first, partitions }] of Object.entries(handed)) {
    if (partitions === 0) continue
    const division = getSealed(folder, key, divisionName(first)) as string[] | undefined
    if (division?.length !== partitions)
      throw new PerdeError('PLAN_MISMATCH', 'the run does not know how the table was divided', {
        where: { source },
        hints: ['begin again with perde shard, in a new folder; nothing was published'],
      })
    refuseOther(division, digests, { source, first })
  }
}

function divisionName(first: number): string {
  return `divisions/${shardName(first)}`
}

function refuseOther(
  division: readonly string[],
  digests: Digests,
  { source, first }: { source: string; first: number },
): void {
  for (const [i, digest] of division.entries()) {
    const own = digests.get(first + i)
    if (own !== undefined && own !== digest)
      throw new PerdeError(
        'INPUT_CHANGED',
        'a partition holds other records, or other batches of them, than the run was begun with',
        {
          where: { source, part: `partition ${i}` },
          hints: [
            'hand over the same version of the table, in the same order, partitions and batches: write down what is computed anew each time',
            'or begin another run; nothing was published',
          ],
        },
      )
  }
}

function notAll(source: string, given: number, partitions: number): PerdeError {
  return new PerdeError(
    'PROTOCOL_INVALID',
    `the first results of a table are those of all its partitions, and ${given} of ${partitions} are there`,
    {
      where: { source },
      hints: ['put the results of all partitions at once, of one reading of the table: they say what the table is'],
    },
  )
}
