import { describe, expect, it } from 'vitest'
import { createPublishable } from '../../../src/detect/publishable.ts'
import { checkNames, checkUnknownNames } from '../../../src/engine/read/check-names.ts'
import { PerdeError } from '../../../src/errors.ts'
import { bytesOf } from '../plans.ts'

const input = { sourceName: 'people', bytes: bytesOf('', 'people.csv') }
const publishable = createPublishable()
const caught = (action: () => void): PerdeError | undefined => {
  try {
    action()
    return undefined
  } catch (e) {
    return e as PerdeError
  }
}

describe('the names of a header', () => {
  const headers: [string, string[], string[], number | undefined][] = [
    // what they are, the names, those in the policy, the number of the one that is data
    ['names of fields', ['iin', 'full_name', 'birth_date', 'Адрес'], [], undefined],
    ['none', [], [], undefined],
    ['written in lines', ['Рост,\nсм', 'Дата\r\nвизита'], [], undefined],
    ['a person in lines', ['no', 'Ivan\nPetrov'], [], 2],
    ['a record with a number', ['1', '880101300120', 'Almaty'], [], 2],
    ['a record with an address of mail', ['id', 'someone@example.org'], [], 2],
    ['a record with a person', ['Ivan Petrov', '34'], [], 1],
    ['a name like a person’s that the policy has', ['rose', 'mark'], ['rose', 'mark'], undefined],
    ['a name that the policy has in quotes', ['a.b@c.org'], ['"a.b@c.org"'], undefined],
  ]
  it.each(headers)('are looked at before they are written anywhere: %s', (_, names, named, bad) => {
    const error = caught(() => checkNames(names, input, publishable, new Set(named)))
    if (bad === undefined) {
      expect(error).toBeUndefined()
      return
    }
    expect(error).toMatchObject({ code: 'INPUT_NO_HEADER', where: { source: 'people', part: 'people.csv' } })
    expect(error!.message).toContain(`name ${bad} of ${names.length}`)
    expect(JSON.stringify(error)).not.toContain(names[bad - 1])
  })

  const unknown: [string, string[], boolean][] = [
    // what they are, the names, whether they pass for names without a policy to ask
    ['names of fields', ['iin', 'full_name'], true],
    ['words of fields that are names too', ['a', 'geo'], true],
    ['those written in lines', ['Рост,\nсм', 'Дата\nвизита', 'v'], true],
    ['one like a person’s among many', ['mark', 'sex', 'city', 'year'], true],
    ['a third like a person’s', ['Ivan Petrov', 'sex', 'city'], false],
    ['one with the digits of an identifier among many', ['a', 'b', 'c', 'd', 'e', '880101300120'], false],
    ['one with an address of mail among many', ['a', 'b', 'c', 'd', 'e', 'someone@example.org'], false],
    ['one with a phone number in groups', ['a', 'b', 'c', 'd', 'e', '+7 (701) 234-56-78'], false],
  ]
  it.each(unknown)('are taken for names or not where no policy names them: %s', (_, names, pass) => {
    const error = caught(() => checkUnknownNames(names, { ...input, sourceName: '' }, publishable))
    expect(error?.code).toBe(pass ? undefined : 'INPUT_NO_HEADER')
    if (error) expect(error.where).toEqual({ part: 'people.csv' })
  })
})
