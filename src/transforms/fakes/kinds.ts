import { createEmailMaker, createPhoneMaker, createUserNameMaker, makeIin, makeIp } from './contact.ts'
import { createNameForm } from './draw-form.ts'
import { createNameIndex } from './name-index.ts'
import type { NamePart } from './name-shape.ts'
import { createNameMaker, PERSON_DRAW } from './person.ts'
import { createAddressMaker, createCityMaker, createCompanyMaker } from './place.ts'
import type { FakeMaker, FakeRequest } from './request.ts'

/** What can be made up. Cards and accounts cannot: no range of them is kept free for inventions. */
export const FAKE_KINDS = [
  'person.name',
  'person.first',
  'person.last',
  'person.patronymic',
  'email',
  'internet.email',
  'username',
  'phone',
  'address',
  'city',
  'company',
  'ip',
  'iin',
] as const
export type FakeKind = (typeof FAKE_KINDS)[number]

export interface FakeRecipe {
  /** kinds of one topic draw alike for one text */
  topic: string
  /** how many draws of 32 bits `make` reads */
  draws: number
  /** entity whose joining form is keyed; absent: NFC and trim */
  entity?: string
  /** the text that is keyed, where it is more than the joining form of the entity */
  form?(text: string): string
  make: FakeMaker
}

export function fakeRecipe(kind: FakeKind, request: FakeRequest): FakeRecipe {
  const person = { topic: 'person', draws: PERSON_DRAW.patronymic + 1 }
  const login = { topic: 'person', draws: PERSON_DRAW.tail + (request.unique ? 2 : 0) }
  const named = (part: NamePart | 'name'): FakeRecipe => {
    const index = createNameIndex()
    return { ...person, entity: 'person', form: createNameForm(index), make: createNameMaker(part, index, request) }
  }
  switch (kind) {
    case 'person.name':
      return named('name')
    case 'person.first':
      return named('given')
    case 'person.last':
      return named('surname')
    case 'person.patronymic':
      return named('patronymic')
    case 'email':
    case 'internet.email':
      return { ...login, entity: 'email', make: createEmailMaker(createNameIndex(), request) }
    case 'username':
      return { ...login, make: createUserNameMaker(createNameIndex(), request) }
    case 'phone':
      return { topic: 'phone', draws: 2, entity: 'phone', make: createPhoneMaker(request) }
    case 'address':
      return { topic: 'address', draws: 4, make: createAddressMaker(request) }
    case 'city':
      return { topic: 'city', draws: 1, make: createCityMaker(request) }
    case 'company':
      return { topic: 'company', draws: 2, make: createCompanyMaker(request) }
    case 'ip':
      return { topic: 'ip', draws: 2, make: makeIp }
    case 'iin':
      return { topic: 'iin', draws: 4, entity: 'iin', make: makeIin }
  }
}

/** The entity whose values a kind of fake stands for; undefined: of any. */
export function fakeEntity(kind: FakeKind): string | undefined {
  if (kind.startsWith('person.')) return 'person'
  if (kind === 'internet.email') return 'email'
  if (kind === 'city') return 'place'
  return kind === 'company' ? 'organisation' : kind
}

/** Whether a tail can keep the fakes of different values apart. */
export function canBeUnique(kind: FakeKind): boolean {
  return kind === 'email' || kind === 'internet.email' || kind === 'username'
}
