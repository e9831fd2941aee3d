/**
 * Words of addresses in Kazakh and Russian, and in Kazakh written in Latin letters: what each may be, as bits of `Role`.
 * A word may be several things: `к` is a corpus before a number and a street behind a name.
 */
import { isPlaceName } from '../names/places.ts'
import type { Word } from '../names/words.ts'

export const Role = {
  /** its name follows: ул., проспект */
  streetInFront: 1,
  /** its name stands before: көшесі, даңғылы */
  streetBehind: 2,
  /** a name or a number on either side: мкр, ықшамаудан */
  district: 4,
  /** a number follows: дом, кв. */
  numberBehind: 8,
  /** a number stands before: үй, пәтер, подъезд */
  numberBefore: 16,
  /** of the two above: says "dwelling" by itself */
  dwelling: 32,
  /** of the two above: too common a word to say anything */
  feeble: 64,
  townInFront: 128,
  townBehind: 256,
  regionBehind: 512,
  /** "address", "lives at" */
  cue: 1024,
  /** written in full, or a shortening that is nothing else: a name in small letters is believed behind it */
  certain: 2048,
  /** of the two above: where goods lie, so by itself no address and behind no bare name */
  storage: 0x4000,
} as const

/** Roles of a word, kept with it. */
export function rolesOf(word: Word): number {
  return bitsOf(word) & ROLES
}

/** Whether a town is called so, or a street or a district of most towns: an address may stand there without its words. */
export function mayBeBare(word: Word): boolean {
  return (bitsOf(word) & ~ROLES) !== 0
}

export function isTownWord(word: Word): boolean {
  return (bitsOf(word) & TOWN) !== 0
}

const ROLES = 0x4fff
const TOWN = 0x1000
const STREET = 0x2000

function bitsOf(word: Word): number {
  return (word.addressCues ??=
    rolesOfText(word.lower) |
    (isPlaceName(word.lower) ? TOWN : 0) |
    (COMMON.has(word.lower) || DISTRICTS.has(word.lower) ? STREET : 0))
}

const ENDINGS = '(?:н?д[ае]|ның|нің|д[ыі]ң|н?[ае]|н[ае]н|д[ае]н|т[ае]|т[ае]н|ндағы|ндегі|дағы|дегі|мен)?'
const STORAGE = Role.numberBehind | Role.numberBefore | Role.feeble | Role.storage
const STEMS: readonly (readonly [RegExp, number])[] = [
  [
    new RegExp(`^(?:көшесі|даңғылы|бульвары|тұйығы|тас жолы|koshesi|kóshesi|köşesi|dangyly|dańǵyly)${ENDINGS}$`, 'u'),
    Role.streetBehind | Role.certain,
  ],
  [new RegExp(`^ықшам-?аудан[ыі]?${ENDINGS}$`, 'u'), Role.district | Role.certain],
  // As scanners and keyboards without Kazakh letters write them, and in Latin letters.
  [
    new RegExp(
      `^(?:кошес[іи]|дан[гғ]ыл[ыі]|даңгылы|тұйыгы|da[nñń][gğǵ]yly|dan?ghyly|koshesi|kóshesi|kosesi)${ENDINGS}$`,
      'u',
    ),
    Role.streetBehind | Role.certain,
  ],
  [
    new RegExp(`^(?:ы[кқ]шам-?аудан[ыі]?|y[qk]sham-?audan[yi]?|yqşam-?audan[yı]?)${ENDINGS}$`, 'u'),
    Role.district | Role.certain,
  ],
  [/^(?:каласы|кенти?|қала|qalasy|qalasynda|auyly|aýyly|kenti)$/u, Role.townBehind],
  [/^(?:oblysy|audany|облысы|ауданы)$/u, Role.regionBehind],
  [/^(?:патер|патерi|пэтер)$/u, Role.numberBehind | Role.numberBefore | Role.dwelling],
  [/^микрорайон(?:а|е|у|ы|ында|ының)?$/u, Role.district | Role.certain],
  [
    new RegExp(`^(?:үй|пәтер|úı|üy|uy|páter|päter|pater)[іи]?(?:${ENDINGS}|[гқғк][ае])$`, 'u'),
    Role.numberBehind | Role.numberBefore | Role.dwelling,
  ],
  [/^(?:склад|бокс|ангар|гараж|павильон|бутик|контейнер|помещени|цех|қойма)[аеыуія]?$/u, STORAGE],
  [new RegExp(`^(?:қабат|кіреберіс|кеңсе)[ыі]?${ENDINGS}$`, 'u'), Role.numberBehind | Role.numberBefore],
  [new RegExp(`^(?:қаласы|ауылы|кенті|селосы|поселкесі)${ENDINGS}$`, 'u'), Role.townBehind],
  [/^(?:област[ьи]|облысы|ауданы|район[ае]?|кра[йяею])$/u, Role.regionBehind],
  [/^(?:адрес(?:а|у|е|ом|і|ім|іміз|іңіз|і?м?н?де)?|мекен-?жай\p{L}{0,8})$/u, Role.cue],
  [/^(?:прожива(?:ю|ет|ем|ют|ющ\p{L}{1,4})|прописан[аы]?|жив(?:у|ет|ем|ут)|тұр(?:амын|ады|амыз|атын))$/u, Role.cue],
]

const WORDS = new Map<string, number>()
for (const [words, role] of [
  ['ул улица улице улицы улицу проспект проспекте проспекта пр-т пр-кт просп переулок переулке пер-к', 1 | 2048],
  ['бульвар бульваре б-р шоссе проезд', 1 | 2048],
  ['пр пер бул наб набережная набережной ш площадь площади пл тупик аллея аллее', 1],
  ['көш к-сі к-си даң даңғ д-лы көшe kosh kosesi kóshe', 2 | 2048],
  ['мкр мкрн мкр-н м-н ықшам ықш ы-а', 4 | 2048],
  ['шағын мөлтек', 4],
  ['дом', 16],
  ['д дом доме дома кв квартира квартире квартиры', 8 | 32],
  ['корп корпус подъезд подъезде эт этаж этаже қабат', 8 | 16],
  ['оф офис офисе секция блок домофон литер вход кабинет каб', 8],
  ['под', 8 | 16 | 64],
  ['стр строение п', 8 | 64],
  ['к', 8 | 64 | 2],
  ['г гор город городе с село селе пос поселок поселке п дер деревня деревне ст станица жк', 128],
  ['қ пгт', 256],
  ['а', 128 | 256],
  ['обл р-н ауд', 512],
  ['dom', 8 | 16 | 32],
  ['podezd podyezd etazh qabat', 8 | 16],
  ['mkr mkrn mkr-n yqşam yqsham', 4 | 2048],
  // Russian in Latin letters
  ['ulica ulitsa ulicu ulice ulitse ulitsu prospekt prospekte pereulok bulvar', 1 | 2048],
  ['kvartira kvartire kvartiry', 8 | 32],
  ['korpus', 8 | 16],
  ['mikrorayon mikroraion', 4 | 2048],
  ['q', 256],
  ['ui üi', 8 | 16 | 32],
  ['address adres mekenjai mekenjaı mekenjaiy mekenzhai', 1024],
] as const)
  for (const word of words.split(' ')) WORDS.set(word, (WORDS.get(word) ?? 0) | role)
// "71 кв", "кв 71"; a quarter of a town is called so too.
for (const quarter of ['кв', 'kv', 'kb']) WORDS.set(quarter, Role.numberBehind | Role.numberBefore | Role.dwelling)

function rolesOfText(lower: string): number {
  const known = WORDS.get(lower)
  if (known !== undefined) return known
  for (const [expression, role] of STEMS) if (expression.test(lower)) return role
  return 0
}

/** Small words inside the name of a street: Төле би, Тауке хана, 50 лет Октября, имени Абая. */
export function joinsName(lower: string): boolean {
  return INSIDE.has(lower)
}

const INSIDE: ReadonlySet<string> = new Set(
  'би бия хан хана ханы батыр батыра баба ата аты ана ана-ның қажы кажы акын акына ақын сал сал-сері шоқ жол жолы жолу ел рахим жырау аулие әулие би-дің лет летия марта мая октября'.split(
    ' ',
  ),
)

/** Streets that most towns of Kazakhstan have; in small letters nothing else says that they are names. */
export function isCommonStreet(lower: string): boolean {
  return COMMON.has(lower) || DISTRICTS.has(lower)
}

const COMMON: ReadonlySet<string> = new Set(
  'абая абай достык достық навои сатпаева сәтпаев сейфуллина сейфуллин ауэзова әуезов тимирязева жандосова жандосов райымбека райымбек гагарина гоголя пушкина жамбыла жамбыл кенесары сарыарка сарыарқа республики республика тауелсиздик тәуелсіздік желтоксан желтоқсан наурызбай абылайхана розыбакиева момышулы момышұлы назарбаева назарбаев аль-фараби әл-фараби мира ленина победы валиханова уалиханов кунаева қонаев женис жеңіс бейбитшилик бейбітшілік туран тұран тауке тәуке толе төле абылай кабанбай қабанбай богенбай бөгенбай карасай қарасай казыбек қазыбек айтеке әйтеке мангилик мәңгілік момышулы кошкарбаева қошқарбаев жароково жарокова жібек жибек гагарин пушкин гоголь калинин киров фурманов панфилов ленин муканова мұқанов мусрепова байзакова шевченко панфилова фурманова богенбая макатаева мақатаев рыскулова рысқұлов байтурсынова байтұрсынов космонавтов строителей молодежная молодёжная центральная школьная набережная садовая советская интернациональная abai abay dostyk dostyq satpaev satbaev seifullin auezov zhandosov tole qabanbai kabanbai raiymbek rayymbek zhibek jibek respublika turan'.split(
    ' ',
  ),
)

/** Districts of the larger towns, which nobody calls a street. */
const DISTRICTS: ReadonlySet<string> = new Set(
  'самал аксай ақсай жетысу жетісу мамыр орбита таугуль таугүл калкаман қалқаман шанырак шаңырақ айнабулак айнабұлақ нурсат нұрсат нұрсәт алгабас алғабас казахфильм тастак тастақ кулагер құлагер дарабоз шугыла шұғыла таусамалы чубары уркер отырар кайтпас тассай кокжиек көкжиек нурсая нұрсая балыкши акбулак ақбұлақ aksai aqsai zhetisu jetisu mamyr orbita tastak samal'.split(
    ' ',
  ),
)

export function isCommonDistrict(lower: string): boolean {
  return DISTRICTS.has(lower)
}

/** Before a surname, inside the name of a street. */
export function isTitleOfStreet(lower: string): boolean {
  return TITLES.has(lower)
}

const TITLES: ReadonlySet<string> = new Set(
  'имени им академика маршала генерала героя композитора космонавта профессора адмирала акад батыра акына'.split(' '),
)

/** What is counted: a number before such a word is no house. */
export function isCounted(word: Word): boolean {
  return (word.counted ??= COUNTED.test(word.lower))
}

const COUNTED =
  /^(?:лет|летия?|год\p{L}{0,3}|г|гг|чел|человек\p{L}{0,2}|дом(?:ов|а|ами|ах)|м|км|см|мм|кг|га|шт|тыс|тысяч\p{L}{0,3}|млн|млрд|миллион\p{L}{0,3}|метр\p{L}{0,4}|километр\p{L}{0,3}|шақырым\p{L}{0,3}|қабатты|жолақты|минут\p{L}{0,3}|мин|секунд\p{L}{0,2}|час\p{L}{0,3}|сағат\p{L}{0,5}|дн(?:я|ей|и|ям)|день|недел\p{L}{0,3}|месяц\p{L}{0,3}|күн\p{L}{0,4}|жыл\p{L}{0,5}|ж|жас\p{L}{0,3}|ай|апта|раза?|рет|теңге\p{L}{0,4}|тенге|тг|руб\p{L}{0,4}|доллар\p{L}{0,3}|адам\p{L}{0,4}|машин\p{L}{0,3}|авто\p{L}{0,8}|процент\p{L}{0,3}|пайыз\p{L}{0,3}|квартир|деревь\p{L}{0,2}|январ[ьяе]|феврал[ьяе]|март[ае]?|апрел[ьяе]|ма[йяе]|июн[ьяе]|июл[ьяе]|август[ае]?|сентябр[ьяе]|октябр[ьяе]|ноябр[ьяе]|декабр[ьяе]|қаңтар\p{L}{0,2}|ақпан\p{L}{0,2}|наурыз\p{L}{0,2}|сәуір\p{L}{0,2}|мамыр\p{L}{0,2}|маусым\p{L}{0,2}|шілде\p{L}{0,2}|тамыз\p{L}{0,2}|қыркүйек\p{L}{0,2}|қазан\p{L}{0,2}|қараша\p{L}{0,2}|желтоқсан\p{L}{0,2}|бөлме\p{L}{0,3}|комнат\p{L}{0,3}|мест[ао]?|этаж(?:ей|а|ный)|сери[йяи]|тур[ае]?|гол(?:ов|а))$/u
