/** What others may know about somebody, and what nobody should: quasi-identifiers and sensitive fields by their names. */
import { anything, digits, few, shapes, whole } from './agreement.ts'
import type { ColumnFacts } from './column-facts.ts'
import { list } from './column-names.ts'
import type { NameHint } from './column-names.ts'
import { distinctIn } from './sketch.ts'

/** What else has a date beside a birth: the paper that says it, the feast, the count of births. */
const NOT_THE_BIRTH =
  list(`certificate, issue*, order, weight, свидетельств*, выдач*, выдан*, рождест*, рождаем*, куәлік*,
    берілген`)

/** Quasi-identifiers by name: what others may know about somebody. */
export const QUASI_HINTS: readonly NameHint[] = [
  quasi(
    'birth-date',
    list(`birth date, birthdate, birth day, birthday, date of birth, dob, born, bdate, birth year, year of birth,
    yob, birth ts, ts birth, birth timestamp, birth datetime, birth epoch, дата рожд*, день рожд*, год рожд*, д р, др,
    туған күн*, туған жыл*, туылған күн*, туылған жыл*`),
    (f) => shapes(f, 'date', 'date-time', 'timestamp', 'year', 'integer', 'words'),
    0.9,
    NOT_THE_BIRTH,
  ),
  // What only begins to speak of a birth is its date where the values are dates: `birth_weight` has numbers as well.
  quasi(
    'birth-date',
    list(`birth, brth, birthd*, birtht*, birthy*, brthd*, dateofbirth, yearofbirth, рожд*, датарожд*, годрожд*, г р,
    rozhd*, rojd*, datarozhd*, datarojd*, godrozhd*, godrojd*, туған, туылған, ж т`),
    (f) => Math.max(shapes(f, 'date', 'date-time', 'timestamp', 'year'), digits(f, 8, 8)),
    0.9,
    NOT_THE_BIRTH,
  ),
  quasi('sex', list(`sex, gender, пол, жынысы, жыныс`), (f) => (distinctIn(f.distinct) <= 8 ? 1 : 0), 0.9),
  quasi(
    'age',
    list(`age, возраст, жасы, age group, age range, возрастная группа`),
    (f) => (shapes(f, 'year', 'text', 'words') > 0.5 ? 0 : shapes(f, 'integer', 'range', 'decimal', 'boolean', 'code')),
    0.85,
  ),
  quasi(
    'postcode',
    list(`zip, zipcode, zip code, postcode, postal code, post code, postal, индекс, почтовый индекс, пошта индексі`),
    (f) => Math.max(shapes(f, 'integer', 'code', 'other', 'range', 'decimal'), digits(f, 3, 10), shapes(f, 'words')),
    0.85,
  ),
  quasi(
    'locality',
    list(`city, town, village, locality, district, region, state, province, county, country, place,
    place of birth, birthplace, hometown, город, село, район, регион, область, страна, место рождения,
    населенный пункт, край, қала, қаласы, аудан, ауданы, ауыл, облыс, облысы, өңір, аймақ, ел, елі,
    туған жері`),
    (f) => shapes(f, 'name', 'word', 'words', 'text', 'other', 'integer'),
    0.7,
    list(`url, code, status, id`),
  ),
  quasi(
    'coordinates',
    list(`lat, latitude, lon, lng, long, longitude, geo, gps, coordinates, latlng, lat lon, широта, долгота,
    координат*, ендік, бойлық`),
    (f) => shapes(f, 'decimal', 'integer', 'words', 'other', 'boolean'),
    0.85,
  ),
  quasi(
    'occupation',
    list(`occupation, job, job title, profession, position, employer, workplace, должность, профессия,
    место работы, работодатель, специальность, лауазым*, мамандық*, қызметі, жұмыс орны`),
    (f) => shapes(f, 'name', 'word', 'words', 'text'),
    0.75,
    ['count', 'id'],
  ),
  quasi(
    'education',
    list(`education, education level, degree, school, university, graduation year, образование,
    учебное заведение, білімі, білім деңгейі`),
    (f) => shapes(f, 'name', 'word', 'words', 'text', 'year', 'integer'),
    0.7,
  ),
  quasi(
    'nationality',
    list(`nationality, citizenship, ethnicity, ethnic, race, native language, language, национальность,
    гражданство, родной язык, ұлты, азаматтығы, ана тілі`),
    (f) => shapes(f, 'name', 'word', 'words'),
    0.75,
    ['programming'],
  ),
  quasi(
    'marital-status',
    list(`marital, marital status, married, family status, семейное положение, отбасы жағдайы, отбасылық жағдайы`),
    (f) => (distinctIn(f.distinct) <= 12 ? 1 : 0),
    0.8,
  ),
  quasi(
    'income',
    list(`income, annual income, salary, wage, wages, доход, зарплата, оклад, жалақы, табыс`),
    (f) => shapes(f, 'integer', 'decimal', 'range', 'words', 'code', 'other'),
    0.65,
    list(`monthly, in, hand`),
  ),
  quasi(
    'household',
    list(`household size, children, number of children, dependents, количество детей, число детей, бала саны`),
    (f) => shapes(f, 'integer', 'boolean'),
    0.6,
  ),
  quasi(
    'event-date',
    list(`admission date, discharge date, death date, date of death, visit date, hire date, дата смерти,
    дата госпитализации, дата выписки, дата приема, қайтыс болған күні`),
    (f) => shapes(f, 'date', 'date-time', 'year'),
    0.7,
  ),
  quasi(
    'person-number',
    list(`user id, userid, customer id, cust id, client id, patient id, employee id, member id, person id,
    subscriber id, account id, student id, personnel number, табельный номер, табельный, id клиента,
    id пациента, код клиента, код пациента, клиент id, пациент id, науқас id`),
    (f) => Math.min(anything(f), 1),
    0.75,
  ),
  quasi(
    'vehicle',
    list(`vin, plate, licen* plate, number plate, registration number, госномер*, гос номер, грнз,
    мемлекеттік нөмір*, мнө, автомобиль номер`),
    (f) => Math.max(shapes(f, 'code', 'words', 'other', 'name'), whole(f, 'vin', 'kz-plate', 'ru-plate')),
    0.75,
  ),
]

function quasi(
  entity: string,
  phrases: readonly string[],
  agree: (facts: ColumnFacts) => number,
  confidence: number,
  not: readonly string[] = [],
): NameHint {
  return { entity, role: 'quasi-identifier', phrases, agree, confidence, not }
}

/** Health, belief and the like: sensitive by name, whatever the values. */
export const SENSITIVE_HINTS: readonly NameHint[] = [
  {
    entity: 'health',
    role: 'sensitive',
    phrases: list(`diagnosis, diagnoses, icd, icd 10, disease, symptom*, blood type, blood group, hiv, medication,
    prescription, disability, allerg*, диагноз*, мкб, болезн*, заболевани*, группа крови, инвалидность,
    симптом*, анализ*, диагноз, ауру, мүгедектік, қан тобы, дәрі`),
    agree: anything,
    confidence: 0.7,
  },
  {
    entity: 'belief',
    role: 'sensitive',
    phrases:
      list(`religion, religious, political, party affiliation, sexual orientation, union member*, вероисповедание,
    религия, политическ*, діні, дін`),
    agree: anything,
    confidence: 0.7,
  },
  {
    entity: 'criminal-record',
    role: 'sensitive',
    phrases: list(`criminal record, conviction*, судимост*, соттылығы`),
    agree: anything,
    confidence: 0.7,
  },
  {
    entity: 'secret',
    role: 'sensitive',
    phrases: list(`password, passwd, secret, api key, private key, token, cvv, cvc, pin code, security answer, пароль,
    пин код, құпия сөз, құпиясөз`),
    not: list(`count, expires, type`),
    agree: (f) => (few(f) ? 0 : 1),
    confidence: 0.7,
  },
]
