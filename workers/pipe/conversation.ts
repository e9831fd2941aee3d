import { EXIT_STATUS, PerdeError } from '../../src/errors.ts'
import { asFault } from '../../src/engine/wire/fault.ts'
import { hostedMessages, type Sent } from '../../src/engine/tasks/hosted-messages.ts'
import { openHostedRun, openPartition, type HostedRun } from '../../src/engine/tasks/hosted-run.ts'
import { workHosted } from '../../src/engine/tasks/hosted-shard.ts'
import type { Roots } from '../../src/engine/freeze/derive-keys.ts'
import { hostedKeys } from '../../src/engine/tasks/hosted-keys.ts'
import { VERSION } from '../../src/version.ts'
import { attemptFiles, type FrameSink } from './attempt-files.ts'
import { FRAME, jsonFrame, MOST, readFrames, violated, type Frame } from './frames.ts'
import { jsonOf, PROTOCOL, readInit, type Init } from './init.ts'

export interface Surroundings {
  input: AsyncIterable<Uint8Array>
  sink: FrameSink
  /** SHA-256 of the program, in hex */
  code: string
  /** what came through the pipe of keys */
  keys: string
  /** told of every batch that was read, and of 0 when a shard begins */
  onRows(rows: number): void
}

/** A pass that stays open from one INIT to the next. */
interface Open {
  id: string
  hosted: HostedRun
}

/** Talks with a host until it closes its end or something fails. Gives the status to end with; frames are in README.md. */
export async function converse({ input, sink, code, keys, onRows }: Surroundings): Promise<number> {
  sink.send(
    jsonFrame(FRAME.hello, {
      protocol: [PROTOCOL],
      perde: VERSION,
      code,
      most: { init: MOST[FRAME.init], batch: MOST[FRAME.batch] },
    }),
  )
  const frames = readFrames(input)
  let open: Open | undefined
  /** What the next INIT asks for; undefined: the host has closed its end. The frame itself may be large, and is let go. */
  const begun = async (roots: Roots): Promise<Begun | undefined> => {
    for (;;) {
      const next = await frames.next()
      if (next.done === true) return undefined
      const { type, body } = next.value
      if (type === FRAME.cancel) sink.send(jsonFrame(FRAME.cancelled, { rows: 0 }))
      else if (type !== FRAME.init) throw violated('a frame came before INIT')
      else {
        const { pieces, ...asked } = readInit(body, code)
        const { run, mode } = asked
        const id = JSON.stringify([run, mode])
        const known = open?.id === id && ![...pieces.keys()].some((name) => name !== SCHEMA)
        open = known ? open! : { id, hosted: openHostedRun({ id: run, mode }, pieces, roots) }
        const schema = pieces.get(SCHEMA)?.slice()
        if (!schema) throw violated('INIT has no piece "schema"')
        return { ...asked, schema, hosted: open.hosted }
      }
      await sink.drained()
    }
  }
  try {
    const roots = hostedKeys(keys)
    for (let next = await begun(roots); next; next = await begun(roots)) {
      await shard(next, frames, sink, onRows)
      await sink.drained()
    }
    return 0
  } catch (e) {
    const error = errorOf(e)
    sink.send(jsonFrame(FRAME.error, error))
    await sink.drained()
    return error.exit
  }
}

/** A partition that a host has begun. */
interface Begun extends Omit<Init, 'pieces'> {
  schema: Uint8Array
  hosted: HostedRun
}

const SCHEMA = 'schema'

async function shard(
  { run, mode, shard: number, attempt, schema, hosted }: Begun,
  frames: AsyncGenerator<Frame, void>,
  sink: FrameSink,
  onRows: (rows: number) => void,
): Promise<void> {
  const partition = openPartition(hosted, number, schema)
  let rows = 0
  onRows(rows)
  const { to: format } = partition.source.facts
  sink.send(jsonFrame(FRAME.ready, { run, mode, shard: number, output: { format } }))
  const files = attemptFiles(sink)
  const count = (more: number) => onRows((rows += more))
  try {
    const { rowsIn, rowsOut } = await workHosted(
      hosted,
      partition,
      () => hostedMessages(partition, schema, batchesOf(frames), count),
      files,
    )
    sink.send(jsonFrame(FRAME.result, { run, mode, shard: number, attempt, rowsIn, rowsOut, files: files.sent }))
  } catch (e) {
    if (!(e instanceof Cancelled)) throw e
    sink.send(jsonFrame(FRAME.cancelled, { rows }))
  }
}

/** What a host sends between READY and RESULT. Throws PROTOCOL_INVALID, IO_FAILED where it goes away, Cancelled. */
async function* batchesOf(frames: AsyncGenerator<Frame, void>): AsyncGenerator<Sent> {
  for (;;) {
    const next = await frames.next()
    if (next.done === true)
      throw new PerdeError('IO_FAILED', 'the host went away before the partition ended', {
        retryable: true,
        hints: ['nothing was published; the partition has to be done again'],
      })
    const { type, body } = next.value
    if (type === FRAME.batch) yield { batch: body }
    else if (type === FRAME.finish) {
      const { rows } = jsonOf(body, 'FINISH')
      if (!Number.isSafeInteger(rows)) throw violated('FINISH does not say how many records were sent')
      yield { rows: rows as number }
      return
    } else if (type === FRAME.cancel) throw new Cancelled()
    else throw violated('INIT came while a partition is open')
  }
}

class Cancelled extends Error {
  constructor() {
    super('the host cancelled')
    this.name = 'Cancelled'
  }
}

/** What ERROR says: codes, fixed phrases and places. */
function errorOf(e: unknown) {
  const { code, message, hints, where } = asFault(e)
  const exit = EXIT_STATUS[code]
  return {
    kind: kindOf(code, exit),
    ...{ code, exit, message, hints, where },
    retryable: e instanceof PerdeError && e.retryable,
  }
}

function kindOf(code: string, exit: number): 'data' | 'policy' | 'plan' | 'internal' {
  if (exit === 65) return 'data'
  if (exit === 77 || /^(POLICY|KEY)_/.test(code)) return 'policy'
  return exit === 78 ? 'plan' : 'internal'
}
