/** The shape of a biometric modality: what its records look like, what its fields are called. One file each. */
import type { Peeled } from './peel.ts'

/** What one value shows by itself. */
export interface Sign {
  /** 0…1; from 0.95 on it is reported without a word in the field's name */
  confidence: number
  /** fixed phrase of the decision record: `minutiae record, declared length fits`, never the value */
  evidence: string
}

export interface Modality {
  /** word of the policy's `type`: `face`, `finger`, … */
  entity: string
  aliases: string[]
  /**
   * Words of field names, tokens in lower case; `*` ends a stem, a space joins neighbours.
   * `strong` names the modality, `weak` only together with a container or shape that fits.
   */
  names: { strong: string[]; weak?: string[]; falseFriends: string[] }
  /** the value's bytes after its encoding was peeled off */
  ofBytes?(value: Peeled): Sign | undefined
  /** text that is no encoding of bytes: sequences, JSON, numbers */
  ofText?(text: string): Sign | undefined
  /** of these one matches in every text in which `ofText` sees a sign */
  needs?: readonly RegExp[]
  /** containers that hold this modality when the name says so */
  container?: 'image' | 'audio'
  /** dimensions of this modality's embeddings */
  dimensions?: readonly number[]
  /** encoded values that every rule must call this modality, and some it must not */
  examples: { match: string[]; reject: string[] }
  source: string
}
