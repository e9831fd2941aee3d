import canonicalize from 'canonicalize'
import { PerdeError } from '../../errors.ts'
import type { LogWriter } from '../../evidence/log/log-writer.ts'
import { checkPurpose } from '../../policy/gate.ts'
import type { CheckedSignal } from '../../policy/signals/read-signals.ts'
import { sha256Hex, type Manifest } from '../../evidence/release/manifest.ts'
import { VERSION } from '../../version.ts'
import { moment } from '../seal/entries.ts'
import type { RunJob } from '../freeze/job.ts'

export interface PassedGate {
  /** of the purpose.check entry */
  index: number
  signals: NonNullable<Manifest['signals']>
}

/**
 * The purpose gate: asked, logged and durable before the first byte of an input is read. `texts`: the files of signals as
 * they were read for this run, once, so that whatever goes by them goes by the same bytes. Throws DENIED_* with every requirement that failed; `--mode log` reports them and goes on.
 */
export function passGate(
  job: RunJob,
  log: LogWriter,
  texts: Readonly<Record<string, string>>,
  start: 'anew' | 'resumed' = 'anew',
): PassedGate {
  const { policy } = job
  const gate = checkPurpose({ policy, asOf: job.asOf, signalTexts: texts })
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
  const signals = loggedSignals(gate.signals, texts)
  if (signals.length > 0)
    log.append([{ type: 'signal.check', signals: signals.map((signal, ordinal) => ({ ordinal, ...signal })) }])
  log.checkpoint()
  const passed = { index: index!, signals }
  if (gate.decision === 'permit') return passed
  const failed = gate.requirements.filter((r) => r.result === 'fail')
  const messages = failed.map((r) => `${r.id}: ${r.message}`)
  if (job.mode === 'log') {
    for (const message of messages) job.onNotice?.({ code: 'WOULD_BE_DENIED', message: `would be denied: ${message}` })
    return passed
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

/** What the sources say about training, with the digests of the files that say it. */
function loggedSignals(
  signals: readonly CheckedSignal[],
  texts: Readonly<Record<string, string>>,
): PassedGate['signals'] {
  return signals.map(({ kind, result, file }) => {
    const text = file === undefined ? undefined : texts[file]
    return { kind, result, ...(text !== undefined && { sha256: sha256Hex(text) }) }
  })
}
