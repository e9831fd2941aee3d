/**
 * Columns of one name a cell, in capitals and in small letters as well: a register of FAM, IM, OT. A word alone says little
 * without its capital; many different ones, of which most are names and nothing else, are a column of people.
 */
import { share } from './agreement.ts'
import { atLeast } from './binomial.ts'
import type { ColumnFacts } from './column-facts.ts'
import { list, OF_A_THING, PERSON } from './column-names.ts'
import { hasPhrase } from './header-words.ts'
import { distinctIn } from './sketch.ts'
import type { Verdict } from './verdict.ts'

/** What calls a person where the values are names, and something else where they are not: an operator is a company too. */
const MAY_BE_PEOPLE = [
  ...PERSON,
  ...list(`name*, nm, fam, familiya, familia, im, imya, imia, ot, otch*, fio, first, last, middle, surname*, менеджер*, кассир*,
    оператор*, продавец, продавц*, курьер*, мастер, куратор*, агент*, инспектор*, бухгалтер*, юрист*, тренер*, учитель,
    учител*, преподаватель, держатель, пользователь, покупатель, фам, отч, manager*, cashier*, operator*, seller*, courier*,
    agent*, holder*, owner*, clerk*, user*, client*, clnt, cust, customer*, vrach, doctor*, sotrudnik, kassir, menedzher,
    vladelec, klient, pacient, vodit*, менеджері, кассирі, сатушы, курьер, тегі, ата аты`),
]

/** Of the different words of an ordinary column, how many may be names by luck; less of one that is called as people are. */
const LUCK = 0.2
const LUCK_OF_PEOPLE = 0.15
const MOST = 0.6
const MANY = 0.55
const SURPRISING = 0.001

/** The verdict on a column of single names; `words`: of its header. */
export function loneNames(words: readonly string[], facts: ColumnFacts): Verdict | undefined {
  const named = Math.min(1, share(facts, facts.loneNames))
  if (named < MANY || OF_A_THING.some((phrase) => hasPhrase(words, phrase))) return undefined
  const word = MAY_BE_PEOPLE.find((phrase) => hasPhrase(words, phrase))
  if (word === undefined && named < MOST) return undefined
  const distinct = distinctIn(facts.distinct)
  if (atLeast(Math.round(named * distinct), distinct, word === undefined ? LUCK : LUCK_OF_PEOPLE) >= SURPRISING)
    return undefined
  return {
    entity: 'person',
    role: 'identifier',
    confidence: (word === undefined ? 0.5 : 0.6) + 0.2 * named,
    evidence: [
      `${Math.round(100 * named)} % of the values are a name and nothing else`,
      ...(word === undefined ? [] : [`name: ${word}`]),
    ],
  }
}
