import { phoneForm } from './identifiers.ts'
import { fullName, politeName, shortName } from './names.ts'
import type { Language } from './names.ts'
import type { Person } from './person.ts'
import { drawSpouse } from './person.ts'
import { drawAddress } from './places.ts'
import type { Random } from './random.ts'
import { weighted } from './random.ts'
import { DRUGS } from './medicine.ts'

/**
 * What a doctor typed: one to three sentences in one language, some of which name the patient or a relative, a
 * telephone, an IIN, an address. Quotes, commas and line breaks come with it.
 */
export function drawNote(random: Random, patient: Person): string {
  const language = drawLanguage(patient)(random)
  const sentences: string[] = []
  if (random.chance(72)) sentences.push(random.pick(PLAIN[language])(random))
  if (sentences.length === 0 || random.chance(24)) sentences.push(random.pick(PERSONAL[language])(random, patient))
  if (random.chance(8)) sentences.push(random.pick(PLAIN[language])(random))
  return sentences.join(random.chance(25) ? '\n' : ' ')
}

type Plain = (random: Random) => string
type Personal = (random: Random, patient: Person) => string

const mostlyKazakh = weighted<Language>([['kk', 70], ['ru', 28], ['en', 2]]) // prettier-ignore
const mostlyRussian = weighted<Language>([['kk', 10], ['ru', 87], ['en', 3]]) // prettier-ignore
const mostlyEnglish = weighted<Language>([['kk', 5], ['ru', 35], ['en', 60]]) // prettier-ignore
const drawLanguage = ({ name }: Person) =>
  name.language === 'kk' ? mostlyKazakh : name.language === 'ru' ? mostlyRussian : mostlyEnglish

const pressure = (random: Random) => `${random.between(10, 17)}0/${random.between(6, 10)}0`
const day = (random: Random) =>
  `${String(random.between(1, 28)).padStart(2, '0')}.${String(random.between(1, 12)).padStart(2, '0')}.${random.between(2024, 2025)}`
const drug = (random: Random) => random.pick(DRUGS)
const phone = (random: Random, { phone }: Person) => phoneForm(phone, random.below(5))

const PLAIN: Record<Language, readonly Plain[]> = {
  kk: [
    () => 'Шағымы жоқ, жоспарлы тексеру, дене қызуы қалыпты.',
    (r) => `Бас ауруына, әлсіздікке шағымданады; қан қысымы ${pressure(r)}.`,
    (r) => `${drug(r)} тағайындалды, келесі қабылдау ${day(r)}.`,
    (r) => `Айтуынша, "түнде ұйықтай алмаймын, жөтелемін".\nБақылау ${day(r)}.`,
    () => 'Аллергия: пенициллин. Созылмалы бронхит, 2019 жылдан бері есепте тұрады.',
    () => 'Қан мен зәр талдауы, ЭКГ тағайындалды 🙂',
  ],
  ru: [
    () => 'Жалоб нет, плановый осмотр, температура в норме.',
    (r) => `Жалуется на головную боль и слабость, давление ${pressure(r)}; назначен ${drug(r)}.`,
    (r) => `Со слов: "ночью не сплю, кашель сухой".\nПовторный приём ${day(r)}.`,
    () => 'Аллергия на пенициллин, хронический гастрит, на учёте с 2017 г.',
    (r) => `Направлен на рентген, каб. ${r.between(101, 420)}, талон № ${r.between(1000, 9999)}.`,
    () => 'Рекомендовано: диета, режим, "меньше соли", контроль через две недели.',
  ],
  en: [
    () => 'No complaints, routine check, temperature normal.',
    (r) => `Shortness of breath on exertion; BP ${pressure(r)}, ${drug(r)} prescribed.`,
    (r) => `Says: "cannot sleep at night, dry cough".\nNext visit ${day(r)}.`,
    () => 'Allergic to penicillin, chronic gastritis since 2017.',
  ],
}

const PERSONAL: Record<Language, readonly Personal[]> = {
  kk: [
    (_, p) => `Пациент ${fullName(p.name)} өз еркімен келді.`,
    (r, p) => `Хабарласу үшін: ${politeName(p.name)}, ұялы ${phone(r, p)}.`,
    (_, p) => `ЖСН ${p.iin} тексерілді.`,
    (r, p) => relative(r, p, ['жұбайы', 'жұбайы'], (who, name, tel) => `Жақыны: ${who} ${name}, тел. ${tel}.`),
    (r) => `Мекенжайы өзгерді: ${drawAddress(r, 'kk')}.`,
    (_, p) => `Талдау нәтижесін ${p.email} поштасына жіберу керек.`,
  ],
  ru: [
    (_, p) => `Пациент ${fullName(p.name)} от госпитализации отказался.`,
    (_, p) => `${shortName(p.name)}, ИИН ${p.iin}, данные сверены.`,
    (r, p) => `Звонить: ${politeName(p.name)}, тел. ${phone(r, p)}.`,
    (r, p) => relative(r, p, ['супруга', 'супруг'], (who, name, tel) => `Сопровождает ${who} ${name}, тел. ${tel}.`),
    (r) => `Переехал, новый адрес: ${drawAddress(r, 'ru')}.`,
    (_, p) => `Результаты просит отправить на ${p.email}.`,
  ],
  en: [
    (_, p) => `Patient ${fullName(p.name)} declined admission.`,
    (r, p) => `Call ${politeName(p.name)} on ${phone(r, p)}.`,
    (_, p) => `IIN ${p.iin} checked, results to ${p.email}.`,
    (r, p) => relative(r, p, ['wife', 'husband'], (who, name, tel) => `Comes with ${who} ${name}, phone ${tel}.`),
  ],
}

/** A spouse's name and telephone in a sentence; `spouse` is the word for a wife and for a husband. */
function relative(
  random: Random,
  patient: Person,
  spouse: [wife: string, husband: string],
  say: (who: string, name: string, phone: string) => string,
): string {
  const other = drawSpouse(random, patient.sex)
  return say(spouse[other.sex === 'F' ? 0 : 1], fullName(other.name), phoneForm(other.phone, random.below(5)))
}
