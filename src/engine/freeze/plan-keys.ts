import { deriveKey } from '../../keys/derive.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Step } from '../../policy/policy.ts'
import { verbNamed } from '../../transforms/verb-named.ts'
import { keyId } from '../wire/setup.ts'
import { rootFor, type Roots } from './derive-keys.ts'

/** Every key that the plan's steps ask for, derived for its dataset, purpose, source and path. */
export function derivePlanKeys(plan: Plan, roots: Roots): Record<string, Uint8Array> {
  const keys: Record<string, Uint8Array> = {}
  for (const source of plan.sources)
    source.fields.forEach((field, f) => {
      const derive = (branch: 'do' | 'else', steps: Step[]) =>
        steps.forEach((step, s) =>
          verbNamed(step.verb)
            .keys?.(step.options)
            .forEach((request, n) => {
              const place = { dataset: plan.dataset, purpose: plan.purpose, source: source.name, path: field.path }
              keys[keyId(source.name, f, branch, s, n)] = deriveKey(rootFor(roots, request.root), request, place)
            }),
        )
      derive('do', field.do)
      derive('else', field.else ?? [])
    })
  return keys
}
