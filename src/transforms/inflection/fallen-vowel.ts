/**
 * Surnames that are words themselves may lose a vowel in their cases: Заяц, Зайца; Орёл, Орла; Гребень, Гребня. Whether a
 * bearer keeps it (Кузнеца, Перецу) no rule tells, so readers try both.
 */

/** The stem of the cases without the vowel, in the letters of the name; undefined: no vowel may fall out. */
export function stemWithoutVowel(name: string): string | undefined {
  const lower = name.toLowerCase()
  if (lower === 'лев') return `${name[0]!}ьв`
  if (lower.length < 4) return undefined
  const rule = RULES.find(([ending]) => ending.test(lower))
  return rule && name.slice(0, -rule[1]) + rule[2]
}

/** Ending, how many letters go, what stands instead. Ukrainian spells -ець. */
const RULES: readonly (readonly [ending: RegExp, cut: number, instead: string])[] = [
  [/[аеёиоуыэюя][еєя]ць$/, 3, 'йц'],
  [/[аеёиоуыэюя][ея]ц$/, 2, 'йц'],
  [/л[еє]ць$/, 3, 'ьц'],
  [/лец$/, 2, 'ьц'],
  [/[еє]ць$/, 3, 'ц'],
  [/[ео]ц$/, 2, 'ц'],
  [/[аеёиоуыэюя][её]к$/, 2, 'йк'],
  [/[бвдзлмнпрст][её]к$/, 2, 'ьк'],
  [/[еёо]к$/, 2, 'к'],
  [/[еёо]л$/, 2, 'л'],
  // Гребень, Корень; Коготь; Журавель
  [/..[бдвжзклмнпрстфхшщ]ень$/, 3, 'н'],
  [/[гк]оть$/, 3, 'т'],
  [/(?:..авель|^уголь)$/, 3, 'л'],
  [/(?:солов|вороб|мурав|реп|руч|ул)ей$/, 2, 'ь'],
  [/^(?:вет|кост|боб|шат)[её]р$/, 2, 'р'],
  [/^ов[её]с$/, 2, 'с'],
]

/** Nominatives that lose a vowel before such a stem, ё as е: Зайц → Заяц, Заец; Гребн → Гребень. */
export function namesWithVowel(stem: string): string[] {
  const list = stem === 'Льв' ? ['Лев'] : []
  for (const [fallen, vowels] of VOWELS)
    if (fallen.test(stem)) {
      const before = stem.replace(fallen, '')
      for (const vowel of vowels) list.push(before + vowel)
    }
  return list.filter((name) => stemWithoutVowel(name) === stem)
}

const VOWELS: readonly (readonly [fallen: RegExp, endings: readonly string[]])[] = [
  [/йц$/, ['яц', 'ец', 'єць', 'ець']],
  [/ьц$/, ['ец', 'ець']],
  [/ц$/, ['ец', 'оц', 'ець']],
  [/[йь]к$/, ['ек']],
  [/к$/, ['ок', 'ек']],
  [/л$/, ['ел', 'ол', 'ель', 'оль']],
  [/н$/, ['ень']],
  [/т$/, ['оть']],
  [/ь$/, ['ей']],
  [/р$/, ['ер']],
  [/с$/, ['ес']],
]
