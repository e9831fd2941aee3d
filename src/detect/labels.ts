const LABEL = '\\[(?:\\p{Lu}[\\p{Lu}\\d_-]{0,60}-\\d{1,9}|REDACTED)\\]'

/** What `scrub` puts in the place of a finding: `[PERSON-1]`, of a whole text `[REDACTED]`. */
export const HOLDS_LABEL = new RegExp(LABEL, 'u')

/** A text that begins with a label: no list, although it begins like one. */
export const LABELLED_TEXT = new RegExp(`^${LABEL}\\s*[^\\s,\\]]`, 'u')
