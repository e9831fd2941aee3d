import { describe, expect, it } from 'vitest'
import { createTextDetector } from '../../../src/detect/detect-text.ts'
import { nameEvidence } from '../../../src/detect/names/evidence.ts'
import { kazakhForms, russianForms } from '../../../src/detect/names/forms.ts'
import { isPlace } from '../../../src/detect/names/places.ts'
import { latinKey } from '../../../src/detect/names/tables.ts'

const detect = createTextDetector({ find: ['person'], locales: [], confidence: 0.5 })
const names = (text: string): string[] => detect(text).map((d) => text.slice(d.start, d.end))

describe('names of people', () => {
  it.each([
    // structure of official and polite names
    ['Пациент Ахметов Асқар Болатұлы осмотрен', ['Ахметов Асқар Болатұлы']],
    ['осмотрена Иванова Ольга Петровна', ['Иванова Ольга Петровна']],
    ['поговорите с Ольгой Петровной завтра', ['Ольгой Петровной']],
    ['врач А. Б. Ахметов принял', ['А. Б. Ахметов']],
    ['врач Ахметов А.Б. принял', ['Ахметов А.Б.']],
    // cases
    ['письмо Сергею Петрову от вчера', ['Сергею Петрову']],
    ['вместе с Марией Ивановой', ['Марией Ивановой']],
    ['Асқар Жұмабаевтың өтініші', ['Асқар Жұмабаевтың']],
    ['Айгүл Серікқызына хабарласыңыз', ['Айгүл Серікқызына']],
    // letters: Kazakh names in Russian spelling, Latin ones
    ['Кайрат Серикович пришёл', ['Кайрат Серикович']],
    ['this is Aigerim Bekova speaking', ['Aigerim Bekova']],
    ['Qairat Nurlanuly signed it', ['Qairat Nurlanuly']],
    ['please add John Smith to the list', ['John Smith']],
    ['my name is anna kowalska', ['anna kowalska']],
    // titles and verbs make sure of what the form leaves open
    ['министр Хасенов выступил', ['Хасенов']],
    ['как сообщил Петренко, всё готово', ['Петренко']],
    // particles and double names
    ['поэт Мағжан Жұмабаев пен Қасым-Жомарт Беков', ['Мағжан Жұмабаев', 'Қасым-Жомарт Беков']],
    ['Иван фон Берг приехал', ['Иван фон Берг']],
    // an abbreviation with an ending is no surname, a name in capitals with one is a name
    ['Бексұлтанның ЖСН-і қате', ['Бексұлтанның']],
    ['Айгүлдің УЗИ-і дайын', ['Айгүлдің']],
    ['Темірланның ЖК-сының орны', ['Темірланның']],
    ['Маржанның БСН-ін, СМС-ін және МРТ-сын көрдім', ['Маржанның']],
    ['Ахметова АЙГҮЛ-ге хат', ['Ахметова АЙГҮЛ-ге']],
    // two people, one after the other
    ['Сергей Петров, Ольга Иванова и Асқар Беков', ['Сергей Петров', 'Ольга Иванова', 'Асқар Беков']],
  ])('are found whole in case %#', (text, expected) => {
    expect(names(text)).toEqual(expected)
  })

  it.each([
    // a surname that no list has, and that Russian has in no form
    ['вчера Хакамото выступил перед врачами', ['Хакамото']],
    ['по словам Дженсена, всё готово', ['Дженсена']],
    ['решение принял сам Грюнвальд, а не совет', ['Грюнвальд']],
    ['Келлер также отметил рост цен', ['Келлер']],
    ['— спрашивает Оконкво.', ['Оконкво']],
    ['в палате лежит Гончарук, температура 38', ['Гончарук']],
    ['Позвоните Шмидту до пятницы', ['Шмидту']],
    ['об этом говорил Чжоу Миньлань из института', ['Чжоу Миньлань']],
    ['Согласовано с Оганесяном и Шевчуком', ['Оганесяном', 'Шевчуком']],
    ['истец Мартиросян требует вернуть аванс', ['Мартиросян']],
    ['врач Штейнгауэр осмотрел больного Перепёлкина', ['Штейнгауэр', 'Перепёлкина']],
    ['Ответственный за склад — Хамзин', ['Хамзин']],
    // one that is a word as well needs its title, or a full name elsewhere in the text
    ['прокурор Чайка ответил на вопросы', ['Чайка']],
    ['Юрий Воробей приехал. Позже Воробья видели в парке', ['Юрий Воробей', 'Воробья']],
    ['его жена, графиня Толстая, и граф Толстой', ['Толстой']],
    // parts of one name stand in one case
    ['встречу Хельмута Грюнвальда Эдуард Мельников не отменил', ['Хельмута Грюнвальда', 'Эдуард Мельников']],
    ['советник Дженсена Тони Маккой уехал вчера', ['Дженсена', 'Тони Маккой']],
    ['с Барановым Келлер не говорил', ['Барановым', 'Келлер']],
    // the first word of a sentence is no part of the name
    ['Передайте Кларе Захаровне', ['Кларе Захаровне']],
    ['Пациент Иванов Иван Петрович', ['Иванов Иван Петрович']],
    ['Актриса Ирина Громова заболела', ['Ирина Громова']],
    // lists
    ['Келлер, Иван Громов и Ольга Лунина приехали', ['Келлер', 'Иван Громов', 'Ольга Лунина']],
    ['We met Brown, Abara and Quist there', ['Brown', 'Abara', 'Quist']],
    // particles, sons and daughters, rulers, initials
    ['Мамедов Рашид Гасан оглы принят', ['Мамедов Рашид Гасан оглы']],
    ['ask Mrs. van der Berg or de la Cruz', ['van der Berg', 'de la Cruz']],
    ['при Иване Грозном и Екатерине Второй', ['Иване Грозном', 'Екатерине Второй']],
    ['J.R.R. Example wrote it', ['J.R.R. Example']],
    ['Juliusz A Kwiatkowski lives here', ['Juliusz A Kwiatkowski']],
    ['главный бухгалтер Ли О.В.', ['Ли О.В.']],
    ['Сотрудник: Ким А.', ['Ким А.']],
    ['клиентка Ли Анна жалуется', ['Ли Анна']],
    ['Водитель Мырзабек уулу Азамат', ['Мырзабек уулу Азамат']],
    ['Call Mr. Abdulrahman Al-Farsi today', ['Abdulrahman Al-Farsi']],
    ['бұл туралы әл-Фараби жазған', ['әл-Фараби']],
    // two scripts
    ['Айгүл Smith келді', ['Айгүл Smith']],
    // Kazakh: what somebody is, a given name that is a word as well, Russian surnames with Kazakh endings
    ['Тұтынушы Айша Қуанышқызы өтініш берді', ['Айша Қуанышқызы']],
    ['Рақмет, Сағыныш!', ['Сағыныш']],
    ['Шағымды Оразғалиева жазған', ['Оразғалиева']],
    ['Көрші Болат ағай көмектесті', ['Болат']],
    ['Құжаттарды Төлегенов пен Жаңабаева тексерді', ['Төлегенов', 'Жаңабаева']],
    ['Төреші Брижит Бардо Қасым-Жомарт Бековке хат жазды', ['Брижит Бардо', 'Қасым-Жомарт Бековке']],
    ['Мишуковтің айтуынша, жоба дайын', ['Мишуковтің']],
    // a Kazakh surname that may be a given name by its form
    ['Мансұр Есқожин, Айнадин Молдабеков келді', ['Мансұр Есқожин', 'Айнадин Молдабеков']],
    // English: names of many languages, possessives, strangers before a verb of people
    ['Katarzyna Nowak spoke to Giuseppe Rossi', ['Katarzyna Nowak', 'Giuseppe Rossi']],
    ["Jane Doe's lawyer called", ["Jane Doe's"]],
    ['Vehbrija is very reliable', ['Vehbrija']],
    ['a book written by Kjellgren in 1999', ['Kjellgren']],
    ["her teacher Imaclet disagreed with Skorupa's theory", ['Imaclet', "Skorupa's"]],
    ['as Oyelaran once said', ['Oyelaran']],
    ['Okonjo said that it works', ['Okonjo']],
    ['have you heard Isaac Heath speak yet', ['Isaac Heath']],
    // without any capitals
    ['иванов пётр сергеевич', ['иванов пётр сергеевич']],
    ['the call with giuseppe rossi was short', ['giuseppe rossi']],
    // a weak capital does not hide the rest
    ['Hi! my name is anna kowalska', ['anna kowalska']],
  ])('are found in case %# where lists end', (text, expected) => {
    expect(names(text)).toEqual(expected)
  })

  it.each([
    // ordinary words at the beginning of a sentence
    'Призовой фонд составил миллион',
    'Остаётся ждать ответа. Возьмём паузу. Придётся уехать',
    'Врачи и учителя получат прибавку',
    // places by their preposition, and by their form
    'рейс прибыл в Анталью из Мехико',
    'бои за Дебальцево продолжались',
    'в Южной Каролине и Сан Луисе пасмурно',
    // offices, companies, goods, inhabitants
    'Генпрокуратура и Росгеология направили письмо',
    'в Центризбиркоме сообщили о дате',
    'доля ВКонтакте выросла, пишет Би-би-си',
    'Уральцы выиграли матч',
    'Амоксициллин и Диклофенак принимать после еды',
    'Нурофен',
    'Южные Курилы и Белый Тигр',
    // named after people
    'школа имени Пушкина',
    'Великой Отечественной войне',
    'во время Шестидневной войны',
    // illnesses and tests
    'болезнь Паркинсона, синдром Дауна и реакция Вассермана',
    'По шкале Апгар восемь баллов, препарат Кагоцел',
    'Через Хоргос прошло сто вагонов',
    // numbers make streets, prepositions places, lists firms
    'the office is at 9721 Dalmatinova 43',
    'the corner of Inna and Aqqusin 99',
    'our agency is based in Pelhrimov',
    'she spent a year at Jones, Mitchell and Williams as an assistant',
    'Glover, Ruiz and Armstrong is a law firm',
    'Russell Investments is a design agency',
    'Galorath Incorporated is the brainchild of a student',
    'my name is NATO',
    'America/Fort_Nelson',
    'Henrietta Turnpike',
    'Ford Alpine',
    'Adelaide International Airport',
    'Большая Куртка',
    'Қазақтың ұлы ақыны',
    'Каспий теңізі тартылып барады',
    'Mexican, Tex-Mex',
    'Casanova',
    "Mr Example's School of Cosmetology",
  ])('are not seen by mistake in row %#', (text) => {
    expect(names(text)).toEqual([])
  })

  it.each([
    'улица Абая пересекает проспект Достык',
    'Алматы облысы Талғар ауданы',
    'Ішкі істер министрлігінің өкілі',
    'Сегодня в Москве и Астане пасмурно',
    'в Свердловской области и Нидерландах',
    'Основной вопрос — Кирпич и Москвич',
    'Қызыл кітап пен Ұлытау',
    'The United Nations and the European Union met in New York',
    'Rosa-canina',
  ])('are not seen in row %#', (text) => {
    expect(names(text)).toEqual([])
  })

  it('are not every word of a text in capitals', () => {
    expect(names('ХИРУРГИЧЕСКОЕ ОТДЕЛЕНИЕ ЗАКРЫТО ДО ПОНЕДЕЛЬНИКА')).toEqual([])
    expect(names('ПАЦИЕНТ ИВАНОВ ПЁТР СЕРГЕЕВИЧ')).toEqual(['ИВАНОВ ПЁТР СЕРГЕЕВИЧ'])
  })
})

describe('evidence of one word', () => {
  it.each([
    ['ольга', 'given', 1],
    ['ольге', 'given', 1],
    ['павла', 'given', 1],
    ['асқардың', 'given', 1],
    ['нұрдәулет', 'given', 0.7],
    ['петровичу', 'patronymic', 0.7],
    ['болатұлына', 'patronymic', 0.9],
    ['гогоберидзе', 'surname', 0.95],
    ['вера', 'given', 0.5],
  ] as const)('row %# counts as what it is', (word, part, least) => {
    expect(nameEvidence(word, 'cyrillic')[part]).toBeGreaterThanOrEqual(least)
  })

  it.each(['основна', 'царевна', 'президентом', 'казахстане', 'облысында', 'сегодня'])('row %# is ordinary', (word) => {
    expect(nameEvidence(word, 'cyrillic').ordinary).toBe(true)
  })
})

describe('forms of words', () => {
  it('give back the nominative', () => {
    expect(russianForms('игорем')).toContain('игорь')
    expect(russianForms('льва')).toContain('лев')
    expect(kazakhForms('нұрланның')).toContain('нұрлан')
    expect(kazakhForms('бековтардың')).toContain('беков')
  })

  it('tell places from surnames made of them', () => {
    expect(isPlace('москве') && isPlace('алматыда') && isPlace('казахстанский')).toBe(true)
    expect(isPlace('ливанов') || isPlace('николаевич')).toBe(false)
  })

  it('meet in one key for all Latin spellings of a name', () => {
    expect(new Set(['Qairat', 'Kairat', 'Kayrat', 'Qayrat'].map(latinKey)).size).toBe(1)
  })
})
