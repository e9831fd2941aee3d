import { describe, expect, it } from 'vitest'
import { createPublishable, isFirstName } from '../../src/detect/publishable.ts'

const publishable = createPublishable()

describe('a name of a field', () => {
  it.each([
    ...['geo', 'uri', 'gene', 'kia', 'lada', 'iris', 'tara', 'лада', 'марка', 'жұлдыз', 'санаты'],
    ...['request_uri', 'geo_lat', 'geo.lat', 'geo_point', 'uri-path', 'gene_id', 'kia_model', 'iris_2', 'geo lat'],
  ])('%s is one, though somebody is called so', (name) => {
    expect(publishable(name)).toBe(true)
    expect(isFirstName(name)).toBe(false)
  })

  it.each([
    ...['Gene', 'Iris Testova', 'iris petrova', 'gene_ivanov', 'uri serikbaev', 'aigul', 'ivan', 'лада петрова'],
    ...['geo@example.org', 'uri_880101300120', 'geo 7 701 234 56 78', 'geo\u001b[2J', 'geo\nuri'],
  ])('is none where row %# stands', (name) => {
    expect(publishable(name)).toBe(false)
  })

  it.each(['aigul', 'Gene', 'Lada', 'Айгүл'])('is none where a key of an object is a first name, row %#', (key) => {
    expect(isFirstName(key)).toBe(true)
  })
})
