import { PerdeError } from '../../errors.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import { loggedPurge } from '../../evidence/release/purge-entries.ts'
import type { OpenRelease } from './open-release.ts'
import { PURGED, purgeText, verifyRelease, type Verification } from './verify.ts'

/** Opens the log at hand for as long as it is read; undefined where there is none. */
export type LogAtHand = <T>(use: (dir: string) => Promise<T>) => Promise<T | undefined>

export interface Wanted {
  /** what a command makes of the release, as it stands in a message */
  what: string
  /** codes of problems that do not matter to it */
  besides?: RegExp
  /** whether it was purged stands in the log, also where its data is there again */
  log: LogAtHand
}

/**
 * The manifest of a release that is what was released, for commands that tell about it. Throws DENIED_PURGED where the
 * log says that its data was destroyed, RELEASE_TAMPERED.
 */
export async function soundRelease(open: OpenRelease, { what, besides, log }: Wanted): Promise<Manifest> {
  const { manifest, problems } = verifyOpen(open, undefined)
  const outputs = new Set(manifest.outputs.map(({ path }) => path))
  const gone = problems.some(({ code, path }) => code === 'FILE_MISSING' && path !== undefined && outputs.has(path))
  const told = gone ? await log((dir) => Promise.resolve(verifyOpen(open, dir))) : undefined
  const purged = told?.problems.find(({ code }) => code === PURGED)
  if (purged && told!.problems.length === 1)
    throw new PerdeError('DENIED_PURGED', purged.message, {
      where: { part: open.shown },
      hints: [`there is nothing left for ${what}; perde verify tells about what was left of it`],
    })
  const again = gone ? undefined : await log((dir) => Promise.resolve(loggedPurge(dir, manifest.release)))
  if (again)
    throw new PerdeError('DENIED_PURGED', purgeText(again, outputs.size, outputs.size), {
      where: { part: open.shown },
      hints: [`nothing is told of data that was to be destroyed; perde verify says which files are there`],
    })
  if (problems.some(({ code }) => besides?.test(code) !== true))
    throw new PerdeError('RELEASE_TAMPERED', `the release is not what was released; there is no ${what} of it`, {
      where: { part: open.shown },
      hints: [
        'perde verify says what does not fit',
        ...(gone && !told ? ['its data is gone: whether it was purged stands in the log, which --log DIR names'] : []),
      ],
    })
  return manifest
}

function verifyOpen({ dir, elsewhere }: OpenRelease, log: string | undefined): Verification {
  return verifyRelease({ release: dir, log, ...(elsewhere && { elsewhere }) })
}
