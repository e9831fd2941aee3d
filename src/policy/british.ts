/** The -ise spelling of an -ize word (`generalize`, `pseudonymized`, `optimization`); other words stay as they are. */
export function british(word: string): string {
  return word.replace(/(?<=[a-z]{2})iz(?=(?:e|es|ed|er|ing|ation)(?![a-z]))/g, 'is')
}

/** The -ize spelling of an -ise word; undefined for a word that has none. */
export function american(word: string): string | undefined {
  const other = word.replace(/(?<=[a-z]{2})is(?=(?:e|es|ed|er|ing|ation)(?![a-z]))/g, 'iz')
  return other === word ? undefined : other
}
