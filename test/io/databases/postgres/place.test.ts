import { describe, expect, it } from 'vitest'
import {
  formatTableName,
  isPostgres,
  parsePlace,
  parseTableName,
  withoutPassword,
} from '../../../../src/io/databases/postgres/place.ts'

describe('the address of a table', () => {
  it('says what to connect to and what to read', () => {
    expect(
      parsePlace('postgresql://me:s%20ecret@db.example.org:5433/cl%20inic?table=public.people&sslmode=require'),
    ).toEqual({
      address: {
        host: 'db.example.org',
        port: '5433',
        user: 'me',
        password: 's ecret',
        dbname: 'cl inic',
        sslmode: 'require',
      },
      table: { schema: 'public', name: 'people' },
      constraints: 'keep',
      shown: 'postgres://db.example.org:5433/cl%20inic?sslmode=require&table=public.people',
    })
  })

  it.each([
    [
      'a folder of a socket',
      'postgres:///clinic?host=/run/pg&port=5433&table=t',
      { host: '/run/pg', port: '5433', dbname: 'clinic' },
    ],
    ['a user without a host, as libpq takes it', 'postgres://me@/clinic?table=t', { user: 'me', dbname: 'clinic' }],
    ['an address of six', 'postgres://[::1]/clinic?table=t', { host: '::1', dbname: 'clinic' }],
    ['a service', 'postgres:///?service=clinic&table=t', { service: 'clinic' }],
  ])('may name %s, and is still one when it is shown', (_, text, address) => {
    const place = parsePlace(text)
    expect(place.address).toEqual(address)
    const { user: _user, ...shown } = address as Record<string, string>
    expect(parsePlace(place.shown).address).toEqual(shown)
  })

  it('is shown without user, password and query', () => {
    const { shown } = parsePlace("postgres://me:pw1@h/d?password=pw2&query=SELECT 'Иванов'")
    expect(shown).toBe('postgres://h/d?query=…')
  })

  it.each([
    ['postgres://h/d'],
    ['postgres://h/d?table=a&query=b'],
    ['postgres://h/d?table=a&table=b'],
    ['postgres://h/d?table=a.b.c'],
    ['postgres://h/d?table=a.'],
    ['postgres://h/d?table='],
    ['postgres://h/d?table=t&colour=red'],
    ['postgres://h:port/d?table=t'],
    ['postgres://h1,h2/d?table=t'],
    ['postgres://%zz@h/d?table=t'],
    ['postgres://h/d?schema=s&constraints=some'],
  ])('is refused without a word of it: %s', (text) => {
    expect(() => parsePlace(text)).toThrow(expect.objectContaining({ code: 'USAGE' }) as Error)
  })

  it('loses its password, and nothing else, where it is written into a file', () => {
    expect(withoutPassword('postgres://me:pw@h:1/d?host=x&password=y&table=a%20b')).toBe(
      'postgres://me@h:1/d?host=x&table=a%20b',
    )
    expect(withoutPassword('postgres://me@h/d?table=a:b@c')).toBe('postgres://me@h/d?table=a:b@c')
  })

  it('is none of a file, whatever the file is called', () => {
    expect(['postgres.csv', 'postgres:/x', './postgres://x', 'mysql://h/d'].filter(isPostgres)).toEqual([])
  })
})

describe('the name of a table', () => {
  it.each([
    ['people', { name: 'people' }],
    ['Public.People', { schema: 'Public', name: 'People' }],
    ['"a.b"."c""d"', { schema: 'a.b', name: 'c"d' }],
    ['Клиника 1.x', { schema: 'Клиника 1', name: 'x' }],
  ])('%s is read and written the same way', (text, name) => {
    expect(parseTableName(text)).toEqual(name)
    expect(parseTableName(formatTableName(name))).toEqual(name)
  })
})
