/** The name tables as sets to ask, in lower case; ё counts as е. Latin spellings meet through one folded key. */
import en from '../../../policies/names/en.json' with { type: 'json' }
import kk from '../../../policies/names/kk.json' with { type: 'json' }
import ru from '../../../policies/names/ru.json' with { type: 'json' }
import { AMBIGUOUS_GIVEN, FOREIGN_GIVEN } from './more-given-names.ts'

export function plain(name: string): string {
  return name.toLowerCase().replaceAll('ё', 'е')
}

const LETTERS: Record<string, string> = {
  а: 'a',
  ә: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  ғ: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'i',
  к: 'k',
  қ: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  ң: 'n',
  о: 'o',
  ө: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ұ: 'u',
  ү: 'u',
  ф: 'f',
  х: 'kh',
  һ: 'h',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  і: 'i',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
}

export const cyrillicGiven = new Set([...kk.male, ...kk.female, ...ru.male, ...ru.female, ...FOREIGN_GIVEN].map(plain))
export const cyrillicSurnames = new Set(
  [...kk.surnamesMale, ...kk.surnamesFemale, ...ru.surnamesMale, ...ru.surnamesFemale].map(plain),
)
/** names that are ordinary words as well: they count beside another name only */
export const ambiguousGiven = new Set(AMBIGUOUS_GIVEN.map(plain))
export const latinGiven = new Set([...en.male, ...en.female].map(plain))
export const latinSurnames = new Set([...en.surnamesMale].map(plain))
export const latinKeys = new Set(
  [...kk.male, ...kk.female, ...ru.male, ...ru.female].map((n) => latinKey(transliterated(n))),
)

function transliterated(name: string): string {
  return [...name.toLowerCase()].map((c) => LETTERS[c] ?? c).join('')
}

/** `Qairat`, `Kayrat`, `Kairat` → one key: for comparing, never for showing. */
export function latinKey(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/dzh|zh|dj/g, 'j')
    .replace(/kh|x/g, 'h')
    .replace(/sch|sh|ch|ts/g, 's')
    .replace(/q/g, 'k')
    .replace(/[yıj](?=[aeou])/g, '')
    .replace(/[yı]/g, 'i')
    .replace(/w/g, 'u')
    .replace(/[^a-z]/g, '')
    .replace(/(.)\1+/g, '$1')
}
