import { foldSpelling } from './spelling.ts'

/** Languages that places are shown in. */
export const LANGUAGES = ['kk', 'ru', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** A place that a text can mean. */
export interface Place {
  /** what stands at each level of the gazetteer, from the place itself to the coarsest, without the top */
  levels(language: Language): string[]
  /** languages in which it is called so; empty for a code */
  languages: ReadonlySet<Language>
}

/** Places of one country, or the countries of the world, by their codes and names. */
export interface Gazetteer {
  /** undefined: no place of this name or code, or a name of two places */
  find(text: string): Place | undefined
}

export interface Named {
  name: string
  languages: readonly Language[]
}

/** Names → what they stand for, by their folded spelling. A spelling of two things stands for neither. */
export function spellings<T>(): {
  add(name: string, thing: T, language?: Language): void
  find(key: string): { thing: T; languages: ReadonlySet<Language> } | undefined
} {
  const known = new Map<string, { thing: T; languages: Set<Language> } | 'ambiguous'>()
  return {
    add(name, thing, language) {
      const key = foldSpelling(name)
      const own = known.get(key)
      if (own === undefined) known.set(key, { thing, languages: new Set(language ? [language] : []) })
      else if (own !== 'ambiguous')
        if (own.thing === thing) {
          if (language) own.languages.add(language)
        } else known.set(key, 'ambiguous')
    },
    find(key) {
      const found = known.get(foldSpelling(key))
      return found === 'ambiguous' ? undefined : found
    },
  }
}
