import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTextDetector } from '../../../src/detect/detect-text.ts'
import { Kind } from '../../../src/record/batch.ts'
import { ValueFault } from '../../../src/transforms/verb.ts'
import { verb as fake } from '../../../src/transforms/verbs/fake.ts'
import { verb as pseudonym } from '../../../src/transforms/verbs/pseudonym.ts'
import { verb } from '../../../src/transforms/verbs/scrub.ts'
import type { ScrubOptions } from '../../../src/transforms/verbs/scrub.ts'
import { applyTo, applyToNumbers, contextOf, plainRows, testKey } from '../apply.ts'

const KEYS = { keys: [testKey(1)] }
const scrub = (options: ScrubOptions, ...texts: string[]) => applyTo(verb, options, texts, KEYS) as string[]

// Invented; the IIN's holder would be born in 1901.
const EMAIL = 'aigerim.s@mail.kz'
const OTHER = 'nurlan@mail.kz'
const IP = '185.97.112.14'

describe('scrub', () => {
  it('writes numbered labels by first appearance in each text', () => {
    const find = ['email', 'ip']
    expect(scrub({ find }, `${EMAIL}, ${OTHER}, ${IP}, ${EMAIL}`, `again ${OTHER}`)).toEqual([
      '[EMAIL-1], [EMAIL-2], [IP-1], [EMAIL-1]',
      'again [EMAIL-1]',
    ])
  })

  it('gives two spellings of a value one number', () => {
    expect(scrub({ find: ['email'] }, `${EMAIL} ${EMAIL.toUpperCase()}`)[0]).toBe('[EMAIL-1] [EMAIL-1]')
  })

  it('keeps neighbours apart and loses none', () => {
    expect(scrub({ find: ['email'] }, `${EMAIL};${OTHER}`)[0]).toBe('[EMAIL-1];[EMAIL-2]')
  })

  it('masks with as many characters as there were', () => {
    expect(scrub({ find: ['email'], with: 'mask' }, `to ${EMAIL}.`)[0]).toBe(`to ${'*'.repeat(EMAIL.length)}.`)
  })

  it('writes the pseudonym that the column of the same domain has', () => {
    const [column] = applyTo(pseudonym, {}, [EMAIL.toUpperCase()], { ...KEYS, entity: 'email' })
    expect(scrub({ find: ['email'], with: 'pseudonym' }, `to ${EMAIL}`)[0]).toBe(`to ${column}`)
    expect(verb.keys({ with: 'pseudonym', domain: 'mail', key: 'k' })).toEqual(
      pseudonym.keys({ domain: 'mail', key: 'k' }),
    )
  })

  it('writes the fake that the column of the same domain has', () => {
    const [column] = applyTo(fake, { kind: 'email' }, [EMAIL], KEYS)
    expect(scrub({ find: ['email'], with: 'fake' }, `to ${EMAIL}`)[0]).toBe(`to ${column}`)
    expect(verb.keys({ with: 'fake', domain: 'd' })).toEqual(fake.keys({ kind: 'email', domain: 'd' }))
  })

  it('takes each entity from its own domain', () => {
    const options: ScrubOptions = { find: ['email', 'ip'], with: 'pseudonym', domain: { ip: 'net', email: 'mail' } }
    expect(verb.keys(options).map(({ domain }) => domain)).toEqual([undefined, 'mail', 'net'])
    const keys = [testKey(1), testKey(2), testKey(3)]
    const [mail] = applyTo(pseudonym, {}, [EMAIL], { keys: [testKey(2)], entity: 'email' })
    const [net] = applyTo(pseudonym, {}, [IP], { keys: [testKey(3)], entity: 'ip' })
    expect(applyTo(verb, options, [`${EMAIL} ${IP}`], { keys })).toEqual([`${mail} ${net}`])
  })

  it('labels what cannot be made up', () => {
    expect(scrub({ find: ['mac'], with: 'fake' }, 'on 00:1b:44:11:3a:b7 now')[0]).toBe('on [MAC-1] now')
  })

  it('leaves a text without findings as it is, whatever its kind', () => {
    expect(scrub({}, 'nothing to see', '')).toEqual(['nothing to see', ''])
    expect([...applyToNumbers(verb, {}, ['12.5']).kind]).toEqual([Kind.number])
  })

  it('refuses containers', () => {
    const run = verb.bind({}, contextOf())
    expect(() => run({ text: ['{}'], kind: Uint8Array.of(Kind.container) }, plainRows(1))).toThrow(ValueFault)
  })
})

const piece = fc.constantFrom(
  EMAIL,
  OTHER,
  IP,
  '+7 701 234 56 78',
  'https://example.kz/a?b=1',
  'ИИН 010304350018',
  'and',
  ', ',
  '; ',
  ' ',
  '(',
  ')',
  'сообщение',
)
const anyText = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(''))

describe('a scrubbed text', () => {
  it('has nothing left that the detector finds', () => {
    const detect = createTextDetector({ find: [], locales: [], confidence: 0.5 })
    fc.assert(
      fc.property(anyText, fc.constantFrom('label', 'mask'), (text, how) => {
        expect(detect(scrub({ with: how }, text)[0]!)).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('does not depend on the texts beside it', () => {
    fc.assert(
      fc.property(
        fc.array(anyText, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('label', 'mask', 'pseudonym', 'fake'),
        (texts, how) => {
          expect(scrub({ with: how }, ...texts)).toEqual(texts.flatMap((text) => scrub({ with: how }, text)))
        },
      ),
      { numRuns: 50 },
    )
  })

  it('holds no value that was found', () => {
    const spaced = fc.array(piece, { minLength: 1, maxLength: 10 }).map((pieces) => pieces.join(' '))
    fc.assert(
      fc.property(spaced, fc.constantFrom('label', 'mask', 'pseudonym', 'fake'), (text, how) => {
        const out = scrub({ with: how }, text)[0]!
        for (const value of [EMAIL, OTHER, IP]) expect(out).not.toContain(value)
      }),
    )
  })
})

describe('the options of scrub', () => {
  it('name entities that exist', () => {
    expect(verb.check({ find: ['email', 'EMAIL_ADDRESS'] })).toEqual([])
    expect(verb.check({ find: ['e-male'] })).toEqual(['"find": no entity is called "e-male"'])
  })

  it('take a domain and a key for pseudonyms and fakes only', () => {
    expect(verb.check({ domain: 'person' })).toHaveLength(1)
    expect(verb.check({ with: 'mask', key: 'main' })).toHaveLength(1)
    expect(verb.check({ with: 'fake', domain: 'person', key: 'main' })).toEqual([])
    expect(verb.keys({ with: 'label' })).toEqual([])
  })

  it('decide the class', () => {
    expect(verb.properties({})).toMatchObject({ iso20889: 'masking', joins: 'no' })
    expect(verb.properties({ with: 'pseudonym' })).toMatchObject({ iso20889: 'pseudonymisation', joins: 'domain' })
    expect(verb.properties({ with: 'fake' })).toMatchObject({ iso20889: 'synthetic', synthetic: true })
  })
})
