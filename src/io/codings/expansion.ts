import { PerdeError } from '../../errors.ts'

/** What may come out of a compressed input. */
export interface ExpansionLimits {
  /** bytes out for a byte in, once there are more than `from` bytes out */
  ratio: number
  from: number
  /** bytes out, whatever went in */
  most: number
}

/** Text compresses to a twentieth, logs to a fiftieth; gzip's most is 1,032, zstd's more than 30,000. */
export const EXPANSION: ExpansionLimits = { ratio: 200, from: 64 * 1024 * 1024, most: 2 ** 40 }

/** Throws INPUT_COMPRESSED where so much comes out of so little that it is made to fill a disk. */
export function checkExpansion(taken: number, given: number, limits: ExpansionLimits): void {
  if (given <= limits.most && (given <= limits.from || given <= limits.ratio * taken)) return
  throw new PerdeError('INPUT_COMPRESSED', 'a compressed input grows beyond all measure', {
    hints: [`no table of people compresses to less than a ${limits.ratio}th: look at it before it is unpacked`],
    facts: { compressed: taken, unpacked: given },
  })
}
