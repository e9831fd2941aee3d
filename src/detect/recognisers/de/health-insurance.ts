// Krankenversichertennummer: letter as two digits, weights 1 2
import { number } from '../../boundary.ts'
import { insuranceWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'de-health-insurance',
  aliases: ['DE_HEALTH_INSURANCE', 'DE_KVNR'],
  family: 'health',
  country: 'DE',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`[A-Z]\d{9}`, 'giu'), score: 0.45, name: 'de-health-insurance' }],
  prefilter: { digits: 9, latin: true },
  validate: isKvnr,
  chance: 0.1,
  context: [
    'kvnr',
    'krankenkasse*',
    'krankenversich*',
    'egk',
    'versichertennummer*',
    'versichertenkarte*',
    'gesundheitskarte*',
    ...insuranceWords,
  ],
  examples: {
    match: ['X000000125'],
    reject: ['X000000126'],
  },
  source: 'Krankenversichertennummer: letter as two digits, weights 1 2',
} satisfies Recogniser

function isKvnr(match: string): boolean {
  const letter = match.toUpperCase().charCodeAt(0) - 64
  const d = [Math.trunc(letter / 10), letter % 10, ...[...match.slice(1)].map(Number)]
  const sum = d.slice(0, 10).reduce((s, n, i) => {
    const product = n * (1 + (i % 2))
    return s + (product > 9 ? product - 9 : product)
  }, 0)
  return sum % 10 === d[10]
}
