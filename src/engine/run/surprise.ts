import { WITHHELD } from '../../detect/publishable.ts'
import { ownRecognisers } from '../../detect/own-patterns.ts'
import { surpriseIn } from '../../detect/surprise.ts'
import { PerdeError } from '../../errors.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Applied } from '../passes/apply-pass.ts'
import { namedPaths } from '../passes/block-tasks.ts'
import type { Surprises } from '../freeze/rules-only.ts'
import type { RunJob } from '../freeze/job.ts'

/** Fields that are declared insensitive and look personal: fails, warns, or asks for another round with them redacted. */
export function addSurprises(
  job: RunJob,
  plan: Plan,
  applied: Applied,
  surprises: Surprises,
  publishable: (name: string) => boolean,
): boolean {
  const found: { source: string; path: string; name: string; entity: string }[] = []
  const own = ownRecognisers(job.policy.detect.patterns)
  applied.watch.forEach((facts, s) => {
    const source = plan.sources[s]!.name
    const named = namedPaths(plan, { source: s })
    const besidePerson = plan.sources[s]!.fields.some(({ role }) => role === 'identifier')
    for (const [path, seen] of Object.entries(facts)) {
      const { find, confidence } = job.policy.detect
      const entity = surpriseIn(path, seen, find, confidence, own, besidePerson)
      const name = named.has(path) || publishable(path) ? path : WITHHELD
      if (entity !== undefined) found.push({ source, path, name, entity })
    }
  })
  if (found.length === 0) return false
  const [first] = found
  const what = found.map((f) => `"${f.name}" of "${f.source}" (${f.entity})`).join(', ')
  if (job.policy.detect.surprise === 'fail')
    throw new PerdeError(
      'INPUT_SURPRISE',
      `${found.length === 1 ? 'a field' : 'fields'} that the policy calls insensitive ${found.length === 1 ? 'looks' : 'look'} personal: ${what}`,
      {
        where: { source: first!.source, field: first!.name },
        hints: ['give the field its role and a transform, or set "detect: { surprise: redact }"'],
      },
    )
  if (job.policy.detect.surprise === 'warn') {
    job.onNotice?.({ code: 'INPUT_SURPRISE', message: `declared insensitive, but looks personal: ${what}` })
    return false
  }
  job.onNotice?.({
    code: 'INPUT_SURPRISE',
    message: `declared insensitive, but looks personal and is redacted: ${what}`,
  })
  for (const f of found) surprises.set(f.source, (surprises.get(f.source) ?? new Set()).add(f.path))
  return true
}
