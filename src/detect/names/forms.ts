/** Undoing the endings of cases, by rule: Russian declension and Kazakh agglutination. */

const RUSSIAN: readonly (readonly [ending: string, nominative: readonly string[]])[] = [
  ['ами', ['', 'а']],
  ['ями', ['я', 'й']],
  ['ого', ['ий', 'ый', 'ой']],
  ['ому', ['ий', 'ый', 'ой']],
  ['ом', ['']],
  ['ем', ['', 'й', 'ь']],
  ['ой', ['а', '']],
  ['ей', ['а', 'я', 'ь']],
  ['ою', ['а']],
  ['ым', ['', 'ый']],
  ['им', ['ий']],
  ['ью', ['ь']],
  ['а', ['']],
  ['я', ['й', 'ь']],
  ['у', ['', 'а']],
  ['ю', ['й', 'ь', 'я']],
  ['е', ['', 'а', 'я', 'й', 'ь']],
  ['ы', ['а', '']],
  ['и', ['а', 'я', 'ь', 'й']],
]

/** A Russian word as it stands and the nominatives it may be a form of. */
export function russianForms(word: string): string[] {
  const forms = [word]
  for (const [ending, nominatives] of RUSSIAN)
    if (word.length > ending.length + 1 && word.endsWith(ending)) {
      const stem = word.slice(0, -ending.length)
      for (const n of nominatives) forms.push(stem + n)
      // Павла → Павел, Льва → Лев: the vowel that falls out
      if (nominatives.includes('')) forms.push(`${stem.slice(0, -1).replace(/ь$/, '')}е${stem.slice(-1)}`)
    }
  return forms
}

const KAZAKH =
  /(?:дікі|тікі|нікі|дағы|дегі|тағы|тегі|ндағы|ндегі|ның|нің|дың|дің|тың|тің|нан|нен|дан|ден|тан|тен|мен|бен|пен|нда|нде|лар|лер|дар|дер|тар|тер|ға|ге|қа|ке|на|не|да|де|та|те|ды|ді|ты|ті|ны|ні|ын|ін|сы|сі|ы|і|н)$/u

/** A Kazakh word as it stands and without one, two and three endings. */
export function kazakhForms(word: string): string[] {
  const forms = [word]
  let form = word
  for (let i = 0; i < 3; i++) {
    const shorter = form.replace(KAZAKH, '')
    if (shorter === form || shorter.length < 3) break
    // In a word without letters of Kazakh alone the ending may be a part of the stem: Росстата.
    if (2 * shorter.length <= word.length && !/[әғқңөұүһі]/u.test(word)) break
    forms.push((form = shorter))
  }
  return forms
}

/** What may stand behind a stem: Russian and Kazakh case endings, `-ск-` adjectives, `-лық`. */
export const CASE_ENDING =
  /^(?:|а|я|у|ю|е|и|ы|о|ь|ой|ей|ом|ем|ью|ии|ию|ией|ия|ий|ам|ами|ах|ям|ями|ях|ов|ск(?:ий|ого|ому|им|ом|ая|ой|ую|ие|их)|(?:а|я|е|и|і|ы|о)?(?:ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|ны|ні|ды|ді|ты|ті|да|де|та|те|нда|нде|дан|ден|тан|тен|нан|нен|мен|бен|пен|дағы|дегі|тағы|тегі|лық|лік|дық|дік|тық|тік|стан\p{L}*)\p{L}{0,4})$/u
