import type { Phase } from '../../evidence/log/entry-schemas.ts'
import type { LogWriter } from '../../evidence/log/log-writer.ts'
import type { Staging } from '../../io/lake/staging.ts'
import type { LeftRun } from '../passes/journal.ts'
import type { PassOptions } from '../passes/block-tasks.ts'
import type { SeenLedgers } from '../consents/seen-ledgers.ts'
import type { deriveSubjectKeys, Roots } from '../freeze/derive-keys.ts'
import type { Surprises } from '../freeze/rules-only.ts'
import type { ReleaseLedger } from '../ledger/release-ledger.ts'
import type { Rebuilt } from './rebuild.ts'

/** What the rounds of a run share. */
export interface RoundContext {
  release: string
  target: string
  log: LogWriter
  roots: Roots
  subject: ReturnType<typeof deriveSubjectKeys>
  pass: PassOptions
  /** consent ledgers as the log has seen them */
  seen: SeenLedgers
  /** undefined: no ledger of releases is kept */
  ledger: ReleaseLedger | undefined
  /** fields that a round found personal; the next treats them so */
  surprises: Surprises
  enter(phase: Phase): void
  /** the staged release of a round that failed is discarded by who asked for the round */
  staged(staging: Staging): void
  /** a killed run that the first round goes on with */
  left: LeftRun | undefined
  /** a release that is made anew; what it has of unchanged inputs is taken over */
  rebuilt: Rebuilt | undefined
  /** undefined: the run cannot be gone on with */
  journalKey: Uint8Array | undefined
}
