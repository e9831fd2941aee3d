import type { ReportInput } from '../../evidence/report/page.ts'
import { comparedReport } from '../../evidence/report/report-input.ts'
import { openRelease } from './open-release.ts'
import { soundRelease, type LogAtHand } from './sound-release.ts'

export interface ReportSource {
  input: ReportInput
  /** the folder that nothing may be added to; undefined: the release is not in a folder of this machine */
  dir: string | undefined
}

/**
 * What a report is made of, of a release that is as it was released. Throws DENIED_PURGED, RELEASE_TAMPERED, and what
 * `openRelease` throws.
 */
export async function reportSource(
  release: string,
  { cwd, env, log }: { cwd: string; env: NodeJS.ProcessEnv; log: LogAtHand },
): Promise<ReportSource> {
  const open = await openRelease(release, cwd, env)
  try {
    // The report that stands in the release is not what is shown here.
    await soundRelease(open, { what: 'report', besides: /^REPORT/, log })
    return { input: comparedReport(open.dir), dir: open.elsewhere ? undefined : open.dir }
  } finally {
    open.close()
  }
}
