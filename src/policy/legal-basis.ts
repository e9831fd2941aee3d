/** Legal bases a policy can name (decision 17); a rule set narrows the list. */
export const BASES = [
  'consent',
  'published-with-source',
  'contract',
  'legal-obligation',
  'public-interest',
  'vital-interest',
  'legitimate-interest',
  'not-personal',
] as const

/** `art9:6`, `art9:9-1`: an exception of article 9 of Kazakhstan's law 94-V, by its sub-point. */
export const ART9 = /^art9:(\d{1,2}(?:-\d{1,2})?)$/

/** All spellings of a basis, as a JSON Schema pattern. */
export const BASIS_PATTERN = `^(?:${BASES.join('|')}|art9:[0-9]{1,2}(?:-[0-9]{1,2})?)$`

export function isBasis(text: string): boolean {
  return (BASES as readonly string[]).includes(text) || ART9.test(text)
}

/** The basis allows more than ordinary data: it is a person's consent, or an exception that the law lists. */
export function mayCoverBiometrics(basis: string): boolean {
  return basis === 'consent' || ART9.test(basis)
}
