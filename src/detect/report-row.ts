import type { Role } from './recogniser.ts'

/** One field of a scan, as it is told and as a policy would name it. */
export interface ReportRow {
  source: string
  path: string
  entity: string
  role: Role
  confidence: number
  evidence: string[]
  /** a rule in the policy's words, on one line */
  suggest: string
}
