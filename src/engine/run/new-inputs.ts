import { relative, sep } from 'node:path'
import { PerdeError } from '../../errors.ts'
import type { KeptInput } from '../ledger/kept-inputs.ts'
import type { RunJob } from '../freeze/job.ts'
import type { AppliedPart } from '../passes/apply-pass.ts'
import { digestOf } from '../read/digest-of.ts'
import type { Input } from '../read/input.ts'
import { writtenInput } from '../read/table-input.ts'
import type { EarlierRelease } from './earlier-release.ts'

/** The inputs of a run that follows an earlier release. */
export interface NewInputs {
  /** those that came since */
  came: Input[]
  /** those that the releases before have read and that are as they were */
  known: KeptInput[]
  /** those that are not there any more, where the run may forget them */
  gone: KeptInput[]
}

/**
 * Parts the inputs in those that came since a release and those that it and the releases before it have read. One of those
 * that changed or went away is an error: its records were released as they were. What is known is not read, but where only
 * its time of change is another. Throws INPUT_CHANGED, INPUT_NONE_NEW, USAGE.
 */
export async function newInputs(
  job: Omit<RunJob, 'pool'>,
  earlier: EarlierRelease,
  inputs: readonly Input[],
): Promise<NewInputs> {
  const before = new Map(earlier.kept.inputs.map((kept) => [keyOf(kept), kept]))
  const came: Input[] = []
  const known: KeptInput[] = []
  for (const input of inputs) {
    const name = keptName(job, input)
    const key = keyOf({ source: input.sourceName, name })
    const kept = name === STDIN ? undefined : before.get(key)
    before.delete(key)
    if (!kept) came.push(input)
    else if (input.table) throw sameTable(input)
    else known.push(await unchanged(input, kept))
  }
  // What came by other ways cannot go away.
  const gone = [...before.values()].filter(({ version }) => version !== undefined)
  if (gone.length > 0 && job.gone !== 'forget') throw wentAway(gone)
  if (came.length === 0)
    throw new PerdeError('INPUT_NONE_NEW', 'no input came since the earlier release, so there is nothing to release', {
      retryable: true,
      hints: ['run again when a new one is there'],
      facts: { since: earlier.release, inputs: known.length },
    })
  const others = [...before.values()].filter(({ version }) => version === undefined)
  return { came, known: [...known, ...others], gone }
}

const STDIN = '-'

/** What an input is called from release to release. */
export function keptName(
  { policy, overrides, baseDir }: Omit<RunJob, 'pool'>,
  { sourceName, path, table }: Input,
): string {
  if (path !== undefined) return relative(baseDir, path).split(sep).join('/')
  return table ? writtenInput(overrides[sourceName] ?? policy.dataset.sources[sourceName]!.path) : STDIN
}

function keyOf({ source, name }: Pick<KeptInput, 'source' | 'name'>): string {
  return JSON.stringify([source, name])
}

/** A file that was copied or touched has another time and the same bytes. */
export async function unchanged({ sourceName, bytes }: Input, kept: KeptInput): Promise<KeptInput> {
  const { version } = bytes
  if (version === kept.version) return kept
  if (bytes.size !== kept.bytes || (await digestOf(bytes)) !== kept.sha256)
    throw new PerdeError('INPUT_CHANGED', 'an input of the earlier release has changed since', {
      where: { source: sourceName, part: bytes.name },
      hints: [
        'its records were released as they were: put it back, or make the release anew without --since',
        'what is added to a partition later belongs into a file of its own',
      ],
    })
  return { ...kept, ...(version !== undefined && { version }) }
}

function wentAway(gone: readonly KeptInput[]): PerdeError {
  const [first] = gone
  return new PerdeError(
    'INPUT_CHANGED',
    `${gone.length === 1 ? 'an input' : `${gone.length} inputs`} of the earlier release went away since`,
    {
      where: { source: first!.source },
      hints: [
        'put it back, or name all of the lake for the source: what was released is known by where it is',
        'if it was deleted on purpose, "--gone forget" goes on without it; its records stay in the release that they are in',
      ],
      facts: { gone: gone.length },
    },
  )
}

function sameTable({ sourceName, bytes }: Input): PerdeError {
  return new PerdeError('USAGE', 'nobody can tell which records of a table are new', {
    where: { source: sourceName, part: bytes.name },
    hints: [
      `name them with a query: --source ${sourceName}='postgres://…?query=SELECT * FROM … WHERE day = …'`,
      'or release the whole table anew without --since',
    ],
  })
}

/** What was moved would be released twice. Throws INPUT_CHANGED. */
export function refuseMoved(parts: readonly AppliedPart[], gone: readonly KeptInput[]): void {
  const key = (source: string, bytes: number, sha256: string) => JSON.stringify([source, bytes, sha256])
  const digests = new Set(gone.map(({ source, bytes, sha256 }) => key(source, bytes, sha256)))
  const moved = parts.find(({ input, read }) => digests.has(key(input.sourceName, read.bytes, read.sha256)))
  if (moved)
    throw new PerdeError(
      'INPUT_CHANGED',
      'an input has the bytes of one that went away: its records would come twice',
      {
        where: { source: moved.input.sourceName, part: moved.input.bytes.name },
        hints: ['move it back: what was released is known by where it is'],
      },
    )
}
