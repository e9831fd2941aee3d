// Names of people in Kazakh, Russian and English; gazetteer, endings, neighbours: see names/find-persons.ts
import { labelledExpressions, withLabelled } from '../../labelled/find-labelled.ts'
import { findCalled } from '../../names/called.ts'
import { findPersons, personExpressions } from '../../names/find-persons.ts'
import { withShortSurnames } from '../../names/short-surnames.ts'
import { thingExpressions, withoutThingsInKazakh } from '../../names/things-kazakh.ts'
import { findTalkedOf } from '../../names/talk-english.ts'
import { placeExpressions, withoutThingsByPlace } from '../../names/things-by-place.ts'
import { withoutThings } from '../../names/things-russian.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'person',
  aliases: ['PERSON', 'PERSON_NAME', 'NAME', 'FIRST_NAME', 'LAST_NAME'],
  family: 'person',
  role: 'identifier',
  checksum: false,
  patterns: [],
  prefilter: { letters: true, minLength: 3 },
  find: (text, _, words) =>
    withShortSurnames(
      text,
      withoutThingsByPlace(
        text,
        words(),
        withoutThingsInKazakh(
          text,
          words(),
          withLabelled(
            text,
            words(),
            withoutThings(text, words(), [
              ...findPersons(text, words()),
              ...findCalled(text, words()),
              ...findTalkedOf(text, words()),
            ]),
          ),
        ),
      ),
    ),
  expressions: [...personExpressions, ...labelledExpressions, ...thingExpressions, ...placeExpressions],
  context: [
    'фио',
    'таә',
    'аты жөні',
    'аты-жөні',
    'тегі',
    'фамилия',
    'отчество',
    'әкесінің аты',
    'имя',
    'full name',
    'first name',
    'last name',
    'surname',
    'patronymic',
    'my name is',
    'меня зовут',
    'менің атым',
  ],
  examples: {
    match: [
      'Ахметов А.Б.',
      'А. Б. Ахметов',
      'Серікова Айгүл Болатқызы',
      'Нұрлан Серікұлы',
      'заявил Иванов Пётр Сергеевич вчера',
      'Ольга Петровна',
      'письмо для Марии Ивановой',
      'Асқар Жұмабаевтың үйі',
      'my name is John Smith',
      'Aigerim Bekova',
    ],
    reject: [
      'Кирпич',
      'Основна',
      'Царевна',
      'Unruly',
      'Moldova',
      'Ұлытау',
      'Приёмный покой',
      'Республика Казахстан',
      'New York',
    ],
  },
  source: 'endings of surnames and patronymics; policies/names; structure of official names',
} satisfies Recogniser
