/** A street called after somebody, in talk: "в пробке на Райымбека", "по Абая", "угол Сатпаева", "на Навои 208". */
import { tokenBefore } from './tokens.ts'
import type { NameToken } from './tokens.ts'
import { evidenceOf } from './words.ts'

/** Streets of nearly every town of Kazakhstan, as people say them. */
const STREETS = new Set(
  `абая абай абылайхана абылай алтынсарина аймауытова ауэзова әуезов байзакова байтурсынова байтұрсынов барибаева богенбай бөгенбай валиханова гагарина гоголя горького достык достық достықта джамбула жамбыла жандосова жароково желтоксан желтоқсан жибек жібек жургенова кабанбай қабанбай казыбек қазыбек карасай қарасай кажымукана кенесары қонаев кунаева курмангазы құрманғазы ленина макатаева мамыр маметовой манаса мауленова момышулы муканова мусрепова мынбаева навои наурызбай назарбаева панфилова пушкина раимбека райымбека райымбек розыбакиева рыскулова рысқұлов саина сайын сатпаева сәтбаев сәтбаева сейфуллина сейфуллин суюнбая сүйінбай тажибаевой тимирязева толе төле тулебаева төлебаев утепова утеген фараби фурманова чайковского чапаева чехова шевченко шаляпина шәкәрім шакарима байтерек кошкарбаева тәуелсіздік тауелсиздик сарыарка сарыарқа мангилик мәңгілік республики победы мира ғарышкерлер бейбітшілік сыганак туран тұран кабдолова сыпатаева бокина жамбыл аль-фараби сайран сайрана байзакова жарокова`.split(
    ' ',
  ),
)
/** "на Абая", "по Саина", "до Сейфуллина". */
const ALONG = new Set('на по вдоль до от с угол угла возле около напротив выше ниже через уг'.split(' '))
const ALONG_SURELY = new Set(['по', 'на', 'вдоль', 'угол', 'до'])
/** "по Рыскулова": a preposition of the dative, with a genitive behind it. */
const GENITIVE = /(?:[бвгджзклмнпрстфхчшщ]а|[йь]я|ого|ина|ова|ева)$/u
const ROAD =
  /^(?:пробк|пробоч|остановк|перекр|улиц|пересеч|светофор|поворот|сворач|сверн|едем|еду|едет|стоим|стою|стоит|живу|живем|живёт|живет|обменник|магазин|филиал|офис|отделени|аптек|дом|кептеліс|бойымен|бойында|көше|қиылыс|аялдама|ремонт|подземн|надземн|метро|тц|авари)/u
const OF_OLD = /^(?:би|батыр|батыра|батырa|хан|хана|жырау|акына)$/u
/** "Абай бойымен", "Сәтбаев бойында", "Достықта" */
const KAZAKH_ALONG = /^(?:бойымен|бойында|бойынан|бойы|көш|даңғ|қиылысы|бұрышы|аялдамасы|проспект)/u

/** Whether a word (lower case) is a street of nearly every town, as it is said. */
export function isSaidStreet(lower: string): boolean {
  return STREETS.has(lower)
}

/** Whether the one word `tokens[at]` is a street by the words around it. */
export function isOnStreet(text: string, tokens: readonly NameToken[], at: number): boolean {
  const token = tokens[at]!
  const { lower } = token.word
  const before = tokenBefore(tokens, at)?.word.lower
  const along = before !== undefined && ALONG.has(before)
  const next = tokens[at + 1]
  // "Толе би", "Кабанбай батыра": judges and heroes of long ago, by whom streets are called
  if (next?.joined && next.shape === 'lower' && STREETS.has(lower) && OF_OLD.test(next.word.lower)) return true
  if (along && next?.joined && next.shape === 'lower' && /^пробк/u.test(next.word.lower)) return true
  if (next?.shape === 'lower' && !lower.endsWith('ң') && KAZAKH_ALONG.test(next.word.lower)) return true
  if (!along) return STREETS.has(lower) && /^,? ?\d/u.test(text.slice(token.end, token.end + 3))
  if (STREETS.has(lower) && ALONG_SURELY.has(before)) return true
  if (before === 'по' && GENITIVE.test(lower) && evidenceOf(token.word).given < 1) return true
  if (/^,? ?\d{1,4}(?!\d|[.:]\d)/u.test(text.slice(token.end, token.end + 7)) && (before === 'на' || before === 'по'))
    return true
  for (let k = at - 2; k >= Math.max(0, at - 4); k--) if (ROAD.test(tokens[k]!.word.lower)) return true
  return false
}
