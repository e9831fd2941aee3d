import { nameEvidence } from '../names/evidence.ts'
import type { Candidate } from '../recogniser.ts'

/** 27-00-15 */
export const CITY = /(?<![\p{L}\p{N}]|\p{N}[.,/:-])\d{2}-\d{2}-\d{2}(?![\p{L}\p{N}]|[./:-]\p{N})/gu

/** "Susan (555-0162)": the number of a district behind a given name. */
export const OF_SOMEBODY = /(?<=(?<!\p{L})(\p{Lu}\p{Ll}{1,20})\.? \()\d{3}-\d{4}(?=\))/gu

/** "shes at 555-0117", "reach him on 555-0117" */
export const REACHED =
  /(?<=(?<!\p{L})(?:(?:s?he|they|i|we|mum|mom|dad|who)['’]?(?:s|m|re| is| am| are)|(?:me|him|her|them|us)(?: back)?) (?:at|on) )\d{3}-\d{4}(?![\p{L}\p{N}-])/giu

/** Six digits of a town's own numbers; the score is under the threshold until a word of phoning is near. */
export function cityNumbers(text: string): Candidate[] {
  const found: Candidate[] = []
  if (!text.includes('-')) return found
  CITY.lastIndex = 0
  for (let m = CITY.exec(text); m; m = CITY.exec(text)) {
    const [a, b, c] = m[0].split('-').map(Number) as [number, number, number]
    // 12-05-15 is a date
    const date = (a >= 1 && a <= 31 && b >= 1 && b <= 12) || (c >= 1 && c <= 31 && b >= 1 && b <= 12)
    if (!date) found.push({ start: m.index, end: m.index + m[0].length, score: 0.25, why: ['pattern phone of a town'] })
  }
  for (const m of text.includes(' (') ? text.matchAll(OF_SOMEBODY) : []) {
    if (nameEvidence(m[1]!.toLowerCase(), 'latin').given < 0.4) continue
    found.push({ start: m.index, end: m.index + m[0].length, score: 0.55, why: ['number behind a given name'] })
  }
  for (const m of text.matchAll(REACHED))
    found.push({ start: m.index, end: m.index + m[0].length, score: 0.6, why: ['where somebody is reached'] })
  return found
}
