import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { entities } from '../../detect/entities.ts'
import { PerdeError } from '../../errors.ts'
import { parsePolicy } from '../../policy/parse-policy.ts'
import type { Finding, Policy } from '../../policy/policy.ts'

/** A policy without errors, and what it was read from. */
export interface OpenPolicy {
  policy: Policy
  digest: string
  /** folder that paths in the policy are relative to */
  baseDir: string
  findings: Finding[]
}

/** Reads a policy file and everything that is wrong with it. Throws POLICY_NOT_FOUND. */
export function readPolicy(
  file: string,
  cwd: string,
  asOf: Date,
): { policy: Policy | undefined; digest: string | undefined; baseDir: string; findings: Finding[] } {
  const path = resolve(cwd, file)
  let bytes: Buffer
  try {
    if (!statSync(path).isFile()) throw new Error('not a file')
    bytes = readFileSync(path)
  } catch (cause) {
    throw new PerdeError('POLICY_NOT_FOUND', 'the policy cannot be read', {
      where: { part: file },
      cause,
      hints: ['a policy is a YAML file; write a first one with: perde scan INPUT --policy-out FILE'],
    })
  }
  const { policy, digest, findings } = parsePolicy(decode(bytes, file), {
    file,
    entities: entities(),
    asOf,
  })
  return { policy, digest, baseDir: dirname(path), findings }
}

/** The same for commands that need a policy without errors. Throws POLICY_INVALID with all findings. */
export function openPolicy(file: string, cwd: string, asOf: Date): OpenPolicy {
  const { policy, digest, baseDir, findings } = readPolicy(file, cwd, asOf)
  if (policy && digest !== undefined) return { policy, digest, baseDir, findings }
  const errors = findings.filter((f) => f.severity === 'error')
  throw new PerdeError('POLICY_INVALID', `the policy has ${errors.length} error${errors.length === 1 ? '' : 's'}`, {
    where: { part: file },
    hints: [`see them with: perde check ${file}`],
    facts: { findings },
  })
}

function decode(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new PerdeError('POLICY_INVALID', 'the policy is not UTF-8', {
      where: { part: file },
      cause,
      hints: ['save it as UTF-8, or convert it: iconv -f WINDOWS-1251 -t UTF-8'],
    })
  }
}
