import type { BirthDate, Sex } from './identifiers.ts'
import { futureIin, inventedPhone, lastDay, mailName, MAIL_DOMAINS } from './identifiers.ts'
import type { Name } from './names.ts'
import { drawName } from './names.ts'
import type { Place } from './places.ts'
import { drawAddress, drawPlace } from './places.ts'
import type { Random } from './random.ts'
import { randomStream } from './random.ts'

export interface Person {
  iin: string
  name: Name
  sex: Sex
  birth: BirthDate
  /** ten national digits */
  phone: string
  email: string
  place: Place
  address: string
}

/** So many different people: no two share an IIN or a telephone. */
export function drawPeople(count: number, seed: string): Person[] {
  const random = randomStream(`${seed}/people`)
  const taken = new Set<string>()
  return Array.from({ length: count }, () => drawPerson(random, taken))
}

/** A wife or husband, for notes: a name and a telephone of their own. */
export function drawSpouse(random: Random, patient: Sex): { sex: Sex; name: Name; phone: string } {
  const sex: Sex = patient === 'M' ? 'F' : 'M'
  return { sex, name: drawName(random, sex), phone: inventedPhone(random) }
}

function drawPerson(random: Random, taken: Set<string>): Person {
  const sex: Sex = random.chance(53) ? 'F' : 'M'
  const name = drawName(random, sex)
  const birth = drawBirth(random)
  const iin = untaken(taken, () => futureIin(birth, sex, random.below(10_000)))
  const phone = untaken(taken, () => inventedPhone(random))
  const email = `${mailName(name.given, name.surname)}${random.between(1, 99)}@${random.pick(MAIL_DOMAINS)}`
  const place = drawPlace(random)
  const address = drawAddress(random, name.language === 'kk' && random.chance(70) ? 'kk' : 'ru')
  return { iin, name, sex, birth, phone, email, place, address }
}

/** Grown-ups of 1936–2007, more of them towards the middle: the mean of two draws. */
function drawBirth(random: Random): BirthDate {
  const year = (random.between(1936, 2007) + random.between(1936, 2007)) >> 1
  const month = random.between(1, 12)
  return { year, month, day: random.between(1, lastDay(month)) }
}

function untaken(taken: Set<string>, draw: () => string | undefined): string {
  for (;;) {
    const value = draw()
    if (value === undefined || taken.has(value)) continue
    taken.add(value)
    return value
  }
}
