/**
 * A name as it is compared: without capitals, marks, hyphens and punctuation, and Kazakh letters as Russian keyboards
 * write them. `Қарағанды` and `Караганды`, `Côte d’Ivoire` and `cote divoire` are one.
 */
export function foldSpelling(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[қғәөүұіңһ]/gu, (letter) => RUSSIAN[letter]!)
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}\s‐-―-]/gu, '')
    .replace(/[\s‐-―-]+/g, ' ')
    .trim()
}

const RUSSIAN: Readonly<Record<string, string>> = {
  қ: 'к',
  ғ: 'г',
  ә: 'а',
  ө: 'о',
  ү: 'у',
  ұ: 'у',
  і: 'и',
  ң: 'н',
  һ: 'х',
}
