// ISO 13616 IBAN: length and bank code per country and mod 97, by ibantools
import { countrySpecs, isValidIBAN } from 'ibantools'
import { bankWords } from '../../context-words.ts'
import type { Candidate, Recogniser } from '../../recogniser.ts'

const HEAD = /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?=[ -]?[A-Z0-9]{2})/giu
const REST = /[ -]?[0-9A-Z]{1,34}/giy

export const recogniser = {
  entity: 'iban',
  aliases: ['IBAN_CODE', 'IBAN', 'KZ_IBAN'],
  family: 'finance',
  role: 'identifier',
  checksum: true,
  patterns: [],
  prefilter: { digits: 4, letters: true, minLength: 15 },
  find: accounts,
  needs: [HEAD],
  expressions: [HEAD, REST],
  chance: 0.01,
  context: [...bankWords, 'iban', 'иик', 'жск', 'расчетный счет', 'р/с'],
  priority: 4,
  examples: {
    match: [
      'KZ09000KZT0000000001',
      'KZ09 000K ZT00 0000 0001',
      'kz29999ab12cd34ef56g',
      'ИИК KZ330000000000000017, банк',
    ],
    reject: ['KZ10000KZT0000000001', 'KZ09000KZT000000000', 'KZ09000KZT00000000010', 'KZ09A00KZT0000000001'],
  },
  source: 'ISO 13616-1; SWIFT IBAN registry through ibantools',
} satisfies Recogniser

/** From a country and two check digits, as many letters and digits as the country's accounts have, over single separators. */
function accounts(text: string): Candidate[] {
  const found: Candidate[] = []
  for (const m of text.matchAll(HEAD)) {
    const length = countrySpecs[m[0].slice(0, 2).toUpperCase()]?.chars
    if (!length) continue
    const start = m.index
    const [end, account] = take(text, start, length)
    if (account.length !== length || /^[\p{L}\p{N}@]/u.test(text.slice(end, end + 2))) continue
    const valid = isValidIBAN(account) && !/^VG\d{2}(?![A-Z]{4})/.test(account) // the registry has letters for the bank
    found.push({ start, end, score: 0.6, validated: valid, why: ['pattern iban', ...(valid ? ['checksum'] : [])] })
  }
  return found
}

function take(text: string, start: number, length: number): [end: number, account: string] {
  let account = ''
  let at = start
  while (account.length < length) {
    REST.lastIndex = at
    const part = REST.exec(text)?.[0]
    if (part === undefined) break
    const separator = /^[ -]/.test(part) ? 1 : 0
    const wanted = Math.min(part.length - separator, length - account.length)
    account += part.slice(separator, separator + wanted)
    at += separator + wanted
  }
  return [at, account.toUpperCase()]
}
