/** The grammar that names need, in Russian and in Kazakh. */
export type Gender = 'male' | 'female'

export const RUSSIAN_CASES = [
  'nominative',
  'genitive',
  'dative',
  'accusative',
  'instrumental',
  'prepositional',
] as const
export type RussianCase = (typeof RUSSIAN_CASES)[number]

/** The seven cases, and three more endings that stand on a name: whose it is (-нікі), like whom (-дай), without whom (-сыз). */
export const KAZAKH_CASES = [
  'nominative',
  'genitive',
  'dative',
  'accusative',
  'locative',
  'ablative',
  'instrumental',
  'possessed',
  'similative',
  'privative',
] as const
export type KazakhCase = (typeof KAZAKH_CASES)[number]

/** What a word of a name is: the parts of a name that are declined each in its own way. */
export type DeclinedPart = 'given' | 'surname' | 'patronymic'

/** `ИВАНОВОЙ`, `ивановой` → `Ивановой`; every part of a double name. */
export function capitalised(word: string): string {
  const lower = word.toLowerCase()
  if (!/[-‑]/.test(lower)) return lower.charAt(0).toUpperCase() + lower.slice(1)
  return lower.replace(/(^|[-‑])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
}
