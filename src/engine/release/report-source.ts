import { PerdeError } from '../../errors.ts'
import type { ReportInput } from '../../evidence/report/page.ts'
import { releaseReport } from '../../evidence/report/report-input.ts'
import { openRelease } from './open-release.ts'
import { PURGED, verifyRelease } from './verify.ts'

export interface ReportSource {
  input: ReportInput
  /** the folder that nothing may be added to; undefined: the release is not in a folder of this machine */
  dir: string | undefined
}

/**
 * What a report is made of, of a release that is as it was released. Throws DENIED_PURGED, RELEASE_TAMPERED, and what
 * `openRelease` throws.
 */
export async function reportSource(release: string, cwd: string, env: NodeJS.ProcessEnv): Promise<ReportSource> {
  const { dir, elsewhere, shown, close } = await openRelease(release, cwd, env)
  try {
    const { problems } = verifyRelease({ release: dir, log: undefined, ...(elsewhere && { elsewhere }) })
    const purged = problems.find(({ code }) => code === PURGED)
    if (purged)
      throw new PerdeError('DENIED_PURGED', purged.message, {
        where: { part: shown },
        hints: ['there is nothing left to report on; perde verify tells about what was left of it'],
      })
    // The report that stands in the release is not what is shown here.
    if (problems.some(({ code }) => !code.startsWith('REPORT')))
      throw new PerdeError('RELEASE_TAMPERED', 'the release is not what was released; there is no report of it', {
        where: { part: shown },
        hints: ['perde verify says what does not fit'],
      })
    return { input: releaseReport(dir), dir: elsewhere ? undefined : dir }
  } finally {
    close()
  }
}
