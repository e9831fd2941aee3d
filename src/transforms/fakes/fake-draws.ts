import { CMAC_OUTPUT, createCmac } from '../../crypto/cmac.ts'
import { createPacker } from '../../crypto/pack.ts'

/**
 * Keyed draws of 32 bits: `draws[width * i + d]` is draw d of value i. Draws are numbered, so what one kind of fake takes
 * does not move what another takes: a name and an e-mail address of one topic and one text share the draws of the name.
 */
export interface FakeDraws {
  draws: Uint32Array
  width: number
}

const ROUNDS = 'abcdefgh'

/** Two draws an evaluation of the keyed function, over `topic`, the number of the round, and the text. */
export function createFakeDraws(
  key: Uint8Array,
  topic: string,
  count: number,
): (forms: readonly string[]) => FakeDraws {
  const cmac = createCmac(key)
  const packer = createPacker()
  const rounds = Math.ceil(count / 2)
  const width = 2 * rounds
  return (forms) => {
    const draws = new Uint32Array(width * forms.length)
    for (let round = 0; round < rounds; round++) {
      // The topic has no colon and the round is one letter, so no two inputs of the keyed function are the same.
      const prefix = `${topic}:${ROUNDS[round]}:`
      packer.clear()
      for (const form of forms) packer.text(prefix + form)
      const bytes = cmac.truncated(packer.packed, packer.offsets, packer.count, CMAC_OUTPUT)
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      for (let i = 0; i < forms.length; i++) {
        draws[width * i + 2 * round] = view.getUint32(CMAC_OUTPUT * i)
        draws[width * i + 2 * round + 1] = view.getUint32(CMAC_OUTPUT * i + 4)
      }
    }
    return { draws, width }
  }
}
