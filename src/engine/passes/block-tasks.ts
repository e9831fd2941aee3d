import type { PerdeError } from '../../errors.ts'
import type { Plan } from '../../plan/plan.ts'
import { cutBlocks } from '../read/blocks.ts'
import type { Pass } from '../read/block.ts'
import { checkAround, lastName } from '../read/check-around.ts'
import { checkNames } from '../read/check-names.ts'
import { faultError, type Fault } from '../wire/fault.ts'
import type { Input } from '../read/input.ts'
import type { Pool } from './pool.ts'
import type { BlockTask } from '../wire/task.ts'

/** How far a pass is: for people who wait. */
export interface Progress {
  phase: 'profile' | 'apply'
  bytes: number
  totalBytes: number | undefined
  records: number
  excluded: number
}

export interface PassOptions {
  inputs: readonly Input[]
  /** numbers of the inputs that are read, the last not among them; undefined: all */
  range?: InputRange
  pool: Pool
  blockSize: number
  /** bytes of the table of combinations before it is spilled and made coarser */
  tableBytes?: number
  /** may this name be shown? */
  publishable(name: string): boolean
  signal?: AbortSignal
  onProgress?(progress: Progress): void
}

export interface InputRange {
  from: number
  to: number
}

/** `without`: numbers of inputs that are written already. */
type TaskOptions = PassOptions & { without?: ReadonlySet<number> }

/** Blocks of the inputs that are read, one input after another; the pool works across their borders. */
export async function* blockTasks(
  plan: Plan,
  { inputs, blockSize, signal, publishable, range = { from: 0, to: inputs.length }, without }: TaskOptions,
  passes: Pass[],
): AsyncGenerator<BlockTask> {
  for (const [part, input] of inputs.entries()) {
    if (part < range.from || part >= range.to || without?.has(part)) continue
    const named = namedPaths(plan, input)
    const blocks = cutBlocks(input.bytes, input.format, input.options, blockSize, signal)
    let fields: readonly string[] | undefined
    try {
      for (;;) {
        const next = await blocks.next()
        if (next.done) {
          checkAround(next.value.around, input, publishable, guardedNames(plan, input))
          passes[part] = next.value
          break
        }
        if (fields !== next.value.layout.fields)
          checkNames((fields = next.value.layout.fields) ?? [], input, publishable, named)
        yield { source: input.source, part, ...next.value }
      }
    } catch (e) {
      throw placed(e, input)
    } finally {
      await blocks.return(undefined as never)
    }
  }
}

function placed(e: unknown, input: Input): unknown {
  const at = (e as PerdeError).at
  return typeof at === 'function' ? at.call(e, { source: input.sourceName, part: input.bytes.name }) : e
}

/** A worker's fault with its full place. `records`: those of the part before the block. */
export function faultOf(
  plan: Plan,
  fault: Fault,
  task: Omit<BlockTask, 'bytes'>,
  input: Input,
  records: number,
): PerdeError {
  // The parts of a record of an indexed input stand in many places: its number says which it is.
  const { offset: _, ...placeless } = fault
  return faultError('index' in input.format ? placeless : fault, {
    source: input.sourceName,
    part: input.bytes.name,
    records,
    offset: task.offset,
    named: namedPaths(plan, input),
  })
}

/** Paths that the policy spells out: these names may be shown, whatever they look like. */
export function namedPaths(plan: Plan, input: Pick<Input, 'source'>): ReadonlySet<string> {
  const spelt = plan.sources[input.source]!.fields.filter((f) => f.origin === 'rule' || f.origin === 'shared-rule')
  return new Set(spelt.map((f) => f.path))
}

/** Last names of the places that have rules since they are about people, in small letters: elsewhere they are that too. */
export function guardedNames(plan: Plan, input: Pick<Input, 'source'>): ReadonlySet<string> {
  const { fields, subject } = plan.sources[input.source]!
  const paths = fields.filter(({ role }) => role !== 'insensitive').map(({ path }) => path)
  return new Set([...paths, ...(subject ? [subject.path] : [])].flatMap(lastName))
}

/** Bytes of all inputs; undefined where one is not known. */
export function totalBytes(inputs: readonly Input[]): number | undefined {
  return inputs.reduce<number | undefined>((sum, { bytes, expected }) => {
    const own = bytes.size ?? expected
    return sum === undefined || own === undefined ? undefined : sum + own
  }, 0)
}

/** Bytes of the inputs before one. */
export function bytesBefore(inputs: readonly Input[], part: number): number {
  return inputs.slice(0, part).reduce((sum, i) => sum + (i.bytes.size ?? 0), 0)
}
