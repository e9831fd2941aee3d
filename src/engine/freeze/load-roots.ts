import { loadKey } from '../../keys/sources.ts'
import type { Policy } from '../../policy/policy.ts'
import type { Roots } from './derive-keys.ts'

/** The roots that a policy names, from where it says they are. Throws KEY_*. */
export async function loadRoots(policy: Policy, baseDir: string, env: NodeJS.ProcessEnv): Promise<Roots> {
  const roots: Roots = new Map()
  for (const [name, source] of Object.entries(policy.keys)) roots.set(name, await loadKey(source, { baseDir, env }))
  return roots
}
