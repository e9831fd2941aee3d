/**
 * One key for a word of a name in Cyrillic and in Latin letters, by any of the ways that people and passports write it:
 * Дерюгин, Deryugin, Deriugin; Фёдоров, Fedorov, Fyodorov; Шыңғыс, Shyngys, Şyñğys. For comparing across the two
 * scripts, never for showing.
 */
import { toLatin } from './fakes/script.ts'

/** Two keys at most: x, w and j stand for two sounds each. */
export function soundKeys(word: string): readonly string[] {
  const lower = word.normalize('NFC').toLowerCase()
  const latin = toLatin(lower).replace(/[şšçčž]/g, (letter) => WITH_MARK.get(letter)!)
  const plain = latin.normalize('NFD').replace(/[^a-zı]/g, '')
  const key = keyOf(plain)
  if (lower !== latin || !/[xwj]/.test(plain)) return [key]
  const other = keyOf(plain.replace(/x/g, 'ks').replace(/w/g, 'v').replace(/j/g, 'y'))
  return other === key ? [key] : [key, other]
}

const WITH_MARK = new Map([
  ['ş', 'sh'],
  ['š', 'sh'],
  ['ç', 'ch'],
  ['č', 'ch'],
  ['ž', 'zh'],
])

function keyOf(latin: string): string {
  return latin
    .replace(/shch|sch|zh|dzh|tch|ph|th|gh|kh|t[sz]|[yi]o|[xqwı]/g, (letters) => SOUNDS.get(letters)!)
    .replace(/[yi]+(?=[aeou])/g, '')
    .replace(/y/g, 'i')
    .replace(/(.)\1+/g, '$1')
}

const SOUNDS = new Map(
  Object.entries({
    shch: 'sh',
    sch: 'sh',
    zh: 'j',
    dzh: 'j',
    tch: 'ch',
    ph: 'f',
    th: 't',
    gh: 'g',
    kh: 'h',
    ts: 'c',
    tz: 'c',
    yo: 'e',
    io: 'e',
    x: 'h',
    q: 'k',
    w: 'u',
    ı: 'i',
  }),
)
