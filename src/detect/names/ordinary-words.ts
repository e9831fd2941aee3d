/**
 * Words that begin sentences and titles with a capital letter and are no names. Written by hand: the frequent function
 * words, and the nouns whose endings look like those of surnames. Stems end in `*`.
 */

import { CASE_ENDING } from './forms.ts'

const RUSSIAN = `а без более будет будто бы был была были было быть в вам вас ваш ваша ведь весь вместе вместо внутри во вообще вот впервые вместо впрочем времени все всё всего вслед вскоре всех всю вся всякий
  где даже далее два две для до днем доктор должен должна другие другой других его ее её если есть еще ещё же за завтра зато затем здесь и из изза или им именно иногда иначе их к кажется как какая какие какой
  когда кого кому которые который которая кроме кстати кто куда ли лишь лучше любой между меня мне многие много может можно мой моя мои мы на наверное над надо нам нас наш наша наше наши не неё него недавно
  некоторые нельзя несмотря нет неужели никто никогда ничего но новый новая новое новые ну о об оба обе обо обычно один одна одни одним одной однажды однако он она они оно опять особенно от отсюда очень первый первая первое первые
  перед по пока под позднее позже помимо поскольку после последний последние потом потому почему почти поэтому правда предполагается при причем про против пусть раньше ранее рядом с сам сама сами само самый самая самое самые
  свой своя свое свои своих себя сегодня сейчас сквозь сколько слишком снова со согласно совсем спасибо среди сразу среди стоит столько также так такая такие такой там те тебе тем теперь то тогда тоже только тот точно три трое
  ту тут ты у уже хотя хорошо чем через что чтобы чуть чья чей эта эти это этого этой этом этому этот эту я январ* феврал* март* апрел* май мая июн* июл* август* сентябр* октябр* ноябр* декабр*
  понедельник* вторник* сред* четверг* пятниц* суббот* воскресень* утром вечером ночью ранним также весной летом осенью зимой вчера
  господин госпожа товарищ президент* премьер* министр* депутат* директор* глав* губернатор* мэр* спикер* секретар* председател* генерал* полковник* лейтенант* капитан* майор* адвокат* судья судьи судье прокурор* посол* сенатор* канцлер* корол* император* принц* княз*
  партия партии парламент* правительств* государств* страна страны стран закон* указ* суд суда суду судом совет* союз* федерац* республик* област* район* город* улиц* проспект* площад* край* округ* комитет* комисси* министерств* агентств* служб* фонд* банк* компани* корпораци* групп* холдинг* завод* институт* университет* академи* школ* центр* клуб* команд* лиг* кубок* чемпионат* турнир* матч* музе* театр* газет* журнал* канал* телеканал* радио* сайт* интернет* фильм* книг* песн* премия премии
  москвич* кирпич* паралич* магазин* машин* картин* женщин* мужчин* причин* половин* вершин* середин* величин* пластин* бензин* витамин* термин* кабин* долин* равнин* глубин* картина община* дисциплин* медицин* вакцин* родин* единый единств* голов* основ* слов* остров* островов часов годов веков домов готов готова здоров* основан* зов улов покров* кров* нов* осн* часть частью
  север* юг* запад* восток* восточн* западн* южн* северн* центральн* национальн* государственн* народн* международн* российск* русск* американск* европейск* азиатск* казахстанск* казахск* украинск* грузинск* белорусск* немецк* германск* английск* британск* французск* итальянск* испанск* китайск* японск* корейск* турецк* израильск* иранск* иракск* советск* московск* петербургск* алматинск* мировой мировая верховн* конституционн* федеральн* областн* городск* районн* генеральн* высш* вооруженн* военн* олимпийск* всемирн* всероссийск* объединенн* соединенн* штат* новост* пресс*
  бог* господ* аллах* христос* рождеств* пасх* коран* библи* солнц* земл* луна марс* кремл* сенат* конгресс* дума думе думы думу евро* доллар* рубл* тенге эксперт* аналитик* источник* журналист* корреспондент* участник* житель жители полиция милиция армия власти власть люди человек* народ* дети
  гос* минобр* минюст* минсельхоз* минприрод* минобороны минфин* минздрав* госдум* госдеп* кнессет* ближн* дальн* больш* малый малая старый старая старого северо* юго* восточно* подмосков*
  самсунг* вотсап* ватсап* телеграм* билайн* мегафон* каспи айфон* гугл* яндекс* фейсбук* инстаграм* ютуб* тикток* эппл майкрософт* виндовс* андроид* скайп* тойот* хендай* хендэ киа ниссан* мерседес* ауди лексус* рено шкода фольксваген* хонда мазда сбербанк* газпром* роснефт* лукойл* аэрофлот* халык кселл технодом* сулпак* вайлдберриз* авито алиэкспресс* пентагон* капитоли* аль-каид* аль-кайд* новоросси* курил* госдепартамент* агентство отметим напомним добавим сообщается фамилия имя отчество версия вызов артикул* количество сообщается известно говорят пишет ранее фото видео заявлени* решени* вопрос* ответ* проблем* результат* слова словам`

const KAZAKH = `құрметпен құрметті құрметтi құрметтілер дәріхана* халық өзбек кен алданған меніңше рақмет жақсы ал алайда ақпан* ал-тын ана ара арасында әлгі әр әрине барлық барлығы басқа басты бәрі бәлкім бес бесін* бір біз* бізге біздің бірақ бірінші біреу бұған бұдан бұл бұлар бұларды бұндай бұның бүгін* бүгінгі бүкіл яғни өйткені үлкені кішісі таяу оңтүстік* солтүстік* батыс* шығыс* ақорда* санаулы айтулы денсаулық* ұлан ұланның туынды* біріккен ұлттар* өзбек* қырғыз* татар* ұйғыр* келген жарлығы* да дәл демек десе дейді ендеше енді ертең ертеңгі екі екінші екеуі ел елімізде елдің ең егер еш ешкім
  және жаңа жалпы жыл* жылы жоқ жазда жақында желтоқсан* жоба* ия иә әйтсе әйтпесе кеше кейбір кейін кездесу* келесі керісінше кім көп көптеген қазір қазіргі қай қайта қандай қараша* қазан* қаңтар* қыркүйек* қырық қысқасы мамыр* маусым* мен менің мына мынау мұнда мұндай мұны мұның мысалы неге негізінен не нәтижесінде наурыз* сәуір* шілде* тамыз*
  ол олар олардың оларға оны оның оған одан онда ондай осы осылайша осындай осыған осыдан орта оқиға* өз өзі өзге ретінде сол сондай сондай-ақ сондықтан соған сонда соның соңғы содан сөйтіп сіз сізге сіздер сен тағы тек тіпті тиісінше толығырақ үш үшін үшінші ұлттық ұлы халық* шамамен шын шынында
  президент* премьер* министр* мәжіліс* сенат* депутат* әкім* әкімшілі* төраға* директор* басшы* елбасы* мемлекет* үкімет* парламент* министрлі* комитет* комиссия* орталық* орталығ* ұйым* компания* банк* қор қоры одағы одақ* партия* республика* облыс* аудан* ауыл* қала қаланың қаласы көше* даңғыл* университет* институт* академия* мектеп* театр* музей* газет* журнал* телеарна* арна* хабар* жаңалық* қорытынды
  дүйсенбі* сейсенбі* сәрсенбі* бейсенбі* жұма* сенбі* жексенбі* қазақ* қазақстан* астана* орыс* ресей* америка* еуропа* азия* қытай* түрік* түркия* әлем* дүние* жер* бас бас-ты тәуелсіздік* тұңғыш конституция* заң* жарлық* бағдарлама* жолдау* рухани жаңғыру* мәңгілік нұр отан сот* полиция* ішкі істер сыртқы қорғаныс бақ* бала* ана* әке* азамат* журналист* мамандар* тұрғын* жастар* спорт* олимпиада* чемпионат* команда* клуб* кубо* матч* ойын* аллаһ* алла алланың құдай* ислам* мұсылман* құран* мешіт*
  әріптес* оның айтуынша айта естеріңізге еске бірі бірінде ішінде алдымен әсіресе бұрын бұрынғы ертерек ертеде енгізу еңбек* білім* ғылым* ғалым* дәрігер* ұстаз* жүргізуші* тарих* мәдени* тіл* қоғам* саяси* саясат* экономика* қаржы* бюджет* теңге* доллар* мұнай* газ құрылыс* жол* көлік* автобус* поезд* ұшақ* әуежай* су* қыс* көктем* күз* таң кеш* түн* күн* ай айда апта* сағат* уақыт* нөмір*
  құрметті құрметпен жеке ақпарат* анықтама* анасы анасының анаға әкесі әкесінің апасы ағасы атасы әжесі баласы ұлы қызы жұбайы көрші қабылдады қабылдаған тапсырды тапсырған тексерді толтырды толтырған бекіткен бекітті бекіттім келісті келісемін өтінемін өтініш* сұраймын арыз* шағым* дәріхана* емхана* аурухана* асхана* тойхана* мейрамхана* кітапхана* шеберхана* қонақүй* дүкен* базар* дәрі* тауар* артикул* санат* санаты саны бағасы көлемі өлшемі салмағы түсі күні жасы жынысы мекенжай* мекенжайы телефон* ұялы пошта* шот* төлем* тапсырыс* жеткізу* жеткізуші* жеткізілім* алушы* жөнелтуші* сатушы* сатып қойма* шарт* келісім* құжат* куәлік* паспорт* нұсқа* жаңарту* тіркеу* тіркелген кіру құпиясөз* пароль* логин* сілтеме* қате* қосымша* қызмет* қызметкер* қолдау* пайдаланушы* тұтынушы* клиент* науқас* диагноз* рецепт* талдау* тексеру* қаралды тағайындалды емделуші* мейіргер* учаскелік кезекші* сынып* сабақ* оқушы* мұғалім* ата-ана* ата-аналар тапсырма* кесте* үй үйге пәтер* кіреберіс* қабат* есік* лифт* көлік* машина* аялдама* кептеліс* ауа жаңбыр* қар жел бүкіл гүлдер гүлі шырын* шай сүт нан май ет тұз қант ұн жеміс* көкөніс* тауық* балық* ұсыныс* жеңілдік* акция* науқан* барлығы жиыны қолы мөр мөрі басшы орындаушы жауапты өндіруші материалы түрі атауы партия маркасы шығарылған мерзімі жарамдылық`

const ENGLISH = `a about after again all also although am an and another any are as at be because been before being both but by call can could dear did do does each english even ever every everyone few first for from good had has have he hello her here hi him his how however i i'd i'll i'm i've if in indeed into is isn't it it's its
  just last let like look made many may me meanwhile might more most mr mrs ms dr much must my neither never new next no nobody nor not nothing now of off oh ok on once one only or other our out over own people perhaps please re really regards said same second see she should since so some someone such sincerely sure
  thank thanks that that's the their them then there there's these they they're this those though three thus to today tomorrow too two under unfortunately until up upon us very was we well were what what's when whenever where whether which while who who's whom why will with within without would wow yes yesterday yet you your
  monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december morning evening night day week month year
  north south east west northern southern eastern western central united national international federal general royal public american british french german european african asian canadian australian
  street avenue road drive lane boulevard square court place park bridge hill river lake mountain valley island beach station airport suite apt apartment unit box floor building house tower hall center centre city town county state province republic kingdom union states
  incorporated consulting lines investments systems solutions partners associates technologies holdings industries services ventures insurance enterprises trust securities networks logistics software company corporation inc llc ltd corp co group bank university college school academy institute hospital church club team league association society foundation committee council department ministry agency office party government parliament congress senate
  president prime minister director manager chairman secretary doctor professor king queen prince sir lady lord captain colonel major sergeant judge senator governor mayor
  title act rights law order section chapter article number phone fax email mobile office desk address name date account card iban passport license customer service support sales marketing engineer experience skills about salesperson award resume cv
  internet website online web email facebook google twitter youtube apple microsoft amazon film album song book music band movie show series game world war century age time news times post press media television radio atm usa uk us eu un`

export interface WordList {
  /** the word itself, or a form of one of the stems */
  has(word: string): boolean
  /** the word itself */
  exact(word: string): boolean
  /** a stem and an ending of a case behind it, nothing more */
  form(word: string): boolean
}

export const ordinaryRussian = compileWords(RUSSIAN)
export const ordinaryKazakh = compileWords(KAZAKH)
export const ordinaryEnglish = compileWords(ENGLISH)

/** A list of words and stems (`*`), asked with words in lower case. */
export function compileWords(text: string): WordList {
  const words = new Set<string>()
  const stems = new Set<string>()
  for (const w of text.split(/\s+/)) (w.endsWith('*') ? stems : words).add(w.replace(/\*$/, '').replaceAll('ё', 'е'))
  const lengths = [...new Set([...stems].map((s) => s.length))]
  // A short stem takes fewer letters behind it: `газ*` is no part of a surname.
  const fits = (word: string, n: number): boolean =>
    word.length >= n &&
    stems.has(word.slice(0, n)) &&
    (n > 3 ? word.length <= 2 * n + 3 : CASE_ENDING.test(word.slice(n)))
  return {
    has: (word) => words.has(word) || lengths.some((n) => fits(word, n)),
    exact: (word) => words.has(word),
    form: (word) =>
      lengths.some((n) => word.length >= n && stems.has(word.slice(0, n)) && CASE_ENDING.test(word.slice(n))),
  }
}
