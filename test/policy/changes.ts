import type { Policy } from '../../src/policy/policy.ts'

/** A change of a policy's data; the parser would refuse some of these, the gate must not need it. */
export type Change = (policy: Policy) => void

/** Sets what stands at a path of names with dots between them, or removes it. */
export const set =
  (path: string, value: unknown): Change =>
  (policy) => {
    const parts = path.split('.')
    const holder = parts
      .slice(0, -1)
      .reduce((at, part) => (at[part] ??= {}) as Record<string, unknown>, policy as unknown as Record<string, unknown>)
    if (value === undefined) Reflect.deleteProperty(holder, parts.at(-1)!)
    else holder[parts.at(-1)!] = structuredClone(value)
  }
/** One change after the other. */
export const all =
  (...changes: Change[]): Change =>
  (policy) =>
    changes.forEach((change) => change(policy))
