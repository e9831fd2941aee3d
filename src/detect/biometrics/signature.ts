// Dynamic signatures: sequences of place, time and pressure (ISO/IEC 19794-7 and -11 carry the same channels)
import { hasKeys } from '../json-keys.ts'
import type { Modality, Sign } from '../modality.ts'

export const modality = {
  entity: 'signature',
  aliases: ['SIGNATURE', 'SIGNATURE_DYNAMICS', 'HANDWRITTEN_SIGNATURE'],
  names: {
    strong: [
      'signature dynamics',
      'handwritten signature',
      'signature image',
      'динамик* подписи',
      'образец подписи',
      'қолтаңба',
      'қолтаңбасы',
      'қол таңба',
    ],
    weak: ['signature', 'sign', 'podpis', 'podpisi', 'qoltanba', 'подпись', 'подписи'],
    falseFriends: [
      'date',
      'дата',
      'договор*',
      'contract',
      'count',
      'algorithm',
      'электрон*',
      'digital',
      'hash',
      'verified',
      'key',
      'эцп',
    ],
  },
  needs: [/[[{]/u],
  ofText: strokes,
  container: 'image',
  examples: {
    match: ['[[1,2,0,0.5],[2,3,8,0.6],[3,4,16,0.6],[4,5,24,0.7],[5,6,32,0.7],[6,7,40,0.6],[7,8,48,0.6],[8,9,56,0.5]]'],
    reject: ['[[1,2],[3,4]]', 'yes', '01.02.2024'],
  },
  source: 'ISO/IEC 19794-7',
} satisfies Modality

/** Rows of x, y, a rising time and a pressure from 0 to 1 (or 0 to 1,024), or objects with those keys. */
function strokes(text: string): Sign | undefined {
  if (hasKeys(text, [['x'], ['y'], ['pressure', 'p', 'force'], ['t', 'time', 'timestamp']]))
    return { confidence: 0.75, evidence: 'points with time and pressure' }
  if (!/^\s*\[\s*\[/.test(text)) return undefined
  const rows = [...text.slice(0, 4000).matchAll(/\[\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*,\s*(\d+)\s*,\s*([\d.]+)\s*\]/g)]
  if (rows.length < 8) return undefined
  const rising = rows.every((r, i) => i === 0 || Number(r[3]) >= Number(rows[i - 1]![3]))
  const pressed = rows.every((r) => Number(r[4]) >= 0 && Number(r[4]) <= 1024)
  return rising && pressed ? { confidence: 0.75, evidence: 'points with time and pressure' } : undefined
}
