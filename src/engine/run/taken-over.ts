import { join } from 'node:path'
import type { Staging } from '../../io/lake/staging.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Applied, StagedPart } from '../passes/apply-pass.ts'
import type { ReadRegister } from '../consents/read-register.ts'
import type { RunJob } from '../freeze/job.ts'
import type { ConsentSetup } from '../wire/setup.ts'
import type { Solved } from '../risk/measure-risk.ts'
import { isAsPlanned } from '../risk/planned-classes.ts'
import { noticeWhole } from './notices.ts'
import { notAsReleased, takesOver, unchangedParts, type Rebuilt } from './rebuild.ts'
import { digestOfFile } from './staged-texts.ts'
import type { RoundContext } from './round-context.ts'

/** Of a release that is made anew: the inputs that need not be read. */
export function unchangedIn(
  job: RunJob,
  { rebuilt, pass }: RoundContext,
  now: { plan: Plan; register: ReadRegister | undefined; consent: ConsentSetup | undefined; whole: boolean },
): StagedPart[] {
  if (!rebuilt) return []
  const { plan, register, consent, whole } = now
  if (!register || !consent || whole) return []
  if (takesOver(rebuilt, plan, job.asked))
    return unchangedParts(rebuilt, pass.inputs, {
      index: register.index,
      request: consent.request,
      ...(job.asked && { marks: job.asked.setup.marks }),
    })
  noticeWhole(job)
  return []
}

/** What is taken over has to be what was released, by every byte. A file that gives way to the new release is linked. */
export function takeOver({ dir }: Rebuilt, staging: Staging, parts: readonly StagedPart[]): void {
  const how = staging.target === dir ? 'link' : 'copy'
  for (const { outputs } of parts)
    for (const { path, sha256 } of outputs) {
      if (digestOfFile(join(dir, path)) !== sha256) throw notAsReleased(path)
      staging.take(path, dir, how)
      if (digestOfFile(join(staging.dir, path)) !== sha256) throw notAsReleased(path)
    }
}

/** Under a frozen plan a class whose people leave may be too small, and then all of it has to go, from every file. */
export function isWrittenAsPlanned(plan: Plan, applied: Applied, { planned }: Solved): boolean {
  return plan.sources.every(({ anonymity }, s) => {
    if (!anonymity) return true
    const written = applied.classes[s]
    return planned[s] !== undefined && written !== undefined && isAsPlanned(planned[s], written.classes)
  })
}
