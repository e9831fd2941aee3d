/** Which cases two parts of a Russian name can stand in: parts of one name stand in one case. */
import { cyrillicGiven } from './tables.ts'

// Six cases of men, then six of women.
const NOMINATIVE = 1
const GENITIVE = 2
const DATIVE = 4
const ACCUSATIVE = 8
const INSTRUMENTAL = 16
const PREPOSITIONAL = 32
const EVERY = 63
const ALL = EVERY | (EVERY << 6)

const men = (cases: number): number => cases
const women = (cases: number): number => cases << 6
const both = (cases: number): number => cases | (cases << 6)

/** Bits of case and sex that a word (lower case, ё as е) can have as a given name or, `surname`, as any other part of a name. */
export function casesOf(word: string, surname: boolean): number {
  if (word.includes('-')) return ALL
  return surname ? surnameCases(word) : givenCases(word)
}

/** By the ending; names that nobody declines may stand in every case. */
function surnameCases(word: string): number {
  if (/[^аеиоуыэюя](?:ов|ев|ин|ын)ым$|[сц]ким$/u.test(word)) return men(INSTRUMENTAL)
  if (/(?:ого|его)$/u.test(word)) return men(GENITIVE | ACCUSATIVE)
  if (/(?:ому|ему)$/u.test(word)) return men(DATIVE)
  if (/(?:ый|ий)$/u.test(word)) return men(NOMINATIVE)
  if (/ой$/u.test(word)) return men(NOMINATIVE | INSTRUMENTAL) | women(EVERY & ~NOMINATIVE)
  if (/ая$/u.test(word)) return women(NOMINATIVE)
  if (/ую$/u.test(word)) return women(ACCUSATIVE)
  if (/(?:ов|ев|ин)(?:е)$/u.test(word)) return men(PREPOSITIONAL)
  if (/[оэиеёы]$|[оа]у$/u.test(word)) return ALL
  if (/[^аеиоуыэюя](?:ов|ев|ин|ын)а$/u.test(word)) return men(GENITIVE | ACCUSATIVE) | women(NOMINATIVE)
  // Кучма, Обама: men too
  if (/[ая]$/u.test(word)) return men(NOMINATIVE | GENITIVE | ACCUSATIVE) | women(NOMINATIVE)
  if (/[ую]$/u.test(word)) return men(DATIVE | ACCUSATIVE) | women(ACCUSATIVE)
  if (/(?:ом|ем)$/u.test(word) && word.length > 5) return men(NOMINATIVE | INSTRUMENTAL | PREPOSITIONAL) | women(EVERY)
  if (/(?:ых|их)$/u.test(word)) return ALL
  return men(NOMINATIVE) | women(EVERY)
}

const FEMALE_CONSONANT = /(?:бет|рет|ет|ит|ин|эн|ен|нн|ель|эль|ис|айн|гуль|оль|ь|з|с)$/u

function givenCases(word: string): number {
  let cases = 0
  const is = (base: string): boolean => cyrillicGiven.has(base)
  if (is(word)) {
    if (/[ая]$/u.test(word)) cases |= both(NOMINATIVE)
    else if (/[еёиоуыэю]$/u.test(word)) cases |= ALL
    else cases |= men(NOMINATIVE) | (FEMALE_CONSONANT.test(word) ? women(EVERY) : 0)
  }
  const one = word.slice(0, -1)
  const two = word.slice(0, -2)
  const masculine = (stem: string): boolean => is(stem) || is(`${stem}й`) || is(`${stem}ь`) || is(withVowel(stem))
  const feminine = (stem: string): boolean => is(`${stem}а`) || is(`${stem}я`)
  if (/[ая]$/u.test(word) && masculine(one)) cases |= men(GENITIVE | ACCUSATIVE)
  if (/[ую]$/u.test(word)) cases |= (masculine(one) ? men(DATIVE) : 0) | (feminine(one) ? both(ACCUSATIVE) : 0)
  if (/[оеё]м$/u.test(word) && masculine(two)) cases |= men(INSTRUMENTAL)
  if (/е$/u.test(word))
    cases |= (masculine(one) ? men(PREPOSITIONAL) : 0) | (feminine(one) ? both(DATIVE | PREPOSITIONAL) : 0)
  if (/[ыи]$/u.test(word))
    cases |= (feminine(one) ? both(GENITIVE | DATIVE | PREPOSITIONAL) : 0) | (is(`${one}й`) ? men(PREPOSITIONAL) : 0)
  if (/и$/u.test(word) && is(`${one}ь`)) cases |= women(GENITIVE | DATIVE | PREPOSITIONAL)
  if (/[ое][йю]$/u.test(word) && feminine(two)) cases |= both(INSTRUMENTAL)
  return cases === 0 ? ALL : cases
}

/** Павл → Павел, Льв → Лев: the vowel that falls out. */
function withVowel(stem: string): string {
  return `${stem.slice(0, -1).replace(/ь$/u, '')}е${stem.slice(-1)}`
}
