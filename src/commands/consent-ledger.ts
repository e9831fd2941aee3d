import { resolve } from 'node:path'
import { entities } from '../detect/entities.ts'
import { readHead } from '../engine/consents/ledger-head.ts'
import { ledgerPlace } from '../engine/consents/ledger-place.ts'
import type { SubjectKeys } from '../engine/consents/subject-keys.ts'
import { deriveSubjectKeys } from '../engine/freeze/derive-keys.ts'
import { loadRoots } from '../engine/freeze/load-roots.ts'
import { subjectEntity } from '../engine/freeze/consents-of-plan.ts'
import { rulesOnly } from '../engine/freeze/rules-only.ts'
import { openPolicy } from '../engine/policy-files/open-policy.ts'
import { PerdeError } from '../errors.ts'
import type { Policy } from '../policy/policy.ts'
import { namedSeed } from './log-key.ts'
import type { Terminal } from './terminal.ts'

/** Options of every command about a consent ledger. A key is named, never given. */
export interface LedgerOptions {
  ledger?: string
  /** a policy: its ledger, its keys, the type of its subjects, its log */
  policy?: string
  /** where the key is: env:NAME or file:PATH */
  key?: string
  /** entity of the subjects' identifiers */
  type?: string
  json?: boolean
}

/** A ledger as a command was told of it, there or not. */
export interface NamedLedger {
  /** absolute */
  path: string
  /** as the user called it */
  shown: string
  keys: SubjectKeys
  entity: string | undefined
  policy: { policy: Policy; baseDir: string } | undefined
}

/** Finds the ledger and its keys. Throws USAGE, KEY_*, POLICY_*. */
export async function namedLedger(options: LedgerOptions, terminal: Terminal, now: Date): Promise<NamedLedger> {
  const { ledger, ...subjects } = await named(options, terminal, now, 'with a ledger')
  return { ...ledger!, ...subjects }
}

/** How people are called in the log of a policy's runs, with a ledger of consents or without one. Throws as `namedLedger`. */
export async function namedSubjects(
  options: LedgerOptions,
  terminal: Terminal,
  now: Date,
): Promise<Pick<NamedLedger, 'keys' | 'entity'>> {
  return named(options, terminal, now, 'without one')
}

interface Named extends Omit<NamedLedger, 'path' | 'shown'> {
  ledger: Pick<NamedLedger, 'path' | 'shown'> | undefined
}

async function named(
  options: LedgerOptions,
  terminal: Terminal,
  now: Date,
  wanted: 'with a ledger' | 'without one',
): Promise<Named> {
  const { cwd, env } = terminal
  const opened = options.policy === undefined ? undefined : openPolicy(options.policy, cwd, now)
  const own = opened?.policy.consent?.ledger
  const ledger =
    options.ledger !== undefined
      ? { shown: options.ledger, path: resolve(cwd, options.ledger) }
      : own !== undefined
        ? { shown: own, path: resolve(opened!.baseDir, own) }
        : undefined
  if (ledger === undefined && wanted === 'with a ledger')
    throw new PerdeError('USAGE', 'which ledger is meant is not said', {
      hints: ['give --ledger DIR, or --policy FILE with "consent: { ledger: DIR }" in it'],
    })
  const roots = opened
    ? await loadRoots(opened.policy, opened.baseDir, env)
    : new Map([['consent', { root: await namedSeed(options.key ?? 'env:PERDE_KEY', terminal), ephemeral: false }]])
  const { keys, ephemeral } = deriveSubjectKeys(roots)
  if (ephemeral)
    throw new PerdeError(
      'KEY_MISSING',
      `${ledger ? 'a consent ledger' : 'who asks for a person'} needs a key that stays`,
      {
        hints: ['add one to the policy: keys: { main: { env: PERDE_KEY } }; make it with: perde key new FILE'],
      },
    )
  const typed = opened
    ? subjectEntity(rulesOnly({ policy: opened.policy, policySha256: opened.digest }, new Map()))
    : options.type
  if (
    options.type !== undefined &&
    (!entities().some(({ entity }) => entity === options.type) || (opened && typed !== options.type))
  )
    throw new PerdeError('USAGE', '--type is an entity such as iin or phone, and that of the policy’s subjects', {
      hints: ['perde entities lists them'],
    })
  const entity =
    opened || !ledger ? typed : (typed ?? readHead(ledgerPlace(ledger.path), ledger.shown)?.subjectType ?? undefined)
  return { ledger, keys, entity, policy: opened && { policy: opened.policy, baseDir: opened.baseDir } }
}
