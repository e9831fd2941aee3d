/** Dates all in words: "восьмое марта восемьдесят пятого года", "the eighth of March nineteen eighty-five". */
import type { NameToken } from './names/tokens.ts'
import { isNumberOfDate } from './number-words.ts'

const MONTH =
  /^(?:январ[ья]|феврал[ья]|марта?|апрел[ья]|ма[йя]|июн[ья]|июл[ья]|августа?|сентябр[ья]|октябр[ья]|ноябр[ья]|декабр[ья]|(?:қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан)(?:ның|нің|дың|дің|да|де|та|те|ы)?|january|february|march|april|may|june|july|august|september|october|november|december)$/u
const FILLERS: ReadonlySet<string> = new Set(
  'of the and года год году г жылы жылғы жыл жылдың жылының күні число'.split(' '),
)
const MOST_WORDS = 9

/** Spans with a month, a number in words beside it and a year of two words or more, or the word of a year. */
export function datesInWords(text: string, tokens: readonly NameToken[]): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  for (let i = 0; i < tokens.length; i++) {
    if (!MONTH.test(tokens[i]!.word.lower)) continue
    const left = reach(text, tokens, i, -1)
    const right = reach(text, tokens, i, 1)
    if (left.numbers + right.numbers < 3 || (left.numbers === 0 && right.numbers < 3)) continue
    const article = left.to > 0 && tokens[left.to - 1]!.word.lower === 'the' && tokens[left.to]!.joined ? 1 : 0
    found.push({ start: tokens[left.to - article]!.start, end: tokens[right.to]!.end })
    i = right.to
  }
  return found
}

/** The furthest token in a direction with only numbers and the small words of dates before it. */
function reach(
  text: string,
  tokens: readonly NameToken[],
  from: number,
  step: 1 | -1,
): { to: number; numbers: number } {
  let to = from
  let numbers = 0
  for (let k = from + step; Math.abs(k - from) <= MOST_WORDS; k += step) {
    const token = tokens[k]
    if (!token) break
    const [a, b] = step > 0 ? [tokens[k - 1]!, token] : [token, tokens[k + 1]!]
    if (!/^[ ,]{1,3}$/.test(text.slice(a.end, Math.min(b.start, a.end + 4)))) break
    if (isNumberOfDate(token.word.lower)) {
      numbers += token.word.lower.split('-').length
      to = k
    } else if (!FILLERS.has(token.word.lower)) break
    else if (step > 0) to = k
  }
  return { to, numbers }
}
