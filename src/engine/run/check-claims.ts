import { PerdeError } from '../../errors.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import type { Plan } from '../../plan/plan.ts'
import { refusesCopies } from '../../policy/copied-identifiers.ts'
import type { Policy } from '../../policy/policy.ts'
import type { Applied } from '../passes/apply-pass.ts'
import { shownPath } from '../read/shown-path.ts'

/** From the weakest claim to the strongest. */
const CLASSES: readonly Manifest['outputClass'][] = ['mixed', 'pseudonymised', 'masked', 'k-anonymous']

/**
 * What the policy calls the release has to be true of what was written: R32 for its label, R25 for a hand-over to the
 * national platform, which takes k-anonymous data alone. Throws DENIED_RULE_SET; nothing is published then.
 */
export function checkClaims({ output, purpose }: Policy, { outputClass }: Manifest): void {
  const { label } = output
  if (label !== 'auto' && CLASSES.indexOf(outputClass) < CLASSES.indexOf(label))
    throw refused(
      `R32: the policy calls the release ${label}, and what was written is ${outputClass}`,
      'write label: auto, or transform more; risk.json of a run without the label says what was measured',
    )
  if (purpose.rules.includes('kz-ai-platform') && outputClass !== 'k-anonymous')
    throw refused(
      `R25: a release for the national platform is depersonalised, and what was written is ${outputClass}`,
      'drop the identifiers instead of giving them pseudonyms, and make every source with people k-anonymous',
    )
}

/** Nothing of the release is equal to a direct identifier of its record, where the law asks for that (R24). */
export function failIfCopied(
  policy: Policy,
  plan: Plan,
  { parts }: Pick<Applied, 'parts'>,
  publishable: (name: string) => boolean,
): void {
  if (!refusesCopies(policy)) return
  for (const part of parts)
    for (const [path, { field, inClear, copied = 0 }] of Object.entries(part.fields)) {
      const source = plan.sources[part.input.source]!
      const n = copied + (source.fields[field]?.role === 'identifier' ? inClear : 0)
      if (n === 0) continue
      const shown = shownPath(source, path, publishable)
      throw new PerdeError(
        'DENIED_RULE_SET',
        `R24: ${n === 1 ? 'a value' : `${n} values`} of "${shown}" would be equal to an identifier of the same record`,
        {
          where: { source: source.name, field: shown },
          hints: ['drop the field, or scrub it: the identifier is copied there'],
        },
      )
    }
}

function refused(message: string, hint: string): PerdeError {
  return new PerdeError('DENIED_RULE_SET', message, { hints: [hint] })
}
