/**
 * A capital opens a sentence as well as a name: `Позвоните Ивановой`, `Уважаемый Сергей Петрович`. What is no name goes
 * back to the text, so that nothing is made up in its place. Only words that are surely none: whoever is in doubt hides.
 */
import type { Detect } from './scrub-text.ts'

/** What was found in a text, its names without the verb, title or job that stands before them. */
export function withoutTitles(text: string, found: ReturnType<Detect>): ReturnType<Detect> {
  if (!found.some(({ entity }) => entity === 'person')) return found
  return found.map((span) => {
    if (span.entity !== 'person') return span
    const first = FIRST_WORD.exec(text.slice(span.start, Math.min(span.end, span.start + LONGEST)))
    if (!first || !isNoName(first[1]!.toLowerCase())) return span
    const start = span.start + first[0].length
    return start < span.end ? { ...span, start } : span
  })
}

const LONGEST = 40
const FIRST_WORD = /^(\p{L}+)\s+(?=\p{L})/u

/** Small letters. None of them is a given name or a surname in any case. */
function isNoName(word: string): boolean {
  return TITLE.test(word) || VERB.test(word)
}

const TITLE =
  /^(?:уважаем(?:ый|ая|ые|ого|ому|ой)|дорог(?:ой|ая|ие|ому)|гражданин(?:а|у|ом|е)?|гражданк(?:а|и|е|у|ой)|господин(?:а|у|ом)?|госпож(?:а|и|е|у|ой)|товарищ(?:а|у|ем)?|пациент(?:а|у|ом|к[аиеу]|кой)?|клиент(?:а|у|ом|к[аиеу]|кой)?|заявител(?:ь|я|ю|ем|ьниц[аыеу])|истец|истца|истцу|истиц[аыеу]|ответчи(?:к|ка|ку|ком|ц[аыеу])|свидетел(?:ь|я|ю|ем|ьниц[аыеу])|потерпевш(?:ий|ая|его|ему|ей)|подозреваем(?:ый|ая|ого|ому|ой)|обвиняем(?:ый|ая|ого|ому|ой)|подсудим(?:ый|ая|ого|ому|ой)|врач(?:а|у|ом)?|доктор(?:а|у|ом)?|директор(?:а|у|ом)?|адвокат(?:а|у|ом)?|нотариус(?:а|у|ом)?|судь(?:я|и|е|ю|ёй)|следовател(?:ь|я|ю|ем)|менеджер(?:а|у|ом)?|бухгалтер(?:а|у|ом)?|учител(?:ь|я|ю|ем|ьниц[аыеу])|представител(?:ь|я|ю|ем)|сотрудни(?:к|ка|ку|ком|ц[аыеу])|құрметті|қымбатты|азаматша?|пациент|дәрігер|мұғалім|директор|мырза|ханым|тұрғын|оқушы|студент)$/u
const VERB =
  /^(?:(?:по|пере|от|на|до|при|за|вы|у|с)?(?:звон|сообщ|обрат|напомн|спрос|прос|говор|отправ|доло[жг]|провер|пригла[сш]|встре[тч]|скаж|пиш|да|лож|став)(?:и|ите|итесь|ись|й|йте|ь|ьте)|передай(?:те)?|узнай(?:те)?|выдать|передать|направить|назначить|уведомить|вызвать|(?:по|пере|от|на|при|за|вы|у|с|об|под|о)?(?:звони|сообщи|обрати|напомни|спроси|проси|говори|отправи|прове(?:ри|ла)|пригласи|встрети|сказа|писа|да|ше|шё|ш|еха|виде|жалова|подписа|яви|бра|получи|принес|позва|осмотре|отказа|согласи|подтверди)(?:л|ла|ли|лся|лась|лись))$/u
