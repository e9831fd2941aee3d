import type { NameToken } from '../names/tokens.ts'
import type { Candidate } from '../recogniser.ts'
import { isCounting, spokenNumbers } from '../spoken-numbers.ts'

/** Phones have a 7, an 8 or a 0 among their words. */
export const SPOKEN = /нол|нуль|нөл|сем|сегіз|жеті|жетпіс|zero|double|triple|seven|eight/iu

/** A number read out in words. Nine digits and more that are no counting are hardly anything but somebody's number. */
export function spokenPhones(text: string, words: () => readonly NameToken[]): Candidate[] {
  if (text.length < 25 || !SPOKEN.test(text)) return []
  return spokenNumbers(text, words()).flatMap(({ start, end, digits, plus }) => {
    if (digits.length < 6 || digits.length > 16 || isCounting(digits)) return []
    const national = /^[78]/.test(digits) && digits.length === 11
    const score = plus || national ? 0.7 : digits.length >= 9 ? 0.5 : 0.3
    return [{ start, end, score, why: ['number read out'] }]
  })
}
