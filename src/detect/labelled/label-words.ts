/**
 * Words of the labels of forms: whose name stands behind them, what is no person at all, and how letters end. Written by hand,
 * in the order of Kazakh, Russian, English; stems end in `*`. They are compared folded, since forms come out of scanners
 * without the letters that Russian has not, and in every Latin spelling of Kazakh.
 */
import { CASE_ENDING } from '../names/forms.ts'
import type { Word } from '../names/words.ts'

/** What a word is in a label, as bits. */
export const Label = {
  /** a name and nothing else: фамилия, surname, аты-жөні */
  surely: 1,
  /** a name, but of things as well: имя файла, company name */
  name: 2,
  /** somebody: пациент, holder, алушы */
  person: 4,
  /** several of them, so that a list follows */
  many: 8,
  /** a thing, a number or a quality: what follows is no person's name */
  thing: 16,
  /** the end of a letter, behind which its writer signs */
  closing: 32,
  /** belongs to a label and says nothing by itself: first, full, of */
  filler: 64,
  /** begins a head of a letter: from, кому */
  mail: 128,
  /** a thing that is sold, made or given, and is called by names of people: items, medicines */
  goods: 256,
  /** what names are written down in, one under the other */
  list: 512,
  address: 1024,
  /** of the Internet, and others where nobody lives */
  virtual: 2048,
  /** "I, …, agree" */
  myself: 4096,
  /** may begin "Ф.И.О.", "Т.А.Ә." */
  initial: 8192,
} as const

const SURELY = `аты-жөні аты-жөн* тегі тегіңіз есімі есіміңіз атыжөні жөні таә тәж аты-жони
  фио фамили* отчеств* имя-отчеств*
  surname* forename* lastname firstname fullname middlename familia familiya otchestvo fio ati-joni ati-zhoni atijoni joni zhoni tegi esimi`

const NAME = `аты атыңыз имя имени имен имена
  подпис* қолы signed signature* qoli
  name names ati imia imya`

const PERSON = `құрметті қадірлі ұлым ұлыма қызым қызыма балам балама анам әкем жұбайым күйеуім әйелім ағам інім апам әпкем шешем немерем науқас* клиент* пациент* тұтынушы* сатушы* сатып-алушы* алушы* беруші* жіберуші* қабылдаушы* тапсырушы* тапсырды тапсырған қабылдады қабылдаған тексерді тексерген бекітті бекіткен бекіттім бекітемін толтырды толтырған дайындады дайындаған орындаушы* орындаған жазған берген берді
  жауапты* маман маманы қызметкер* жұмысшы* директор* меңгеруші* басшы басшысы жетекші* менеджер* мұғалім* ұстаз* тәрбиеші* оқушы* студент* бала баласы баланың анасы әкесі шешесі ана әке ата-ана* ата-анасы жұбайы күйеуі әйелі ұлы қызы ағасы інісі апасы әпкесі қарындасы сіңлісі немересі туысы атасы әжесі қамқоршы* өкіл* өкілі
  иесі иегері жолаушы* жүргізуші* дәрігер* мейірбике* мейіргер* фельдшер* куә куәгер* қатысушы* қонақ* кімнен кімге кім адам тұлға төраға* төрайым* хатшы* мүше мүшесі есепші* кассир* оператор* диспетчер* бригадир* талапкер* жауапкер* өтініш-беруші өтінуші* кепіл* келуші* тұрғын* үміткер* сақтанушы* балалары мүшелері қатысқандар келгендер келмегендер қойғандар немерелері оқушылар қызметкерлер қабылданған қабылданғандар босатылған босатылғандар
  больно* покупател* продав* арендатор* арендодател* наймодател* нанимател* заемщик* созаемщик* поручител* заказчик* исполнител* сотрудни* работни* подрядчик* получател* грузополучател* отправител* грузоотправител* адресат* плательщик* вкладчик* абонент* владел* собственни* держател* заявител* истец истца ответчик* свидетел* понят* потерпевш* доверител* поверенн* представител*
  родител* мать матери отец отца мама папа муж мужа жена жены супруг* сын сына дочь дочери брат брата сестра сестры ребенок ребенка дети детей опекун* бабушк* дедушк* лицо лица контакт контакты учени* студент* учител* преподавател* воспитател* классн* руководител* куратор* врач* доктор* медсестр* хирург* акушер* терапевт* педиатр* фельдшер* санитар*
  водител* курьер* бухгалтер* главбух специалист* мастер мастера инспектор* секретар* председател* член члены участник* гост* посетител* пассажир* турист* кандидат* соискател* автор* составил* сдал* принял* проверил* утвердил* выдал* получил* отпустил* согласовал* подготовил* заполнил* оформил* ответственн* исп кто подписал* наследни* страхователь застрахованн* выгодоприобретател* жильц* прописанн* проживающ* зовут начальни* бригадир* присутствовал* отсутствовал* уволен* принят* приняты дежурн* тренер* судья нотариус* переводчик*
  patient* pt client* customer* buyer* seller* tenant* landlord* lessee* lessor* borrower* co-borrower* applicant* co-applicant* guarantor* holder* cardholder* owner* payee* payer* beneficiary beneficiaries recipient* consignee* shipper* sender* addressee* attn attention employee* worker* manager* supervisor* director* teacher* tutor* coach* pupil* student* child children parent* guardian* mother father spouse husband wife son sons daughter* brother* sister* sibling* partner* kin relative* contact contacts attendee* attending participant* guest* visitor* passenger* driver* courier* nurse* doctor* physician* gp surgeon* consultant* therapist* dentist* midwife
  witness* executor* heir* notary signatory signatories author* prepared reviewed approved checked received issued completed submitted requested authorized authorised assignee* reporter* requester* caller* agent operator* representative* rep interviewer* interviewee* candidate* referee* references member* person* occupant* resident* lodger* insured policyholder* subscriber* nominee* trustee* donor* delegate* host deceased decedent homeroom applicant's patient's child's see
  тәлімгер* тіркеуші* күтуші* тәрбиеленуші* жеңімпаз* аспаз* күзетші* көршісі құрбысы аудармашы* заңгер* адвокат* агент* риелтор* капитан* спикер* баяндамашы*
  награждается награждаются вручается присуждается
  исполнил* исполнен* вожат* няня няни наставни* стажер* стажёр* воспитанни* игрок* лаборант* диспетчер* оператор* хозяин* хозяйк* сосед* подруг* невест* жених* именинни* победител* призер* лауреат* капитан* вратар* нападающ* ведущ* докладчик* рецензент* редактор* повар* охранни* вахтер* слесар* электрик* сантехни* провел* провела приемщи* консультант* юрист* хореограф* логопед* психолог* комендант* завхоз*
  by carer* caregiver* nanny babysitter mentor* mentee* leaver* joiner* mover* starter* starters anaesthetist* anesthetist* technician* mechanic* plumber* electrician* cleaner* roommate* flatmate* housemate* neighbour* neighbor* friend* bride groom cashier* receptionist* secretary treasurer chairperson chair inspector* auditor* accountant* lawyer* solicitor* attorney* clerk* porter* steward* trainee* trainer* instructor* intern interns lead broker* adviser* advisor* purchaser* vendor* chef captain* speaker* winner* organiser* organizer* editor* reviewer* approver* foreman stylist* hairdresser* dispatcher* paramedic* pharmacist*
  nauqas* naukas* alushi* jiberushi* kabildaushi* iesi pacient* klient* poluchatel* otpravitel* voditel*`

const MANY = `қойғандар қойған балалары мүшелері қатысушылар* қатысқандар келгендер келмегендер қойғандар оқушылар* қызметкерлер* қабылданған қабылданғандар босатылғандар босатылған немерелері ата-аналар* куәлар куәгерлер*
  дети детей участники участников гости гостей пассажиры пассажиров жильцы свидетели понятые ученики студенты сотрудники работники приняты принятые уволены прописанные проживающие присутствовали присутствии отсутствовали члены родители наследники дежурные контакты подписавшие
  children attendees participants guests visitors passengers members persons people occupants residents witnesses parents references referees contacts heirs employees students pupils sons daughters siblings household attending present names`

const THING = `тауар* атауы атаулары көше* мекен-жай* мекенжай* қала* ауыл* аудан* ел елі мектеп* файл* логин* дәрі дәрілер дәрі-дәрмек дәріхана* препарат* модел* маркасы бренд* артикул* саны бағасы сомасы күні уақыты мерзімі нөмірі нөмір номері номер* телефон* пошта* поштасы жынысы жасы диагноз* палата* бөлімі бөлімше* лауазым* қызметі мамандығы білімі азаматтығы ұлты ұйым* компания* мекеме* банк* сынып* сыныбы тобы пән* пәні тақырыбы күйі мәртебесі сериясы құжат* куәлік* куәлігі жсн бсн санат* түрі нұсқасы ескерту төлем* тариф* өлшем* өлшемі түсі сұрып* сұрыбы партия* бірлік* бірлігі салмағы көлемі мүлік* орны шарт шарты тапсырыс* рецепт* емі жүктеме* бақылау
  товар* продукт* продукц* наименован* названи* улиц* адрес* город* стран* школ* файл* домен* сайт* пользовател* ник никнейм препарат* лекарств* назначен* модел* марк* бренд* количеств* кол-во сумм* цен* стоимост* дат* врем* срок* номер* № счет* счёт* тел моб email e-mail пол возраст диагноз* жалоб* отделени* должност* професси* образовани* гражданств* национальност* организац* компани* фирм* учреждени* отдел класс групп* курс предмет тем* статус* сери* паспорт* иин инн снилс бин категори* вид тип верси* комментар* примечани* доставк* оплат* пункт* размер* цвет* сорт* ед единиц* упаковк* вес объем мест* рождени* заказ* договор* накладн* вызов* услуг* операци* организ* кличк* питом* животн* язык* валют* аллерг* груз* причин*
  marks nos arrival arrivals departure departures check-in check-out vessel voyage port ports incoterms reorder stock discharge loading
  product* item* goods article sku brand* model* company companies business trade street* road city town country state school* university college hospital* pharmacy medicine drug medication* dose file* folder* domain* server* site website* user username* login* nick nickname password account* number* no id code date* time* dob age sex gender address* phone* tel mobile fax email* e-mail title subject* topic team* project* department* dept position job occupation profession role relationship relation status type* category quantity qty price* cost* total* amount* sum unit* size* colour* color* weight class* course* grade room* ward bed* diagnosis allerg* plan comment* note* remark* version* device* branch currency ref pet* dog* cat* vessel* ship song* film* book* album* event* venue* place* bank* language* nationality order* delivery theme* strain* variety cultivar* medication* procedure* test* comment* history
  shipment* tauar* kun kuni nomeri telefoni`

const GOODS = `тауар* атауы атаулары дәрі дәрілер дәрі-дәрмек препарат* модел* маркасы бренд* сұрып* сұрыбы артикул* мүлік* тапсырыс* рецепт* емі
  товар* продукт* продукц* наименован* названи* препарат* лекарств* модел* марк* бренд* сорт* заказ* груз*
  файл* кличк* должност* отдел тем* компани* фирм* лауазым* компания* препарат* питом*
  file* pet dog* cat* company companies job position title occupation department subject
  product* item* goods article brand* model* medicine drug medication* strain variety cultivar* vessel* song film* book* album* order theme* version`

const LIST = `тізім* құрамы кестесі список* состав* график* журнал* list roster rota roll
  register log`

const ADDRESS = `мекен-жай* мекенжай* тұрғылықты тіркелген
  адрес* прописк* проживани* жительств* регистрац* проживает
  address* residence residing res domicile
  mekenjai* mekenzhai* mekenjaı*`

const VIRTUAL = `пошта* электрондық сайт* сілтеме*
  электронн* почт* сайт* интернет* эл кошельк* сервер* вакансии
  email e-mail mail ip web internet url site website wallet server mac dns bitcoin ethereum delivery-date email-address number`

const CLOSING = `сіздің құрметпен ізетпен ниетпен тілекпен сәлеммен рахмет рақмет
  уважением искренне пожеланиями благодарностью ваш ваша спасибо
  regards sincerely faithfully truly cheers thanks thx wishes best yours love cordially respectfully
  qurmetpen kurmetpen raqmet rahmet`

const FILLER = `жері жер орны толық әкесінің мен және және/немесе өтініш
  полное полностью и или и/или от отв
  first last full given family middle maiden legal print printed preferred of the a and or next by primary emergency to for line contact's`

const MAIL = `кімнен кімге көшірме от кому кого копия to from cc bcc`

const FOLDED = new Map([...'әғқңөұүһіёйы'].map((c, i) => [c, 'агкноуухиеии'[i]!]))

/** Kazakh letters as Russian ones, Latin ones without marks; y and ı as i. */
export function fold(lower: string): string {
  if (/^[a-z'-]*$/.test(lower)) return lower.replaceAll('y', 'i')
  if (/^\p{Script=Cyrillic}/u.test(lower)) return lower.replace(/[әғқңөұүһіёйы]/gu, (c) => FOLDED.get(c)!)
  return lower.normalize('NFD').replace(/\p{M}/gu, '').replace(/[yı]/gu, 'i')
}

const MYSELF = 'мен я men i'

const LISTS: readonly (readonly [string, number])[] = [
  [SURELY, Label.surely],
  [NAME, Label.name],
  [PERSON, Label.person],
  [MANY, Label.many | Label.person],
  [THING, Label.thing],
  [GOODS, Label.thing | Label.goods],
  [LIST, Label.list],
  [ADDRESS, Label.address],
  [VIRTUAL, Label.virtual],
  [CLOSING, Label.closing],
  [FILLER, Label.filler],
  [MAIL, Label.mail | Label.person],
  [MYSELF, Label.myself],
  ['ф т', Label.initial],
]

/** Bits of whole words, and of stems. */
const whole = new Map<string, number>()
const stems = new Map<string, number>()
let shortest = Infinity
let longest = 0
for (const [list, bits] of LISTS)
  for (const word of list.split(/\s+/)) {
    const text = fold(word.replace('*', ''))
    const into = word.endsWith('*') ? stems : whole
    into.set(text, (into.get(text) ?? 0) | bits)
    if (into === whole) continue
    shortest = Math.min(shortest, text.length)
    longest = Math.max(longest, text.length)
  }

/** What the word is in a label: bits of `Label`, kept with it. */
export function labelOf(word: Word): number {
  return (word.label ??= word.text.length > LONGEST ? 0 : ask(word.lower))
}

const LONGEST = 24

function ask(lower: string): number {
  const folded = fold(lower)
  let bits = whole.get(folded) ?? 0
  for (let n = Math.min(longest, folded.length); n >= shortest; n--) {
    const stem = stems.get(folded.slice(0, n))
    if (stem !== undefined && mayEnd(folded, n)) bits |= stem
  }
  return bits
}

/** Whether a stem of `n` letters may go on as the word does: Brandt is no brand, and Costello no cost. */
function mayEnd(folded: string, n: number): boolean {
  const rest = folded.slice(n)
  if (ASCII.test(folded) && !CUT.has(folded.slice(0, n))) return ENGLISH_ENDING.test(rest)
  // A short stem takes fewer letters behind it.
  return n > 3 ? folded.length <= 2 * n + 3 : CASE_ENDING.test(rest)
}

const ASCII = /^[a-z'’-]+$/
const ENGLISH_ENDING = /^(?:e?s|'|’|['’]s|s['’]|ed|ing|er)?$/
/** Stems that are no words of English by themselves. */
const CUT = new Set(
  'allerg alushi jiberushi kabildaushi nauqas naukas pacient klient poluchatel otpravitel voditel tauar mekenjai mekenzhai'.split(
    ' ',
  ),
)
