import type { ConsentRequest } from '../../consent/request.ts'
import type { PartitionFacts } from '../read/handed-input.ts'
import type { KeptSetup } from './shared-memory.ts'

/**
 * What a worker that a host starts needs to know of a run, besides keys, consents, requests and plan: it has neither the
 * policy nor the files that this names.
 */
export interface HostedWork {
  /** for the first pass */
  setup: KeptSetup
  /** what consents are asked; undefined: the basis is another */
  request: ConsentRequest | undefined
  /** had people asked anything about these data? */
  asked: boolean
  /** is a ledger of releases kept? */
  ledger: boolean
  fileSize: number | undefined
  /** inputs of the run */
  parts: number
  sources: HostedSource[]
}

export interface HostedSource {
  facts: PartitionFacts
  /** number of the input that its first partition is */
  first: number
  partitions: number
  schema: Uint8Array
}
