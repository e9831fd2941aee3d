import { describe, expect, it } from 'vitest'
import { createTextDetector } from '../../../src/detect/detect-text.ts'

const detect = createTextDetector({ find: ['person'], locales: [], confidence: 0.5 })
const names = (text: string): string[] => detect(text).map((d) => text.slice(d.start, d.end))

describe('names in forms', () => {
  it.each([
    // a label and its value, in no list of names and words of the dictionary too
    ['Тегі: Шанлы\nАты: Әнипа\nӘкесінің аты: көрсетілмеген', ['Шанлы', 'Әнипа']],
    ['Фамилия: Сирота        Имя: Лиана\nПол: Ж', ['Сирота', 'Лиана']],
    ['Surname: Nwosu        First name: Ifeanyi\nSex: M', ['Nwosu', 'Ifeanyi']],
    ['Familiya: Zhuk\nImya: Platon', ['Zhuk', 'Platon']],
    ['Клиент ............ Воробей Т. П.\nСумма ............. 12 000', ['Воробей Т. П.']],
    ['Қолы: ________ Säbit Müqan', ['Säbit Müqan']],
    ['ФИО -> Жук Л', ['Жук Л']],
    ['Фамилия → Сирота', ['Сирота']],
    ['Отпустил ____________ / Мороз Т.В. /', ['Мороз Т.В.']],
    ['Т.А.Ә.: Өмірбек Сана', ['Өмірбек Сана']],
    ["Guarantor's full name (print): Ysolde Marchetti", ['Ysolde Marchetti']],
    ['Сдал: кладовщик Рыба И.', ['Рыба И.']],
    ['Emergency contact: husband, Dashiell, +44 20 7946 0000', ['Dashiell']],
    ['исп. Гузь Л., тел. 55-12-12', ['Гузь Л.']],
    ['Заказ на имя Эльнара', ['Эльнара']],
    ['имя: зарина\nгород: алматы', ['зарина']],
    ['Ф.И.: Луна Кравец, 7 «Б»', ['Луна Кравец']],
    ["Patient's name/DOB: Cerys Llewelyn 04/05/1980", ['Cerys Llewelyn']],
    ['Collected by: F. Oduya', ['F. Oduya']],
    ['Получатель ЛЯЗЗАТ Б.\nСумма 5000', ['ЛЯЗЗАТ Б.']],
    ['ФИО родителя: Ю Инна', ['Ю Инна']],
    // the value on the next line, or behind one space in capitals
    ['Surname\nAbara\nGiven name(s)\nChike Emmanuel', ['Abara', 'Chike Emmanuel']],
    ['ТЕГІ БЕКБОЛСЫН\nАТЫ ЕРДАНА\nӘКЕСІНІҢ АТЫ ЖОҚ', ['БЕКБОЛСЫН', 'ЕРДАНА']],
    ['EMPLOYEE NAME: OYELOWO TITILAYO\nDEPT: MARINE', ['OYELOWO TITILAYO']],
    ['Holder: PHANTHAVONG, KEO S', ['PHANTHAVONG, KEO S']],
    // several people
    ['Присутствовали: Грач А., Мельник С.П., Тутова', ['Грач А.', 'Мельник С.П.', 'Тутова']],
    ['Attendees: Aoife, Bram, Chiara and Dov', ['Aoife', 'Bram', 'Chiara', 'Dov']],
    ['Қатысқандар:\n1. Тұрсынай Бөкей\n2. Мерей', ['Тұрсынай Бөкей', 'Мерей']],
    ['Список группы:\n1) Ковш Артём\n2) Аман Дильназ', ['Ковш Артём', 'Аман Дильназ']],
    // questions and their answers
    ['- Фамилия?\n- Снигирь.\n- Имя?\n- Ада.', ['Снигирь', 'Ада']],
    // tables pasted from a sheet
    ['Фамилия\tИмя\tТелефон\nКруг\tМила\t12\nБеда\tЯн\t13', ['Круг', 'Мила', 'Беда', 'Ян']],
    ['№;Сотрудник;Оклад\n1;Журба Ольга;210000', ['Журба Ольга']],
    ['first_name|last_name|city\nAnneke|Bosman|Leiden', ['Anneke', 'Bosman']],
    // blanks and signatures
    ['ұлым ____Әділетті____ лагерьге барады', ['Әділетті']],
    ['Б. Жақсығұлұлы ____________ (қолы)', ['Б. Жақсығұлұлы']],
    ['I, Persephone Achebe, agree to the terms.', ['Persephone Achebe']],
    ['Best regards,\nTolu', ['Tolu']],
    ['Құрметпен,\nЕрасыл', ['Ерасыл']],
    ['see you\n--\nIngeborg Falk | Facilities', ['Ingeborg Falk']],
    ['Құрметті Әйгерім, төлем қабылданды', ['Әйгерім']],
  ])('are found in case %#', (text, expected) => {
    expect(names(text)).toEqual(expected)
  })

  it.each([
    ['labels', 'Артикулы: 12\nСанаты: B\nПол: М\nВызов: 103'],
    ['goods', 'Товар: Роза «Глория», сорт Арман\nBrand: Ralph Lauren'],
    ['firms', 'Company name: Harper & Collins\nКлиент: ТОО «Ромашка»\nПолучатель: Халык Банк'],
    ['files, pets and logins', 'Имя файла: Роман.docx\nИмя питомца: Марс\nИмя пользователя: roman77'],
    ['heads and columns of things', '| Item | Role | Qty |\n| Jasmine | Porter | 12 |'],
    [
      'goods in a pasted table',
      'SKU\tProduct\tQty\tReorder\n101\tVictoria sponge mix\t2\t9\n102\tGrace & Rosemary\t2\t9',
    ],
    ['words of voyages', 'Surname:\nArrival 12.10   Departure 15.10\nMarks: N/M'],
    ['what is no answer', 'Врач: терапевт\nМенеджер: не назначен\nOwner: none\nОтец: прочерк'],
    ['other fields', 'Тема: Сезонная скидка\nSubject: Weekly report\nПричина: Новый год\nБөлім: Қаржы'],
    ['talk', 'Клиент: Алло, здравствуйте\nAgent: Can I help you?'],
    ['empty forms', 'Фамилия: Имя: Отчество:\nSurname:\nGiven names:'],
    ['closings', 'Құрметпен, басшылық'],
  ])('are not %s', (_, text) => {
    expect(names(text)).toEqual([])
  })

  it('are read where their first letters are those of a label, and behind a comma on the line below', () => {
    expect(names('Last name: Brandt   First name: Ilse')).toEqual(['Brandt', 'Ilse'])
    expect(names('Surname: Price   First name: Dana')).toEqual(['Price', 'Dana'])
    expect(names('JOINT OWNER\nHOLLOWELL, GRETA')).toEqual(['HOLLOWELL, GRETA'])
    expect(names('Артикул\tНаименование\tКол-во\n12\tПетров Иван Сергеевич\t3')).toEqual(['Петров Иван Сергеевич'])
  })

  it('take a bounded time each', () => {
    const many = (line: string, n: number): number => detect(line.repeat(n)).length
    for (const line of ['Имя: Ада\n', 'a;b;c\n', 'name | item |\n', '____', 'Пациент: А, Б, '])
      expect(many(line, 2000)).toBeGreaterThanOrEqual(many(line, 1))
  })
})
