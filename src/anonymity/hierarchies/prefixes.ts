import { createHierarchy, TOP, type Hierarchy } from '../hierarchy.ts'

/**
 * Codes whose beginning says most (postcodes, ICD, classifications of territories): `050010` → `05001*` → `0500**` …
 * `steps`: how many characters are masked at each level, rising; default one more a level. Shorter texts are filled up
 * with the mask to the longest one, so that a code and a longer code that begins with it are told apart. Characters are
 * code points.
 */
export function prefixHierarchy(values: Iterable<string>, steps?: readonly number[]): Hierarchy {
  const texts = [...values]
  const longest = texts.reduce((most, text) => Math.max(most, [...text].length), 1)
  const masked = (steps ?? Array.from({ length: longest - 1 }, (_, i) => i + 1)).filter((n) => n > 0 && n < longest)
  return createHierarchy(
    texts.map((text) => {
      const letters = [...text]
      const row = [
        text,
        ...masked.map((n) =>
          letters
            .slice(0, longest - n)
            .join('')
            .padEnd(longest, '*'),
        ),
      ]
      // A single character has no level between it and the top.
      return [...row, TOP]
    }),
  )
}
