/** What is said of a column. */
import type { Role } from './recogniser.ts'

export interface Verdict {
  /** entity id; `none` where nothing was found, `unknown` where a recogniser failed */
  entity: string
  role: Role
  /** 0…1; under the threshold (0.5) it is a question for a person, not a finding */
  confidence: number
  /** fixed phrases and shares, never a value */
  evidence: string[]
}
