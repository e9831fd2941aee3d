/** A name that is spelled letter by letter, in talk: Щ-е-р-б-и-н-а, W-O-J-C-I-K, "Ш Е Г А Й". */
import type { Candidate } from '../recogniser.ts'
import type { NameToken } from './tokens.ts'

/** Single letters of one script with hyphens between; of four letters at least: "Ш-у-р-а". */
const WITH_HYPHENS =
  /(?<![\p{L}\p{N}-])(?:\p{Script=Cyrillic}(?:\s?[-‐–]\s?\p{Script=Cyrillic}){3,24}|\p{Script=Latin}(?:\s?[-‐–]\s?\p{Script=Latin}){3,24})(?![\p{L}\p{N}-])/gu
const WITH_SPACES =
  /(?<![\p{L}\p{N}])(?:\p{Script=Cyrillic}(?:,? \p{Script=Cyrillic}){3,24}|\p{Script=Latin}(?:,? \p{Script=Latin}){3,24})(?![\p{L}\p{N}])/gu
/** Who spells says so, or is asked to. */
const SPELLING = /букв|фамили|әріп|әріптеп|тегі|есім|spell|surname|last name|letter/iu

/** "З А Я В Л Е Н И Е": what documents are called, with spaces to be seen. */
const HEADING =
  /^(?:өтініш|арыз|шағым|анықтама|қолхат|сенімхат|хаттама|бұйрық|шарт|келісім|акт|акті|түсініктеме|түсінікхат|мінездеме|хабарлама|шақыру|нұсқаулық|кепілхат|хабарландыру|заявление|жалоба|справка|расписка|доверенность|протокол|приказ|договор|соглашение|объяснительная|характеристика|уведомление|извещение|приглашение|инструкция|объявление|ходатайство|накладная|отчет|отчёт|реестр|ведомость|служебная|записка|докладная|квитанция|счет|паспорт|анкета|application|agreement|contract|certificate|receipt|invoice|notice|order|report|minutes|memo|memorandum|statement|affidavit|attention|warning|important|внимание|важно|назар|тізім|список)$/u

export const spelledOut = [WITH_HYPHENS, WITH_SPACES] as const

/** Names spelled out; drawn-out words ("н-е-е-е-т", "а-а-а-а") are none. `tokens`: of `nameTokens(text)`. */
export function findSpelledOut(text: string, tokens: readonly NameToken[]): Candidate[] {
  let letters = 0
  let most = 0
  let hyphens = false
  for (const { start, end } of tokens) {
    if (end - start === 1) most = Math.max(most, ++letters)
    else {
      letters = 0
      if (end - start > 4 && isHyphen(text.charCodeAt(start + 1)) && isHyphen(text.charCodeAt(start + 3)))
        hyphens = true
    }
  }
  return [
    ...(hyphens || most > 3 ? spelled(text, WITH_HYPHENS, 0.7) : []),
    ...(most > 3 && SPELLING.test(text) ? spelled(text, WITH_SPACES, 0.6) : []),
  ]
}

function isHyphen(unit: number): boolean {
  return unit === 0x2d || unit === 0x2010 || unit === 0x2013
}

function spelled(text: string, expression: RegExp, score: number): Candidate[] {
  return [...text.matchAll(expression)]
    .filter((m) => isWord(m[0]))
    .map((m) => ({ start: m.index, end: m.index + m[0].length, score, why: ['spelled out'] }))
}

/** No letter three times in a row, and most letters differ. */
function isWord(spelled: string): boolean {
  const letters = spelled.toLowerCase().replace(/[^\p{L}]/gu, '')
  if (HEADING.test(letters)) return false
  return !/(.)\1\1/u.test(letters) && new Set(letters).size > letters.length / 2
}
