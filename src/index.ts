/**
 * perde as a library: the same functions that the command line uses. ES modules, no global state; everything that can
 * take long takes an AbortSignal.
 *
 * ```ts
 * import { openPolicy, run, transformRecords } from 'perde'
 * const policy = openPolicy('policy.yaml')
 * const { target, manifest } = await run(policy, { out: 'release', log: 'perde-log' })
 * for await (const { records } of transformRecords(stream, policy)) await train(records)
 * ```
 */
export { openPolicy, run, scan, use, verify } from './api.ts'
export type { RunOptions, ScanOptions, UseOptions, VerifyOptions } from './api.ts'
export { transformRecords } from './engine/run/transform-records.ts'
export type { TransformedBatch, TransformOptions } from './engine/run/transform-records.ts'
export type { OpenPolicy } from './engine/policy-files/open-policy.ts'
export type { Notice, RunResult } from './engine/freeze/job.ts'
export type { Progress } from './engine/passes/block-tasks.ts'
export type { ScannedInput } from './engine/table/scan.ts'
export type { Verification } from './engine/release/verify.ts'
export type { UseDecision } from './engine/release/use.ts'
export type { Manifest } from './evidence/release/manifest.ts'
export type { RiskReport, SourceRisk } from './evidence/release/risk.ts'
export type { Finding, Policy } from './policy/policy.ts'
export { createTextDetector } from './detect/detect-text.ts'
export { detectColumn } from './detect/detect-column.ts'
export type { Detection } from './detect/recogniser.ts'
export { PerdeError } from './errors.ts'
export type { ErrorCode, Where } from './errors.ts'
export { VERSION } from './version.ts'
