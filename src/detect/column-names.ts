/**
 * What the name of a field promises, and which values keep the promise. A name alone is a question ("review"), never a
 * finding: `email_verified` holds no e-mail addresses. Phrases are tokens in lower case, `*` ends a stem.
 */
import { anything, digits, nameLike, shapes, variety, whole } from './agreement.ts'
import type { ColumnFacts } from './column-facts.ts'
import type { Role } from './recogniser.ts'

export interface NameHint {
  entity: string
  role: Role
  phrases: readonly string[]
  /** words that turn the name into something else */
  not?: readonly string[]
  /** 0…1: the share of the values that may be what the name says */
  agree(facts: ColumnFacts): number
  /** when name and values agree */
  confidence: number
}

/** Phrases between commas. */
export function list(text: string): string[] {
  return text.split(/,\s+/)
}

/** Words that make a name speak about something else than a person's datum: a count, a flag, a kind. */
export const NEGATIVE_WORDS =
  list(`verified, count, type, flag, model, plan, status, family, limit, num, total, avg, average, mean, ratio,
    rate, score, is, has, enabled, available, required, valid, length, size, level, category, mode, color,
    colour, format, version, template, sent, opened, clicked, frequency, percent, pct, latency, ms,
    msec, millis, p50, p90, p95, p99, количество, кол,
    тип, вид, признак, статус, флаг, число, сумма, категори*, саны, түрі, мәртебе*, белгі*`)

/** Words of things and organisations: a name or address beside them is not a person's. */
export const OF_A_THING =
  list(`company, org, organisation, organization, business, brand, product, item, restaurant, hotel, shop,
    store, school, university, college, institution, bank, file, host, domain, server, column, table,
    field, event, project, team, model, manufacturer, make, species, category, city, country, state,
    region, street, department, class, course, drug, disease, vendor, supplier, agency, game, film, movie,
    song, book, title, device, app, user agent, plan, variable, display, type, event, организаци*,
    компани*, товар*, продукт*, банк*, школ*, вуз*, файл*, предприяти*, учреждени*, отдел*, страна, ұйым*,
    компания*, тауар*, мекеме*, мектеп*, ел`)

/** What calls a person. */
export const PERSON =
  list(`фио, таә, аты жөні, fio, full name, fullname, first name, firstname, fname, last name, lastname, lname,
    surname, maiden name, middle name, given name, family name, patronymic, second name, person name,
    patient name, customer name, client name, employee name, user name full, holder name, cardholder,
    card holder, emergency contact, contact person, contact name, doctor, patient, employee, author,
    teacher, student, driver, owner, фамилия, имя, отчество, имя отчество, сотрудник, клиент, пациент*,
    работник, студент, ученик, водитель, врач, доктор, владелец, заявитель, получатель, отправитель,
    плательщик, заемщик, заёмщик, абонент, гражданин, контактное лицо, автор, исполнитель, ответственный,
    руководитель, директор, тегі, аты, есімі, әкесінің аты, қызметкер, клиент, науқас, емделуші, оқушы,
    студент, жүргізуші, дәрігер, иесі, азамат, басшы, авторы`)

/** Direct identifiers by name. The first that fits best is taken. */
export const NAME_HINTS: readonly NameHint[] = [
  {
    entity: 'iin',
    role: 'identifier',
    phrases: list(`иин, жсн, iin`),
    agree: (f) => digits(f, 9, 12),
    confidence: 0.9,
  },
  {
    entity: 'card',
    role: 'identifier',
    phrases: list(`card number, card no, cardno, ccnumber, cc number, credit card, debit card, pan number, номер карты,
    карта номер, карта нөмірі`),
    agree: (f) => digits(f, 12, 19),
    confidence: 0.85,
  },
  {
    entity: 'iban',
    role: 'identifier',
    phrases: list(`iban, иик, жск, iban number, account number, bank account, номер счета, номер счёта, шот нөмірі`),
    agree: (f) => Math.max(whole(f, 'iban'), digits(f, 8, 30), shapes(f, 'code')),
    confidence: 0.85,
  },
  {
    entity: 'email',
    role: 'identifier',
    phrases: list(`email, e mail, mail, почта, эл почта, электронная почта, пошта, эл пошта, электрондық пошта`),
    agree: (f) => whole(f, 'email'),
    confidence: 0.97,
  },
  {
    entity: 'phone',
    role: 'identifier',
    phrases:
      list(`phone*, telephone*, tel, telnum, telno, mobile, mobile number, cell, cellphone, fax, msisdn, whatsapp, contact number,
    телефон*, тел, сотовый, мобильный, моб, факс, ұялы, байланыс нөмірі`),
    agree: (f) => Math.max(whole(f, 'phone'), digits(f, 7, 15)),
    confidence: 0.9,
  },
  {
    entity: 'us-ssn',
    role: 'identifier',
    phrases: list(`ssn, social security, social security number`),
    agree: (f) => Math.max(whole(f, 'us-ssn'), digits(f, 9, 9)),
    confidence: 0.9,
  },
  {
    entity: 'ru-snils',
    role: 'identifier',
    phrases: ['снилс', 'snils'],
    agree: (f) => digits(f, 11, 11),
    confidence: 0.9,
  },
  {
    entity: 'ru-inn',
    role: 'identifier',
    phrases: list(`инн физ*, инн, inn`),
    agree: (f) => digits(f, 12, 12),
    confidence: 0.8,
  },
  {
    entity: 'passport',
    role: 'identifier',
    phrases: list(`passport*, паспорт*, төлқұжат*, серия номер, номер паспорта, passport number, passport no`),
    agree: (f) => Math.max(digits(f, 6, 10), shapes(f, 'code')),
    confidence: 0.8,
  },
  {
    entity: 'kz-id-card',
    role: 'identifier',
    phrases: list(`удостоверени*, удл, номер удостоверения, id card, identity card, жеке куәлік*, куәлік*`),
    agree: (f) => Math.max(digits(f, 7, 12), shapes(f, 'code')),
    confidence: 0.8,
  },
  {
    entity: 'driving-licence',
    role: 'identifier',
    phrases: list(`driver licen*, driving licen*, drivers licen*, dl number, водительск*, жүргізуші куәлі*`),
    agree: (f) => Math.max(digits(f, 5, 12), shapes(f, 'code')),
    confidence: 0.8,
  },
  {
    entity: 'national-id',
    role: 'identifier',
    phrases:
      list(`national id, nationalid, personal number, personal code, tax id, taxpayer id, tin, nid, aadhaar, pesel,
    nif, cpf, nino, mrn, medical record number, health insurance number, insurance number, policy number,
    номер полиса, медкарта, номер медкарты`),
    agree: (f) => Math.max(digits(f, 6, 16), shapes(f, 'code')),
    confidence: 0.75,
  },
  {
    entity: 'person',
    role: 'identifier',
    phrases: PERSON,
    not: [...OF_A_THING, 'id', 'code', 'код', 'number', 'номер', 'age', 'income'],
    agree: (f) => nameLike(f) * (whole(f, 'person') >= 0.15 || shapes(f, 'name') >= 0.6 ? 1 : 0.5),
    confidence: 0.8,
  },
  {
    entity: 'person',
    role: 'identifier',
    phrases: ['name', 'атауы'],
    not: OF_A_THING,
    agree: (f) => (whole(f, 'person') >= 0.2 && variety(f) > 0.1 ? nameLike(f) : 0),
    confidence: 0.75,
  },
  {
    entity: 'username',
    role: 'identifier',
    phrases: list(`username, user name, login, nickname, nick, screen name, handle, telegram, instagram, twitter, skype,
    логин, ник, никнейм, имя пользователя, пайдаланушы аты`),
    agree: (f) => Math.min(anything(f), shapes(f, 'word', 'name', 'code', 'other', 'words')),
    confidence: 0.75,
  },
  {
    entity: 'address',
    role: 'identifier',
    phrases: list(`address*, addr, street, street address, streetaddress, home address, адрес*, улица, место жительства,
    прописка, мекенжай*, мекен жай*, тұрғылықты жері, көше`),
    not: [
      'ip',
      'mac',
      'email',
      'e',
      'mail',
      'web',
      'wallet',
      'btc',
      'host',
      'type',
      ...OF_A_THING.filter((w) => w !== 'street'),
    ],
    agree: (f) => Math.max(whole(f, 'address'), Math.min(1, 1.2 * shapes(f, 'words', 'text', 'other', 'name', 'code'))),
    confidence: 0.75,
  },
  {
    entity: 'ip',
    role: 'identifier',
    phrases: list(`ip, ip address, ipaddr, client ip, remote addr`),
    agree: (f) => whole(f, 'ip'),
    confidence: 0.95,
  },
  {
    entity: 'mac',
    role: 'identifier',
    phrases: ['mac', 'mac address'],
    agree: (f) => whole(f, 'mac'),
    confidence: 0.95,
  },
  {
    entity: 'imei',
    role: 'identifier',
    phrases: list(`imei, device id, advertising id, idfa, gaid, android id`),
    agree: (f) => Math.max(digits(f, 14, 16), shapes(f, 'uuid', 'digest', 'code')),
    confidence: 0.75,
  },
]
