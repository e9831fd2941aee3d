// ISO/IEC 19794-2 and -4, INCITS 378 and 381, WSQ; layouts checked against NIST's public sample records
import { cbeff, interchangeRecord, startsWith } from '../magic.ts'
import type { Modality, Sign } from '../modality.ts'
import type { Peeled } from '../peel.ts'

export const modality = {
  entity: 'finger',
  aliases: ['FINGERPRINT', 'FINGERPRINT_TEMPLATE', 'FINGERPRINT_IMAGE', 'FINGERPRINT_IMAGE_RECORD', 'EMRTD_DG3_FINGER'],
  names: {
    strong: [
      'fingerprint*',
      'finger print*',
      'finger template',
      'finger',
      'minutia*',
      'fmr',
      'fmd',
      'wsq',
      'thumbprint',
      'thumb print',
      'left index',
      'right index',
      'nfiq',
      'отпечат* пальц*',
      'дактил*',
      'папилляр*',
      'минуц*',
      'палец',
      'пальца',
      'саусақ із*',
      'саусақ таңба*',
      'саусақ',
      'бармақ із*',
    ],
    weak: ['отпечат*', 'fir', 'thumb', 'index'],
    falseFriends: [
      'device',
      'browser',
      'tls',
      'ssl',
      'ssh',
      'cert*',
      'key',
      'audio',
      'canvas',
      'agent',
      'цифрлық',
      'цифров*',
      'тираж*',
      'food',
      'hash',
      'sha*',
      'build',
      'page',
    ],
  },
  ofBytes: record,
  needs: [/[[{]/u],
  ofText: minutiaeList,
  container: 'image',
  examples: {
    match: [hex(`FMR\0 20\0\0\0\0\x1a${'\0'.repeat(14)}`), hex(`\xff\xa0\xff\xa4\0\x3a${'\0'.repeat(20)}`)],
    reject: ['FMR & Sons', hex('FIR filter of order twelve'), hex('\0'.repeat(40))],
  },
  source: 'ISO/IEC 19794-2:2005 and :2011, INCITS 378-2004, 19794-4, IAFIS-IC-0110 (WSQ)',
} satisfies Modality

function record(value: Peeled): Sign | undefined {
  const { head } = value
  const sign =
    interchangeRecord(value, 'FMR', 'finger minutiae record') ?? interchangeRecord(value, 'FIR', 'finger image record')
  if (sign) return sign
  // WSQ: start of image, then one of its five other markers
  if (startsWith(head, '\xff\xa0\xff') && [0xa2, 0xa4, 0xa5, 0xa6, 0xa8].includes(head[3]!))
    return { confidence: 0.98, evidence: 'WSQ fingerprint image' }
  const bit = cbeff(head)
  if (bit?.group === 0x63 || bit?.type === 8)
    return { confidence: 0.97, evidence: 'biometric information template of a finger' }
  return undefined
}

/** A JSON list of points with a place, an angle and a type or quality; points of a map have no angle. */
function minutiaeList(text: string): Sign | undefined {
  if (!/^\s*\[\s*\{/.test(text)) return undefined
  const head = text.slice(0, 400).toLowerCase()
  const keyed =
    /"x"/.test(head) && /"y"/.test(head) && /"(?:angle|theta|direction)"/.test(head) && /"(?:type|quality)"/.test(head)
  return keyed ? { confidence: 0.8, evidence: 'list of minutiae' } : undefined
}

function hex(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('hex')
}
