import type { ErrorCode } from '../../errors.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import { isOver } from '../../policy/civil-date.ts'
import { resolveTerm } from '../../policy/vocabulary.ts'

/**
 * What stands against a use by the terms of a release: purpose and processing, which have to be those that it was made for,
 * and the dates that end them. Both are resolved, so an alias is no way round.
 */
export function termsNow(
  job: { purpose: string; processing: string; now: Date },
  manifest: Manifest,
): { code: ErrorCode; message: string; hint?: string }[] {
  const denials: ReturnType<typeof termsNow> = []
  for (const kind of ['purpose', 'processing'] as const) {
    const asked = resolveTerm(kind, job[kind])
    const granted = resolveTerm(kind, manifest[kind])
    if (!asked)
      denials.push({
        code: 'DENIED_PURPOSE',
        message: `the ${kind} asked for is not in the vocabulary`,
        hint: `name a DPV term, such as ${manifest[kind]}`,
      })
    else if (asked.id !== granted?.id)
      denials.push({
        code: 'DENIED_PURPOSE',
        message: `the release was made for ${manifest[kind]}, not for ${asked.id}`,
        hint: 'a release serves the purpose and processing it was made for; make another one for this use',
      })
  }
  const { purposeUntil, retainUntil } = manifest
  if (purposeUntil !== undefined && isOver(purposeUntil, job.now))
    denials.push({
      code: 'DENIED_PURPOSE',
      message: `the purpose of the release ended on ${purposeUntil} (R61)`,
      hint: 'where it goes on, say so as purpose.until in the policy, and run it again with --replace',
    })
  if (retainUntil !== undefined && isOver(retainUntil, job.now))
    denials.push({ code: 'DENIED_RETENTION', message: `the release may be kept until ${retainUntil} only` })
  return denials
}
