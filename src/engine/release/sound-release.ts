import { PerdeError } from '../../errors.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import type { OpenRelease } from './open-release.ts'
import { PURGED, verifyRelease } from './verify.ts'

/**
 * The manifest of a release that is what was released, for commands that tell about it. `besides`: codes of problems that
 * do not matter to them. Throws DENIED_PURGED, RELEASE_TAMPERED.
 */
export function soundRelease(open: OpenRelease, what: string, besides?: RegExp): Manifest {
  const { manifest, problems } = verifyRelease({
    release: open.dir,
    log: undefined,
    ...(open.elsewhere && { elsewhere: open.elsewhere }),
  })
  const purged = problems.find(({ code }) => code === PURGED)
  if (purged)
    throw new PerdeError('DENIED_PURGED', purged.message, {
      where: { part: open.shown },
      hints: [`there is nothing left for ${what}; perde verify tells about what was left of it`],
    })
  if (problems.some(({ code }) => besides?.test(code) !== true))
    throw new PerdeError('RELEASE_TAMPERED', `the release is not what was released; there is no ${what} of it`, {
      where: { part: open.shown },
      hints: ['perde verify says what does not fit'],
    })
  return manifest
}
