import { randomBytes } from 'node:crypto'
import { PerdeError } from '../../errors.ts'
import { deriveKey, keyCheckValue } from '../../keys/derive.ts'
import type { RootKey } from '../../keys/sources.ts'
import { planDigest, type Plan } from '../../plan/plan.ts'
import type { SubjectKeys } from '../consents/subject-keys.ts'
import type { PlanKeys } from '../ledger/kept-plan.ts'
import type { LedgerKeys } from '../ledger/ledger-file.ts'

/** The roots of a run by their names in the policy. They stay on the main thread. */
export type Roots = Map<string, RootKey>

/** The root a verb asks for: by name, else `main`, else the only one. Throws KEY_MISSING. */
export function rootFor(roots: Roots, name: string | undefined): Uint8Array {
  const found =
    name === undefined
      ? (roots.get('main') ?? (roots.size === 1 ? [...roots.values()][0] : undefined))
      : roots.get(name)
  if (!found)
    throw new PerdeError(
      'KEY_MISSING',
      name === undefined
        ? 'a transform needs a key and the policy names none as "main"'
        : `the policy has no key "${name}"`,
      {
        hints: ['add one: keys: { main: { env: PERDE_KEY } }; make it with: perde key new FILE'],
      },
    )
  return found.root
}

/** What the order of a shuffled release hangs on: another for every plan, so that two releases do not stand row by row. */
export function deriveShuffleKey(plan: Plan, roots: Roots): Uint8Array {
  const request = { algorithm: 'shuffle', domain: planDigest(plan), bytes: 32 as const }
  return deriveKey(rootFor(roots, undefined), request, {
    dataset: plan.dataset,
    purpose: plan.purpose,
    source: '',
    path: '',
  })
}

/**
 * Keys of the consent step: of `consent`, else `main`, else the only key, for every purpose alike, so that one
 * subject has one reference in all releases. Without any key they are random and die with the run.
 */
export function deriveSubjectKeys(roots: Roots): { keys: SubjectKeys; ephemeral: boolean } {
  const named = roots.get('consent') ?? roots.get('main') ?? (roots.size === 1 ? [...roots.values()][0] : undefined)
  const root = named?.root ?? randomBytes(32)
  const derive = (algorithm: string) =>
    deriveKey(
      root,
      { algorithm, domain: 'perde consent', bytes: 32 },
      { dataset: '', purpose: '', source: '', path: '' },
    )
  return {
    keys: { a: derive('subject-a'), b: derive('subject-b'), digest: derive('digest'), decisions: derive('decisions') },
    ephemeral: named?.ephemeral ?? true,
  }
}

/**
 * Keys of what is kept of anonymity, of the same root as the references of subjects. Undefined where no key stays: then
 * nobody can be known again.
 */
export function deriveLedgerKeys(roots: Roots): LedgerKeys | undefined {
  const named = roots.get('consent') ?? roots.get('main') ?? (roots.size === 1 ? [...roots.values()][0] : undefined)
  if (!named || named.ephemeral) return undefined
  const derive = (algorithm: string) =>
    deriveKey(
      named.root,
      { algorithm, domain: 'perde releases', bytes: 32 },
      { dataset: '', purpose: '', source: '', path: '' },
    )
  return { people: derive('people'), seal: derive('seal'), check: keyCheckValue(derive('seal')) }
}

/**
 * Seals the data keys of sealed releases: of `seal`, else `main`, else the only key. Undefined where none of these stays: then
 * nobody could open a release.
 */
export function deriveSealKey(roots: Roots): Uint8Array | undefined {
  const named = roots.get('seal') ?? roots.get('main') ?? (roots.size === 1 ? [...roots.values()][0] : undefined)
  if (!named || named.ephemeral) return undefined
  const request = { algorithm: 'data-key', domain: 'perde sealed releases', bytes: 32 as const }
  return deriveKey(named.root, request, { dataset: '', purpose: '', source: '', path: '' })
}

/** Seals what a run keeps so that it can be gone on with. Undefined where a key dies with the run, or there is none. */
export function deriveJournalKey(roots: Roots): Uint8Array | undefined {
  const named = roots.get('consent') ?? roots.get('main') ?? (roots.size === 1 ? [...roots.values()][0] : undefined)
  if (!named || [...roots.values()].some(({ ephemeral }) => ephemeral)) return undefined
  const request = { algorithm: 'journal', domain: 'perde runs', bytes: 32 as const }
  return deriveKey(named.root, request, { dataset: '', purpose: '', source: '', path: '' })
}

/** Why there is none. `what`: what needs it, as it begins a sentence. */
export function noJournalKey(roots: Roots, what: string): PerdeError {
  const dying = [...roots].filter(([, { ephemeral }]) => ephemeral).map(([name]) => name)
  if (dying.length > 0)
    return new PerdeError(
      'KEY_MISSING',
      `${what} needs keys that stay, and the policy has one that dies with its process`,
      {
        hints: [`name another place than "ephemeral: true" for keys: ${dying.join(', ')}`],
      },
    )
  if (roots.size > 0)
    return new PerdeError(
      'KEY_MISSING',
      `${what} is sealed under one key, and none of the policy's is called "main" or "consent"`,
      {
        hints: [
          `call one of them so (${[...roots.keys()].join(', ')}), or add one: keys: { main: { env: PERDE_KEY } }`,
        ],
      },
    )
  return new PerdeError('KEY_MISSING', `${what} needs a key that stays, and the policy has none`, {
    hints: ['add one: keys: { main: { env: PERDE_KEY } }; make it with: perde key new FILE'],
  })
}

/** Seal the kept plan of a policy without a key that stays. `secret`: what the log's signing key gives for `KEPT_PLAN`. */
export function keptPlanKeys(secret: Uint8Array): PlanKeys {
  return { seal: secret, check: keyCheckValue(secret) }
}

export const KEPT_PLAN = 'kept plan'

/** What the manifest says about the keys: enough to tell two apart, nothing to guess from. */
export function keyFacts(roots: Roots): Record<string, { check: string; ephemeral: boolean }> {
  return Object.fromEntries(
    [...roots].map(([name, { root, ephemeral }]) => [name, { check: keyCheckValue(root), ephemeral }]),
  )
}
