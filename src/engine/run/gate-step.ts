import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import canonicalize from 'canonicalize'
import { PerdeError } from '../../errors.ts'
import type { LogWriter } from '../../evidence/log/log-writer.ts'
import { checkPurpose } from '../../policy/gate.ts'
import type { Policy } from '../../policy/policy.ts'
import { sha256Hex } from '../../evidence/release/manifest.ts'
import { VERSION } from '../../version.ts'
import { moment } from '../seal/entries.ts'
import type { RunJob } from '../freeze/job.ts'

/**
 * The purpose gate: asked, logged and durable before the first byte of an input is read. Returns the index of the
 * purpose.check entry. Throws DENIED_* with every requirement that failed; `--mode log` reports them and goes on.
 */
export function passGate(job: RunJob, log: LogWriter, start: 'anew' | 'resumed' = 'anew'): number {
  const { policy } = job
  const gate = checkPurpose({ policy, asOf: job.asOf, signalTexts: readSignals(policy, job.baseDir) })
  log.append([
    {
      type: 'run.start',
      tool: `perde/${VERSION}`,
      dataset: policy.dataset.id,
      policySha256: job.policySha256,
      configSha256: sha256Hex(canonicalize({ mode: job.mode, sources: Object.keys(job.overrides).sort() })!),
      asOf: moment(job.asOf),
      mode: job.mode,
      ...(start === 'resumed' && { resumed: true }),
    },
  ])
  const [index] = log.append([
    {
      type: 'purpose.check',
      decision: gate.decision,
      purpose: gate.request.purpose,
      processing: gate.request.processing,
      basis: policy.purpose.basis,
      jurisdiction: policy.dataset.provenance?.jurisdiction ?? [],
      ruleSets: policy.purpose.rules,
      requirements: gate.requirements.map(({ id, result }) => ({ id, result })),
      policySha256: job.policySha256,
    },
  ])
  log.checkpoint()
  if (gate.decision === 'permit') return index!
  const failed = gate.requirements.filter((r) => r.result === 'fail')
  const messages = failed.map((r) => `${r.id}: ${r.message}`)
  if (job.mode === 'log') {
    for (const message of messages) job.onNotice?.({ code: 'WOULD_BE_DENIED', message: `would be denied: ${message}` })
    return index!
  }
  throw new PerdeError(
    failed.some((r) => r.id === 'R19') ? 'DENIED_BIOMETRIC' : 'DENIED_PURPOSE',
    `the purpose gate refused the run: ${messages.join('; ')}`,
    {
      hints: failed.map((r) => r.hint ?? `what ${r.id} asks stands in policies/README.md`),
      facts: { requirements: failed.map((r) => r.id) },
    },
  )
}

/** Files that `provenance.signals` names (robots.txt, tdmrep.json, …). What is no file is read as a signal itself, or denies. */
export function readSignals(policy: Policy, baseDir: string): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const signal of policy.dataset.provenance?.signals ?? []) {
    try {
      texts[signal] = readFileSync(resolve(baseDir, signal), 'utf8')
    } catch {
      // Not a file: the gate decides what it is.
    }
  }
  return texts
}
