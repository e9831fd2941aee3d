import { PerdeError } from '../errors.ts'
import { resolveTerm } from '../policy/vocabulary.ts'
import { NEVER } from './register-dates.ts'
import { controllerName } from './scope.ts'

/** What a run asks leave for. Terms as in the policy: DPV curies, IRIs or aliases. */
export interface ConsentRequest {
  purpose: string
  processing: string
  /**
   * categories of personal data that the run uses and that a consent has to name, `biometric` among them when a
   * biometric field is used other than by drop, null or redact; empty: ordinary data only
   */
  categories: readonly string[]
  /** the names under which the register may know the controller; asked for only if the register has the column */
  controller?: string | readonly string[]
  /** recipients by name, who are third parties; asked of a ledger, since a plain register does not say */
  recipients?: readonly string[]
  /** the data leave the country of their subjects, or go into public sources */
  transfers?: readonly ('cross-border' | 'public-sources')[]
  /** seconds since 1970 */
  asOf: number
  /**
   * time of the run in seconds since 1970, where it is not as-of: only who may be used then too is used, so that an
   * as-of in the past cannot bring back a consent that has ended
   */
  runAt?: number
  /** whether the grant of a broader term covers a narrower one */
  subsume: boolean
}

/** A request in vocabulary ids. */
export interface ResolvedRequest {
  purpose: string
  processing: string
  categories: string[]
  controllers: string[]
  /** as in `Scope` */
  transfers: string[]
  asOf: number
  subsume: boolean
}

/**
 * Resolves the terms of a request.
 * @throws PerdeError DENIED_PURPOSE for a term that is not in the vocabulary: what cannot be named cannot be granted
 */
export function resolveRequest(request: ConsentRequest): ResolvedRequest {
  if (!Number.isInteger(request.asOf) || request.asOf < 0 || request.asOf >= NEVER)
    throw new PerdeError('USAGE', 'the as-of time must be a whole number of seconds since 1970, before 2106')
  const { controller = [], recipients = [], transfers = [] } = request
  return {
    purpose: idOf('purpose', request.purpose),
    processing: idOf('processing', request.processing),
    categories: [...new Set(request.categories.map((category) => idOf('personal-data', category)))],
    controllers: (typeof controller === 'string' ? [controller] : controller).map(controllerName),
    transfers: [...transfers, ...recipients.map((name) => `to:${controllerName(name)}`)],
    asOf: request.asOf,
    subsume: request.subsume,
  }
}

function idOf(kind: 'purpose' | 'processing' | 'personal-data', text: string): string {
  const term = resolveTerm(kind, text)
  if (term) return term.id
  throw new PerdeError('DENIED_PURPOSE', `the request names a ${KIND_NAME[kind]} that the vocabulary does not have`, {
    hints: ['name it by its DPV term, for example dpv:ScientificResearch or dpv-ai:ModelTraining'],
  })
}

const KIND_NAME = { purpose: 'purpose', processing: 'processing', 'personal-data': 'category of data' } as const
