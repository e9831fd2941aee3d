import { hasPhrase, headerWords } from './header-words.ts'
import type { Verdict } from './verdict.ts'

/**
 * Fields whose name says that they hold data of a special category (health, belief, orientation, offences), which no
 * value shows: "yes", "2" or a word of a list is all that stands in them.
 */
const SPECIAL: Readonly<Record<string, readonly string[]>> = {
  health: [
    ...['diagnos*', 'disease*', 'illness*', 'icd', 'hiv', 'disabilit*', 'disabled', 'blood group', 'blood type'],
    ...['allerg*', 'pregnan*', 'health status', 'medical history'],
    ...['диагноз*', 'мкб', 'болезн*', 'заболеван*', 'вич', 'инвалид*', 'группа крови', 'аллерги*', 'беременн*'],
    ...['ауру*', 'мүгедек*', 'қан тобы', 'жүктілік*'],
  ],
  belief: [
    ...['religion*', 'religious', 'faith', 'denomination', 'political', 'politics', 'party membership'],
    ...['trade union', 'union member*', 'религи*', 'вероисповедан*', 'политич*', 'партийн*', 'профсоюз*'],
    ...['дін', 'діни', 'саяси', 'кәсіподақ*'],
  ],
  orientation: ['sexual*', 'gender identity', 'сексуальн*', 'ориентация', 'жыныстық бағдар*'],
  offence: ['criminal*', 'conviction*', 'offence*', 'offense*', 'судимост*', 'преступлен*', 'соттыл*', 'қылмыс*'],
}

/** The verdict, where nothing personal was seen, of a field with such a name. */
export function asSpecial(path: string, found: Verdict): Verdict {
  if (found.entity !== 'none') return found
  const words = headerWords(path)
  const category = Object.keys(SPECIAL).find((name) => SPECIAL[name]!.some((phrase) => hasPhrase(words, phrase)))
  if (category === undefined) return found
  return { entity: category, role: 'sensitive', confidence: 0.5, evidence: ['the name of a special category'] }
}
