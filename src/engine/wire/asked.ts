import type { Marks } from '../../consent/requests/marked.ts'
import type { Correction } from '../../consent/requests/request-state.ts'

/** What people asked about their data, as the workers need it. */
export interface AskedSetup {
  /** key the references of subjects */
  subjectKeys: [Uint8Array, Uint8Array]
  /** who is left out, and why */
  marks: Marks
  corrections: readonly Correction[]
}
