/** The words of a field's name or path: `patient.birthDate_2` → `patient birth date 2`. Tokens, never substrings. */
export function headerWords(name: string): string[] {
  return name
    .normalize('NFKC')
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L})(\p{N})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((w) => w !== '')
}

/** Whether the words of a phrase stand side by side in `words`; a word that ends in `*` is a stem. */
export function hasPhrase(words: readonly string[], phrase: string): boolean {
  const wanted = phrase.split(' ')
  for (let i = 0; i + wanted.length <= words.length; i++)
    if (wanted.every((w, k) => sameWord(words[i + k]!, w))) return true
  return false
}

function sameWord(word: string, wanted: string): boolean {
  return wanted.endsWith('*') ? word.startsWith(wanted.slice(0, -1)) : word === wanted
}
