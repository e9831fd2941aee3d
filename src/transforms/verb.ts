import type { Values } from '../record/batch.ts'
import type { SplitPart } from './fakes/split-name.ts'

/** How a verb treats a column; printed by `explain`, the manifest and the report. */
export interface VerbProperties {
  /** technique class of ISO/IEC 20889:2018 */
  iso20889:
    | 'none'
    | 'suppression'
    | 'masking'
    | 'pseudonymisation'
    | 'generalisation'
    | 'randomisation'
    | 'cryptographic'
    | 'synthetic'
  /** equal inputs give equal outputs inside a domain */
  joins: 'no' | 'domain' | 'run' | 'yes'
  /** different inputs give different outputs */
  unique: boolean
  reversible: boolean
  /** the output is made up, not derived from a person by coarsening */
  synthetic?: boolean
}

/** A key that a verb needs, derived from a root of the policy (page "keys"). */
export interface KeyRequest {
  /** name of the root in the policy's `keys`; undefined: `main`, else the only key */
  root?: string | undefined
  /** algorithm word of the derivation info: `cmac`, `siv`, `ff1`, `fake`, `shift`, `noise`, … */
  algorithm: string
  /** where equal inputs get equal outputs; undefined: the field alone */
  domain?: string | undefined
  bytes: 32 | 64
}

/** What `bind` gets on a worker: everything a step may use besides the values. */
export interface BindContext {
  /** derived keys, in the order of `keys(options)` */
  keys: Uint8Array[]
  /** entity id of the field (`iin`, `phone`, …), which chooses the normaliser; undefined: NFC and trim */
  entity: string | undefined
  /** contents of the side files named by `files(options)`, in that order */
  files: string[]
  /** the merged facts of the verb's `profile`; may lie in shared memory */
  profile?: Uint8Array
}

/** The records that the values belong to, for verbs that depend on more than the value. */
export interface Rows {
  /** record number inside the block, one per value */
  row: Int32Array
  /** normalised subject of the record's row; undefined where the record has none */
  subject(row: number): string | undefined
  /** the whole record's original bytes */
  bytes(row: number): Uint8Array
  /**
   * The original values of the record's other fields that are identifiers, for verbs with `needs: 'known'`: in the order
   * of their paths, at most some dozens. Absent: nothing is known of the record.
   */
  known?(row: number): readonly KnownValue[]
  /** For verbs with `needs: 'name'`: the parts of one person's name in columns beside each other, that of the value too. */
  splitName?(row: number): readonly SplitPart[]
}

/** A value that is an identifier by its field's rule, wherever else it stands in the record. */
export interface KnownValue {
  /** of the rule, or of the kind of fake that it asks for */
  entity: string | undefined
  text: string
  /** of a name whose parts stand in columns of their own: which part it is, and of which name */
  split?: Omit<SplitPart, 'text'>
}

/** Values in, values out: same length, same order. Null cells never reach it. Fails with a `ValueFault` only. */
export type Transform = (values: Values, rows: Rows) => Values

/** Which cell a transform could not handle, and why in a fixed phrase. `on-error` of the rule decides what happens then. */
export class ValueFault extends Error {
  readonly index: number
  readonly reason: string
  constructor(index: number, reason: string) {
    super(reason)
    this.index = index
    this.reason = reason
  }
}

/** What a verb asks of a record besides the value. */
export type Need = 'subject' | 'record' | 'known' | 'name'

/**
 * What a verb writes into a field that has a type: a value of the type (`same`), a text (`text`), or a text for texts,
 * dates and the like and a number for numbers (`words`). A `mark` is a text where fields have no types, and else as `words`.
 */
export type Writes = 'same' | 'text' | 'words' | 'mark'

export interface Verb<Options = never> {
  readonly name: string
  /** one line for `perde explain` */
  readonly summary: string
  readonly properties: VerbProperties | ((options: Options) => VerbProperties)
  /** JSON Schema of the long form's options; undefined: takes none */
  readonly schema?: object
  /** the short form's words (`generalise year` → ['year']) → options; undefined: those words are not understood */
  parseShort(words: string[]): Options | undefined
  /** fixed phrases about options that no schema can say; [] = fine. `own`: ids of the policy's own entities */
  check?(options: Options, own?: readonly string[]): string[]
  keys?(options: Options): KeyRequest[]
  /** relative paths of side files (hierarchies, lookup tables) */
  files?(options: Options): string[]
  /** for formats whose fields have types, so that they are known before the first record; default `text`, which holds anything */
  readonly writes?: Writes | ((options: Options) => Writes)
  readonly needs?: Need | ((options: Options) => Need | undefined)
  bind(options: Options, context: BindContext): Transform
  /** only for verbs that depend on all values of their field (`surrogate`) */
  readonly profile?: VerbProfile<Options>
  /** an invented value and what the verb makes of it stand in `explain`; undefined: the entity's own example is used */
  readonly example?: string
}

/**
 * Facts over all values of a field that a verb needs before it can be bound. The profile pass collects them on the
 * workers, block by block, from the values as they would reach the step, and merges them; `bind` gets them as
 * `BindContext.profile`. Steps with the same derived keys share one set of facts, whatever field they stand at.
 * Facts are bytes: they can be sent, stored beside the plan, hashed, and shared between workers.
 */
export interface VerbProfile<Options> {
  /** what one block contributes; the context is that of `bind`, without `profile` */
  collect(options: Options, context: BindContext): (values: Values, rows: Rows) => Uint8Array
  /** commutative, associative and idempotent; fails with PLAN_LIMIT when the facts outgrow their bound */
  merge(facts: readonly Uint8Array[]): Uint8Array
}
