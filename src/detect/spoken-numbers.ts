/** Runs of number words that somebody reads out digit by digit or in groups: "eight seven zero one, triple zero". */
import type { NameToken } from './names/tokens.ts'
import { numberWord } from './number-words.ts'
import type { NumberWord } from './number-words.ts'

export interface SpokenNumber {
  start: number
  end: number
  words: number
  /** what the words say, as digits */
  digits: string
  plus: boolean
}

/** All runs of at least seven words, in order. `tokens`: of `nameTokens(text)`. */
export function spokenNumbers(text: string, tokens: readonly NameToken[]): SpokenNumber[] {
  const found: SpokenNumber[] = []
  let run: NumberWord[] = []
  let start = 0
  let end = 0
  const close = (): void => {
    if (run.length >= LEAST) found.push({ start, end, words: run.length, ...readOut(run) })
    run = []
  }
  for (const token of tokens) {
    const parts = token.word.lower.split('-').map(numberWord)
    if (run.length > 0 && !isGap(text.slice(end, token.start))) close()
    if (!parts.every((p) => p !== undefined) || parts.length > 4) {
      close()
      continue
    }
    if (run.length === 0) start = token.start
    run.push(...(parts as NumberWord[]))
    end = token.end
  }
  close()
  return found
}

const LEAST = 7

function isGap(between: string): boolean {
  return between.length < 5 && /^[\s,.;–—-]{1,4}$/u.test(between)
}

/** The digits of a run: "seven hundred one" is 701, "сорок пять" 45, "double zero" 00. */
function readOut(run: readonly NumberWord[]): { digits: string; plus: boolean } {
  let digits = ''
  let plus = false
  for (let i = 0; i < run.length; i++) {
    const word = run[i]!
    const next = run[i + 1]
    if (word.kind === 'plus') plus ||= i === 0
    else if (word.kind === 'times') {
      if (next?.kind === 'unit') digits += String(next.value).repeat(word.value)
      i++
    } else if (word.kind === 'unit' && next?.kind === 'zeros') {
      digits += '0'.repeat(word.value)
      i++
    } else if (
      word.kind === 'hundred' ||
      word.kind === 'hundreds' ||
      (word.kind === 'unit' && next?.kind === 'hundreds')
    ) {
      const hundred = word.kind === 'hundred' ? word.value : word.kind === 'unit' ? word.value * 100 : 100
      if (word.kind === 'unit') i++
      const rest = below(run, i + 1, 100)
      digits += String(hundred + rest.value)
      i += rest.words
    } else if (word.kind !== 'zeros') {
      const rest = word.kind === 'ten' ? below(run, i + 1, 10) : { value: 0, words: 0 }
      digits += String(word.value + rest.value)
      i += rest.words
    }
  }
  return { digits, plus }
}

/** The tens and the unit behind a hundred, or the unit behind the tens; a zero begins a number of its own. */
function below(run: readonly NumberWord[], at: number, limit: 10 | 100): { value: number; words: number } {
  const word = run[at]
  const next = run[at + 1]
  if (!word || (word.kind === 'unit' && (word.value === 0 || next?.kind === 'zeros' || next?.kind === 'hundreds')))
    return { value: 0, words: 0 }
  if (word.kind === 'unit') return { value: word.value, words: 1 }
  if (limit === 100 && word.kind === 'teen') return { value: word.value, words: 1 }
  if (limit === 100 && word.kind === 'ten') {
    const unit = below(run, at + 1, 10)
    return { value: word.value + unit.value, words: 1 + unit.words }
  }
  return { value: 0, words: 0 }
}

/** One, two, three, …: somebody counts. */
export function isCounting(digits: string): boolean {
  const steps = [...digits].slice(1).map((d, i) => Number(d) - Number(digits[i]))
  const same = steps.filter((s) => s === steps[0]).length
  return Math.abs(steps[0] ?? 0) === 1 && same >= Math.min(steps.length, 6) && same > steps.length / 2
}
