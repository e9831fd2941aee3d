import { createPublishable, WITHHELD } from '../../detect/publishable.ts'
import { EXIT_STATUS, PerdeError, type ErrorCode, type Where } from '../../errors.ts'
import { BlockFault } from '../../io/formats/format.ts'

/** A failure of a worker as plain data: codes, fixed phrases and places. */
export interface Fault {
  code: ErrorCode
  message: string
  hints: string[]
  where: Where
  /** place inside the block; undefined: the fault is not about one record */
  row?: number
  offset?: number
}

/** Anything that a worker may throw → data that is safe to show. An unknown error keeps only its kind. */
export function asFault(e: unknown): Fault {
  if (e instanceof BlockFault)
    return {
      code: e.code,
      message: e.message,
      hints: e.hints,
      where: e.field === undefined ? {} : { field: e.field },
      row: e.row,
      offset: e.offset,
    }
  if (e instanceof PerdeError) return { code: e.code, message: e.message, hints: e.hints, where: e.where }
  return {
    code: 'INTERNAL',
    message: `a worker failed (${errorKind(e)})`,
    hints: ['this is a bug in perde; nothing was published'],
    where: {},
  }
}

/** Class of a foreign error and the place in perde's code; never its message, which may quote the data. */
function errorKind(e: unknown): string {
  if (!(e instanceof Error)) return 'no error object'
  const place = /\(?([\w./-]+\.(?:js|ts):\d+:\d+)\)?$/m.exec(
    e.stack?.split('\n').find((line) => line.trimStart().startsWith('at ')) ?? '',
  )?.[1]
  return `${e.name}${place ? ` at ${place.split('/').slice(-2).join('/')}` : ''}`
}

/** The fault as an error with its full place: what the block's number and offset add. */
export function faultError(
  fault: Fault,
  where: {
    source: string
    part: string
    records: number
    offset: number /** names that the policy spells out: they may be shown */
    named?: ReadonlySet<string>
  },
): PerdeError {
  const place: Where = { ...fault.where, source: where.source, part: where.part }
  // A field that a pattern found may be a key that is data.
  if (place.field !== undefined && !where.named?.has(place.field) && !createPublishable()(place.field))
    place.field = WITHHELD
  if (fault.row !== undefined) place.record = where.records + fault.row + 1
  if (fault.offset !== undefined) place.offset = where.offset + fault.offset
  return new PerdeError(fault.code in EXIT_STATUS ? fault.code : 'INTERNAL', fault.message, {
    hints: fault.hints,
    where: place,
  })
}

/** A fault of a block where no policy names a source: a scan's, a review's. Any other failure passes through. */
export function faultOfPart(e: unknown, part: string, records: number, offset: number): unknown {
  if (!(e instanceof BlockFault)) return e
  const { source: _, ...where } = faultError(asFault(e), { source: '', part, records, offset }).where
  return new PerdeError(e.code, e.message, { hints: e.hints, where })
}
