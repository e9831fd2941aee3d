/** Reading the first bytes of a value: magic numbers, lengths, the records of ISO/IEC 19794, BER-TLV. */
import type { Peeled } from './peel.ts'
import type { Sign } from './modality.ts'

/** Whether `bytes` at `at` begin with the characters of `magic` (Latin-1). */
export function startsWith(bytes: Uint8Array, magic: string, at = 0): boolean {
  if (bytes.length < at + magic.length) return false
  for (let i = 0; i < magic.length; i++) if (bytes[at + i] !== magic.charCodeAt(i)) return false
  return true
}

export function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

export function u32(bytes: Uint8Array, at: number): number {
  return u16(bytes, at) * 65536 + u16(bytes, at + 2)
}

/**
 * A record of ISO/IEC 19794 or INCITS: three letters and NUL, a version of three characters and NUL, a length.
 * The ISO annex's own sample is one byte longer than it declares, so up to four more are accepted.
 */
export function interchangeRecord(
  { head, length }: Peeled,
  id: 'FMR' | 'FIR' | 'FAC' | 'IIR',
  what: string,
): Sign | undefined {
  if (!startsWith(head, `${id}\0`) || head[7] !== 0 || !/^[ 0]\d\d$/.test(latin1(head, 4, 7))) return undefined
  // u32 at 8 (ISO), u16 at 8 (INCITS 378-2004), u32 at 10 where that is 0, six bytes at 8 (finger image)
  const declared = [u32(head, 8), u16(head, 8), u32(head, 10)]
  const fits = declared.some((d) => d > 0 && d <= length && length <= d + 4)
  return {
    confidence: fits ? 0.99 : 0.95,
    evidence: fits ? `${what}, declared length fits` : `${what}, by its first bytes`,
  }
}

export function latin1(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let i = from; i < Math.min(to, bytes.length); i++) text += String.fromCharCode(bytes[i]!)
  return text
}

/** One BER-TLV element: tag of one or two bytes, length of up to four. */
export interface Tlv {
  tag: number
  /** where the content begins and would end; the end may lie behind a truncated head */
  from: number
  to: number
}

export function tlvAt(bytes: Uint8Array, at: number): Tlv | undefined {
  if (at + 1 >= bytes.length) return undefined
  let tag = bytes[at]!
  let i = at + 1
  if ((tag & 0x1f) === 0x1f) tag = (tag << 8) | bytes[i++]!
  const first = bytes[i++]
  if (first === undefined) return undefined
  if (first < 0x80) return { tag, from: i, to: i + first }
  const count = first & 0x7f
  if (count === 0 || count > 4 || i + count > bytes.length) return undefined
  let length = 0
  for (let k = 0; k < count; k++) length = length * 256 + bytes[i++]!
  return { tag, from: i, to: i + length }
}

/** Owner-independent facts of a CBEFF biometric information template (ISO/IEC 7816-11), wrapped or not in an eMRTD data group. */
export interface Cbeff {
  /** tag of the data group (0x75 face, 0x63 finger, 0x76 iris) or undefined */
  group?: number
  /** CBEFF biometric type of the first template's header (2 face, 8 finger, 16 iris) or undefined */
  type?: number
}

export function cbeff(bytes: Uint8Array): Cbeff | undefined {
  let tlv = tlvAt(bytes, 0)
  const found: Cbeff = {}
  if (tlv && (tlv.tag === 0x75 || tlv.tag === 0x63 || tlv.tag === 0x76)) {
    found.group = tlv.tag
    tlv = tlvAt(bytes, tlv.from)
  }
  // Group template with a count, or a single template
  if (tlv?.tag === 0x7f61) {
    const count = tlvAt(bytes, tlv.from)
    if (count?.tag !== 0x02 || count.to - count.from !== 1) return undefined
    tlv = tlvAt(bytes, count.to)
  }
  if (tlv?.tag !== 0x7f60) return undefined
  const header = tlvAt(bytes, tlv.from)
  if (header?.tag !== 0xa1) return undefined
  for (let at = header.from; at < Math.min(header.to, bytes.length);) {
    const field = tlvAt(bytes, at)
    if (!field || field.tag < 0x80 || field.tag > 0x90) return at === header.from ? undefined : found
    if (field.tag === 0x81) found.type = field.to - field.from === 3 ? bytes[field.from + 2]! : bytes[field.from]!
    at = field.to
  }
  return found
}

export type Container = 'image' | 'audio'

/** Media containers by their first bytes; what is inside, and of whom, they do not say. */
export function containerOf({ head, mediaType }: Peeled): Container | undefined {
  if (mediaType?.startsWith('image/') || mediaType?.startsWith('audio/'))
    return mediaType.startsWith('image/') ? 'image' : 'audio'
  if (IMAGES.some((m) => startsWith(head, m)) || (startsWith(head, 'RIFF') && startsWith(head, 'WEBP', 8)))
    return 'image'
  if (startsWith(head, 'ftyp', 4))
    return /^(?:hei[cxms]|mif1|msf1|avif|avis)/.test(latin1(head, 8, 12))
      ? 'image'
      : startsWith(head, 'M4A', 8)
        ? 'audio'
        : undefined
  if (startsWith(head, 'BM') && u32le(head, 6) === 0 && u32le(head, 10) < 1200) return 'image'
  if (AUDIO.some((m) => startsWith(head, m)) || (startsWith(head, 'RIFF') && startsWith(head, 'WAVE', 8)))
    return 'audio'
  // MPEG audio frame: 11 sync bits, layer III, a bit rate and a sampling rate that exist
  return head[0] === 0xff &&
    (head[1]! & 0xe6) === 0xe2 &&
    (head[2]! & 0xf0) !== 0xf0 &&
    (head[2]! & 0xf0) !== 0 &&
    (head[2]! & 0x0c) !== 0x0c
    ? 'audio'
    : undefined
}

const IMAGES = [
  '\xff\xd8\xff',
  '\x89PNG\r\n\x1a\n',
  'GIF87a',
  'GIF89a',
  'II*\0',
  'MM\0*',
  '\0\0\0\x0cjP  \r\n\x87\n',
  '\xff\x4f\xff\x51',
]
const AUDIO = ['fLaC', 'OggS', 'ID3', '#!AMR\n', '#!AMR-WB\n', 'Speex   ']

function u32le(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256 + (bytes[at + 2] ?? 0) * 65536 + (bytes[at + 3] ?? 0) * 16777216
}
