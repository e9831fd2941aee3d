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
  const wanted = wantedWords(phrase)
  for (let i = 0; i + wanted.length <= words.length; i++) {
    let k = 0
    while (k < wanted.length && isWanted(words[i + k]!, wanted[k]!)) k++
    if (k === wanted.length) return true
  }
  return false
}

interface WantedWord {
  text: string
  stem: boolean
}

function isWanted(word: string, { text, stem }: WantedWord): boolean {
  return stem ? word.startsWith(text) : word === text
}

/** Every name is held against every phrase, so a phrase is cut once. */
function wantedWords(phrase: string): readonly WantedWord[] {
  const known = PHRASES.get(phrase)
  if (known) return known
  const words = phrase
    .split(' ')
    .map((word) => (word.endsWith('*') ? { text: word.slice(0, -1), stem: true } : { text: word, stem: false }))
  PHRASES.set(phrase, words)
  return words
}

/** Phrases of perde's own lists. */
const PHRASES = new Map<string, readonly WantedWord[]>()
