// ISO/IEC 19794-6 iris records; IrisCode of 2,048 bits (Daugman) by length, bit density and name
import { cbeff, interchangeRecord } from '../magic.ts'
import type { Modality, Sign } from '../modality.ts'
import type { Peeled } from '../peel.ts'

export const modality = {
  entity: 'iris',
  aliases: ['IRIS', 'IRIS_IMAGE_RECORD', 'IRIS_CODE', 'RETINA'],
  names: {
    strong: [
      'iris',
      'iriscode',
      'retina scan',
      'retina image',
      'eye image',
      'eye scan',
      'dg4',
      'радуж*',
      'сетчатк*',
      'скан глаз*',
      'глаз скан',
      'нұрлы қабық*',
      'көз тор*',
      'көз қарашы*',
    ],
    weak: ['retina', 'pupil', 'глаз*', 'eye'],
    falseFriends: [
      'species',
      'flower',
      'sepal*',
      'petal*',
      'bicolor',
      'display',
      'dataset',
      'class',
      'color',
      'colour',
      'цвет',
    ],
  },
  ofBytes: record,
  container: 'image',
  examples: {
    match: [hex(`IIR\x00020\0\0\0\0\x1a${'\0'.repeat(14)}`)],
    reject: ['IIR section of the filter', hex('IIR filter of the fourth order')],
  },
  source: 'ISO/IEC 19794-6:2005 and :2011',
} satisfies Modality

function record(value: Peeled): Sign | undefined {
  const sign = interchangeRecord(value, 'IIR', 'iris image record')
  if (sign) return { ...sign, confidence: Math.min(sign.confidence, 0.97) }
  const bit = cbeff(value.head)
  if (bit?.group === 0x76 || bit?.type === 16)
    return { confidence: 0.97, evidence: 'biometric information template of an iris' }
  return isIrisCode(value) ? { confidence: 0.3, evidence: 'length and density of an iris code' } : undefined
}

/** 256 bytes, or 512 with the mask, about half of the bits set: also true of keys and hashes, so the name must agree. */
function isIrisCode({ head, length }: Peeled): boolean {
  if (length !== 256 && length !== 512) return false
  let ones = 0
  for (const byte of head.subarray(0, 256)) for (let b = byte; b > 0; b &= b - 1) ones++
  return ones >= 0.45 * 2048 && ones <= 0.55 * 2048
}

function hex(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('hex')
}
