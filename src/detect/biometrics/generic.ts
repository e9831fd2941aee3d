// Records that hold biometrics of a kind not said: CBEFF templates, ANSI/NIST-ITL transactions, NIEM XML, Windows BIR by name
import { cbeff, startsWith } from '../magic.ts'
import type { Modality, Sign } from '../modality.ts'
import type { Peeled } from '../peel.ts'

export const modality = {
  entity: 'biometric',
  aliases: ['BIOMETRIC', 'CBEFF_BIT_GROUP', 'ANSI_NIST_TRANSACTION', 'BIOMETRIC_TEMPLATE'],
  names: {
    strong: [
      'biometric*',
      'bio template',
      'biometric hash',
      'bir',
      'bdb',
      'cbeff',
      'dg2',
      'dg3',
      'биометр*',
      'ебс',
      'биометриялық*',
    ],
    falseFriends: [
      'consent',
      'согласи*',
      'келісім*',
      'date',
      'дата',
      'count',
      'enabled',
      'available',
      'device',
      'type',
      'status',
    ],
  },
  ofBytes: record,
  needs: [/NISTBiometric/u],
  ofText: (text) =>
    text.slice(0, 2000).includes('NISTBiometricInformationExchangePackage')
      ? { confidence: 0.98, evidence: 'NIEM biometric package' }
      : undefined,
  examples: {
    match: [Buffer.from(`1.001:134\x1d1.002:0300\x1d1.003:1\x1f1${'\0'.repeat(8)}`, 'latin1').toString('hex')],
    reject: ['1.001: introduction to the chapter', Buffer.from('1.001: introduction to the chapter').toString('hex')],
  },
  source: 'ISO/IEC 19785-3, ISO/IEC 7816-11, ANSI/NIST-ITL 1-2011',
} satisfies Modality

function record({ head }: Peeled): Sign | undefined {
  // Field 1.001 is the length of the record, digits; then the separator GS, which text does not hold.
  if (startsWith(head, '1.001:') || startsWith(head, '1.01:')) {
    for (let i = 6; i < Math.min(24, head.length); i++)
      if (head[i] === 0x1d) return { confidence: 0.98, evidence: 'ANSI/NIST-ITL transaction' }
    return undefined
  }
  const bit = cbeff(head)
  return bit ? { confidence: 0.97, evidence: 'biometric information template' } : undefined
}
