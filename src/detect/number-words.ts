/** Numbers as words in Kazakh, Russian and English: what is dictated over the phone. */

/** What a word adds to a number that is read out. */
export type NumberWord =
  | { kind: 'unit' | 'teen' | 'ten' | 'hundred'; value: number }
  /** жүз, hundred: of the unit before */
  | { kind: 'hundreds' }
  /** double, triple: so many of the next */
  | { kind: 'times'; value: number }
  /** нуля, zeros: as many as the unit before says */
  | { kind: 'zeros' }
  /** plus, before the code of a country */
  | { kind: 'plus' }

/** The word in lower case (ё as е) as a part of a number; a word with a hyphen is asked part by part. */
export function numberWord(lower: string): NumberWord | undefined {
  return WORDS.get(lower)
}

/** An ordinal or a cardinal of a date: восьмое, сегізінші, eighth, nineteen, тысяча. */
export function isNumberOfDate(lower: string): boolean {
  return lower.split('-').every((part) => WORDS.has(part) || LARGE.has(part) || ORDINAL.test(part))
}

const WORDS = new Map<string, NumberWord>()
const list = (kind: 'unit' | 'teen' | 'ten' | 'hundred', first: number, step: number, words: string): void =>
  words.split(' ').forEach((same, i) => {
    for (const word of same.split('/')) WORDS.set(word, { kind, value: first + i * step })
  })
list('unit', 0, 1, 'ноль/нуль один/одна два/две три четыре пять шесть семь восемь девять')
list('unit', 0, 1, 'нөл/нол бір екі үш төрт бес алты жеті сегіз тоғыз')
list('unit', 0, 1, 'zero/oh one two three four five six seven eight nine')
list(
  'teen',
  10,
  1,
  'десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать',
)
list('teen', 10, 1, 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen')
list('ten', 20, 10, 'двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто')
list('ten', 10, 10, 'он жиырма отыз қырық елу алпыс жетпіс сексен тоқсан')
list('ten', 20, 10, 'twenty thirty forty/fourty fifty sixty seventy eighty ninety')
list('hundred', 100, 100, 'сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот')
for (const word of ['жүз', 'hundred']) WORDS.set(word, { kind: 'hundreds' })
for (const word of ['double', 'дважды']) WORDS.set(word, { kind: 'times', value: 2 })
for (const word of ['triple', 'трижды']) WORDS.set(word, { kind: 'times', value: 3 })
for (const word of ['нуля', 'нулей', 'zeros', 'zeroes']) WORDS.set(word, { kind: 'zeros' })
for (const word of ['плюс', 'plus', 'қосу']) WORDS.set(word, { kind: 'plus' })

const LARGE: ReadonlySet<string> = new Set('тысяча тысячи тысяч мың thousand'.split(' '))
const ORDINAL =
  /^(?:(?:перв|втор|четверт|пят|шест|седьм|восьм|девят|десят|[а-я]{3,8}надцат|двадцат|тридцат|сороков|пятидесят|шестидесят|семидесят|восьмидесят|девяност|двухтысячн)(?:ое|ого|ом|ый|ой|ому|ым)|треть(?:е|его|ему|ем)|третий|(?:бір|екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|он|жиырма|отыз|қырық|елу|алпыс|жетпіс|сексен|тоқсан|мың)(?:[ыі]?нш[ыі])(?:д[ае]|с[ыі])?|first|second|third|fifth|eighth|ninth|twelfth|(?:four|six|seven|ten|eleven|thir|four|fif|six|seven|eigh|nine)(?:teen)?th|twentieth|thirtieth)$/u
