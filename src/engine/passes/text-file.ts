import { MEMBER_TEXT } from '../../io/codings/compression.ts'
import type { PartWriter, WrittenFile } from '../../io/lake/staging.ts'

/** A file of text that may be packed on its way to the disk. */
export interface TextFile {
  /** resolves when there is room for more */
  write(text: Uint8Array): Promise<void>
  finish(): Promise<WrittenFile & { text: number }>
  abandon(): void
}

/** Who packs: one member of text → its bytes, in the order in which they are asked for. */
export interface Packing {
  pack(text: Uint8Array): Promise<Uint8Array>
  /** members on their way at once */
  ahead: number
}

/**
 * Text is packed in members of a fixed size, each for itself, so that several threads pack one file and its bytes hang on
 * nothing but the text.
 */
export function textFile(writer: PartWriter, packing: Packing | undefined): TextFile {
  return packing ? packedFile(writer, packing) : plainFile(writer)
}

function plainFile(writer: PartWriter): TextFile {
  return {
    async write(text) {
      writer.write(text)
    },
    async finish() {
      const file = writer.finish()
      return { ...file, text: file.plain?.bytes ?? file.bytes }
    },
    abandon: writer.abandon,
  }
}

function packedFile(writer: PartWriter, { pack, ahead }: Packing): TextFile {
  let member = Buffer.allocUnsafeSlow(MEMBER_TEXT)
  let filled = 0
  let text = 0
  const flying: Promise<Uint8Array>[] = []
  const send = async () => {
    const packed = pack(member.subarray(0, filled))
    // Seen when its turn comes; until then it must not count as unhandled.
    packed.catch(() => undefined)
    flying.push(packed)
    member = Buffer.allocUnsafeSlow(MEMBER_TEXT)
    filled = 0
    if (flying.length >= ahead) writer.write(await flying.shift()!)
  }
  return {
    async write(bytes) {
      for (let at = 0; at < bytes.length;) {
        const n = Math.min(bytes.length - at, MEMBER_TEXT - filled)
        member.set(bytes.subarray(at, at + n), filled)
        filled += n
        at += n
        if (filled === MEMBER_TEXT) await send()
      }
      text += bytes.length
    },
    async finish() {
      // Even nothing is packed: an empty file is no packed one.
      if (filled > 0 || text === 0) await send()
      for (const packed of flying.splice(0)) writer.write(await packed)
      return { ...writer.finish(), text }
    },
    abandon: writer.abandon,
  }
}
