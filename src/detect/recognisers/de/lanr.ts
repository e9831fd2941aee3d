// Lebenslange Arztnummer: check digit at the seventh place, two digits of the specialty
import { number } from '../../boundary.ts'
import { provenAlone } from '../../whole-value.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'de-lanr',
  aliases: ['DE_LANR'],
  family: 'health',
  country: 'DE',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{9}`), score: 0.2, name: 'de-lanr' }],
  prefilter: { digits: 9 },
  validate: isLanr,
  chance: 0.1,
  // specialties 01 to 69
  whole: (value, validated) => provenAlone(value, validated) && /^\d{7}(?:0[1-9]|[1-6]\d)/.test(value),
  context: ['lanr', 'arztnummer*', 'arzt nr', 'arztnr', 'arzt nummer', 'vertragsarzt*'],
  examples: {
    match: ['Arztnummer: 100000601'],
    reject: ['LANR 100000701', '100000601', 'LANR 10000060'],
  },
  source: 'Kassenärztliche Bundesvereinigung: Richtlinie nach § 75 Absatz 7 SGB V, weights 4 and 9',
} satisfies Recogniser

function isLanr(match: string): boolean {
  const sum = [4, 9, 4, 9, 4, 9].reduce((s, w, i) => s + w * Number(match[i]), 0)
  return (10 - (sum % 10)) % 10 === Number(match[6]) && sum > 0
}
