import { expect, it } from 'vitest'
import { peopleIn } from './people.ts'

it.each([
  // greeted without a comma, asked for, named behind what they are
  ['Қуаныш салем, отчет дайын ба', ['Қуаныш']],
  ['Бұл Бақтөре ме? Жоқ, қателестіңіз', ['Бақтөре']],
  ['Алло, Ақниет па екен?', ['Ақниет']],
  ['ол оның бастығы, Кравчук.', ['Кравчук']],
  // two of them, a word each
  ['Дәулет пен Береке екеуі бірге кетті', ['Дәулет', 'Береке']],
  // whose it is
  ['мына сөмке Саматтікі ме, Нұржанныкі ме', ['Саматтікі', 'Нұржанныкі']],
  // Latin letters with an ending of either language, and with the other language around
  ['мен Aruzhanмын, 9-сыныптанмын', ['Aruzhanмын']],
  ['я у Nurlana, тез кел', ['Nurlana']],
  ['Daulet approved, бірақ мен әлі қарамадым', ['Daulet']],
  ['Менеджеріміз Perizat Mukanova кетті, орнына Aidos Tolebi келді', ['Perizat Mukanova', 'Aidos Tolebi']],
  // surnames of one syllable, initials
  ['Алушы: Нам Вероника\nСомасы: 100', ['Нам Вероника']],
  ['Слава Тё болмайды, у него суд', ['Слава Тё']],
  ['Ж. Оразбайұлына рахмет айтамын', ['Ж. Оразбайұлына']],
  // whose account it is
  ['шот Тілеген Абзалдың атында', ['Тілеген Абзалдың']],
  ['жолдасым Қанат келіп алады', ['Қанат']],
])('somebody in talk in two languages: row %#', (text, found) => {
  expect(peopleIn(text)).toEqual(found)
})

it.each([
  ['Рахмет сәлем айтқаныңызға'],
  ['Бұл Алматы ма, Астана ма?'],
  ['бізде акция, Достық.'],
  ['iPhone pro келді, Adidas classic бар, Apple approved'],
])('and what is nobody there: row %#', (text) => {
  expect(peopleIn(text)).toEqual([])
})
