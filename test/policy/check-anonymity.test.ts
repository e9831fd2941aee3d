import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../src/policy/parse-policy.ts'

/** So that the order of the records is no finding. */
const SHUFFLED = { keys: { main: { env: 'KEY' } }, output: { order: 'shuffle' } }

/** Findings about a section `anonymity`, as messages. */
function findings(
  anonymity: unknown,
  fields: Record<string, unknown> = {},
  dataset: Record<string, unknown> = {},
  more: Record<string, unknown> = SHUFFLED,
) {
  const found = parsePolicy(
    JSON.stringify({
      perde: 1,
      dataset: {
        id: 'clinic',
        sources: { people: 'people.csv' },
        provenance: { controller: 'Example clinic' },
        ...dataset,
      },
      purpose: { id: 'dpv:ScientificResearch', processing: 'dpv:Analyse', basis: 'public-interest' },
      fields: {
        people: {
          age: 'quasi-identifier',
          city: 'quasi-identifier',
          illness: 'sensitive',
          note: 'insensitive',
          ...fields,
        },
      },
      anonymity,
      ...more,
    }),
  )
  return { messages: found.findings.map(({ code, message }) => `${code}: ${message}`), policy: found.policy }
}

describe('a section anonymity', () => {
  it('with k alone is whole, and says what it takes for granted', () => {
    const { messages, policy } = findings({ k: 5 })
    expect(messages).toEqual([])
    expect(policy!.anonymity).toEqual({
      model: 'top-down',
      k: 5,
      l: {},
      t: {},
      beta: {},
      disclosure: {},
      unit: 'record',
      'suppress-at-most': 0,
      suppressed: 'drop',
      hierarchies: {},
      utility: 'loss',
      'if-not-met': 'fail',
    })
  })

  it('has short forms for what is asked most', () => {
    const { messages, policy } = findings({
      k: 2,
      l: { illness: 3 },
      t: { illness: 0.2 },
      'suppress-at-most': '2.5%',
      hierarchies: { city: 'city.csv', age: { intervals: [5, 10] } },
    })
    const places = { city: { regions: 'kz' }, age: { regions: { of: 'world', names: 'kk' } } }
    expect(findings({ k: 2, hierarchies: places }).policy!.anonymity!.hierarchies).toEqual({
      city: { regions: 'kz' },
      age: { regions: 'world', names: 'kk' },
    })
    expect(messages).toEqual([])
    expect(policy!.anonymity).toMatchObject({
      l: { illness: { distinct: 3 } },
      t: { illness: { equal: 0.2 } },
      'suppress-at-most': 0.025,
      hierarchies: { city: { file: 'city.csv' }, age: { intervals: [5, 10] } },
    })
  })

  const wrong: [string, unknown, Record<string, unknown>, string][] = [
    // what is wrong, the section, fields besides, what the finding begins with
    ['no k', { model: 'peeling' }, {}, 'POLICY_MISSING_KEY: "k" is missing'],
    ['a k of none', { k: 0 }, {}, 'POLICY_VALUE: this must be at least 1'],
    ['a k of one alone', { k: 1 }, {}, 'POLICY_ANONYMITY: a class of one record hides nobody'],
    ['no bound on risk', { k: 2, 'risk-at-most': {} }, {}, 'POLICY_'],
    ['a bound without its sign', { k: 2, 'risk-at-most': { average: '5' } }, {}, 'POLICY_VALUE'],
    ['a bound above all', { k: 2, 'risk-at-most': { average: '100.5%' } }, {}, 'POLICY_VALUE'],
    [
      'a bound on another risk',
      { k: 2, 'risk-at-most': { worst: '5%' } },
      {},
      'POLICY_UNKNOWN_KEY: unknown key "worst"',
    ],
    [
      'an average risk of nothing',
      { k: 2, 'risk-at-most': { average: '0%' } },
      {},
      'POLICY_VALUE: no table has an average risk of nothing',
    ],
    [
      'unique records that k has none of',
      { k: 5, 'risk-at-most': { unique: '1%' } },
      {},
      'POLICY_ANONYMITY: no record is alone in its class where k is 5',
    ],
    [
      'a bound over records where people count',
      { k: 5, unit: 'subject', 'risk-at-most': { average: '5%' } },
      {},
      'POLICY_ANONYMITY: these bounds count records',
    ],
    [
      'a bound over all classes beside a ledger',
      { k: 5, releases: 'ledger', 'risk-at-most': { average: '5%' } },
      {},
      'POLICY_ANONYMITY: a ledger of releases holds every class, and no average over them',
    ],
    ['a share without its sign', { k: 2, 'suppress-at-most': '4' }, {}, 'POLICY_VALUE'],
    ['a source that is none', { k: 2, source: 'peple' }, {}, 'POLICY_UNKNOWN_SOURCE: unknown source "peple"'],
    ['l of a field that is none', { k: 2, l: { ilness: 2 } }, {}, 'POLICY_ANONYMITY: "ilness" is no sensitive field'],
    ['l of a quasi-identifier', { k: 2, l: { age: 2 } }, {}, 'POLICY_ANONYMITY: "age" is no sensitive field'],
    [
      'a hierarchy of a field that is none',
      { k: 2, hierarchies: { note: 'n.csv' } },
      {},
      'POLICY_ANONYMITY: "note" is no',
    ],
    [
      'hierarchical closeness without a hierarchy',
      { k: 2, t: { illness: { hierarchical: 0.3 } } },
      {},
      'POLICY_ANONYMITY: hierarchical closeness needs a hierarchy',
    ],
    [
      'intervals that do not nest',
      { k: 2, hierarchies: { age: { intervals: [5, 12] } } },
      {},
      'POLICY_VALUE: the widths of intervals are not multiples',
    ],
    [
      'borders that cross',
      { k: 2, hierarchies: { age: { intervals: { widths: [5], lower: 9, upper: 8 } } } },
      {},
      'POLICY_VALUE: the lower border of intervals is not below',
    ],
    [
      'prefixes from coarse to fine',
      { k: 2, hierarchies: { city: { prefix: [4, 2] } } },
      {},
      'POLICY_VALUE: the characters that are masked do not rise',
    ],
    [
      'decimals that rise',
      { k: 2, hierarchies: { age: { round: [0, 1] } } },
      {},
      'POLICY_VALUE: the decimals that are left do not fall',
    ],
    [
      'dates from coarse to fine',
      { k: 2, hierarchies: { age: { dates: ['year', 'month'] } } },
      {},
      'POLICY_VALUE: the levels of dates do not become coarser',
    ],
    [
      'weeks below months',
      { k: 2, hierarchies: { age: { dates: ['week', 'month'] } } },
      {},
      'POLICY_VALUE: a week may lie in two of the level month',
    ],
    [
      'regions of nowhere',
      { k: 2, hierarchies: { city: { regions: 'kazakhstan' } } },
      {},
      'POLICY_CHOICE: "kazakhstan" is not one of',
    ],
    [
      'names in a language that the regions do not have',
      { k: 2, hierarchies: { city: { regions: { of: 'kz', names: 'fr' } } } },
      {},
      'POLICY_CHOICE: "fr" is not one of',
    ],
    ['subjects that nobody named', { k: 2, unit: 'subject' }, {}, 'POLICY_SUBJECT_MISSING'],
    ['a quasi-identifier by pattern', { k: 2 }, { 'p*': 'x' }, 'POLICY'],
    [
      'a quasi-identifier without anything above it',
      { k: 2 },
      { phone: { role: 'quasi-identifier', do: 'mask' }, zip: { role: 'quasi-identifier', do: { scrub: {} } } },
      'POLICY_ANONYMITY: "scrub" gives a quasi-identifier values',
    ],
    [
      'a ledger of records that are about nobody',
      { k: 2, releases: 'ledger' },
      {},
      'POLICY_LEDGER_WITHOUT_SUBJECT: whom a record of "people" is about is not stated',
    ],
    [
      'a ledger of releases that need not hold',
      { k: 2, releases: 'ledger', 'if-not-met': 'report' },
      {},
      'POLICY_ANONYMITY: a ledger of releases holds only releases that keep',
    ],
    [
      'k-map without a population',
      { k: 1, 'k-map': 5 },
      {},
      'POLICY_ANONYMITY: the people of a population are counted, and none is named',
    ],
    [
      'presence in a population that is only a number',
      { k: 1, 'presence-at-most': '20%', population: 1000 },
      {},
      'POLICY_ANONYMITY: the people of a population are counted, and none is named',
    ],
    [
      'a table of a population that no model looks at',
      { k: 2, population: 'all.csv' },
      {},
      'POLICY_ANONYMITY: no model looks at the table of a population',
    ],
    [
      'a population on standard input',
      { k: 2, 'k-map': 5, population: '-' },
      {},
      'POLICY_VALUE: the table of a population',
    ],
    [
      'a population and peeling',
      { k: 2, 'k-map': 5, population: 'all.csv', model: 'peeling' },
      {},
      'POLICY_ANONYMITY: peeling moves combinations',
    ],
    [
      'a population and a ledger',
      { k: 2, 'k-map': 5, population: 'all.csv', releases: 'ledger' },
      {},
      'POLICY_ANONYMITY: a ledger of releases holds the people that are in it',
    ],
    [
      'presence of subjects',
      { k: 2, 'presence-at-most': '5%', population: 'all.csv', unit: 'subject' },
      {},
      'POLICY_ANONYMITY: presence counts records',
    ],
    [
      'a presence of nobody',
      { k: 1, 'presence-at-most': '0%', population: 'all.csv' },
      {},
      'POLICY_VALUE: whoever is published is present',
    ],
    [
      'a name in the population for what is no quasi-identifier',
      { k: 1, 'k-map': 5, population: { path: 'all.csv', fields: { illness: 'x' } } },
      {},
      'POLICY_ANONYMITY: "illness" is no quasi-identifier field',
    ],
    [
      'a name in the population that is no path',
      { k: 1, 'k-map': 5, population: { path: 'all.csv', fields: { age: 'a..b' } } },
      {},
      'POLICY_PATH: ',
    ],
    [
      'an option that the format of the population does not have',
      { k: 1, 'k-map': 5, population: { path: 'all.jsonl', delimiter: ';' } },
      {},
      'POLICY_SOURCE_OPTION: "delimiter" means nothing for jsonl',
    ],
    [
      'a keyed rule beside a population',
      { k: 1, 'k-map': 5, population: 'all.csv' },
      { age: { role: 'quasi-identifier', do: { noise: { scale: 2 } } } },
      'POLICY_ANONYMITY: "noise" gives people of a population other values',
    ],
    [
      'a condition beside a population',
      { k: 1, 'k-map': 5, population: 'all.csv' },
      { age: { role: 'quasi-identifier', do: { round: 1 }, when: "illness == 'flu'", else: 'keep' } },
      'POLICY_ANONYMITY: a condition looks at other fields',
    ],
    [
      'a redacted quasi-identifier beside a population',
      { k: 1, 'k-map': 5, population: 'all.csv' },
      { age: { role: 'quasi-identifier', do: 'redact' } },
      'POLICY_ANONYMITY: a quasi-identifier that is erased',
    ],
  ]
  it('takes k-map and presence in place of k, with a table of the population', () => {
    const { messages, policy } = findings({
      k: 1,
      'k-map': 5,
      'presence-at-most': '20%',
      population: { path: 'all.csv', delimiter: ';', fields: { age: '"years lived"' } },
    })
    expect(messages).toEqual([])
    expect(policy!.anonymity).toMatchObject({
      'k-map': 5,
      'presence-at-most': 0.2,
      population: { path: 'all.csv', delimiter: ';', fields: { age: 'years lived' } },
    })
  })

  it('with a population of several sources has a finding', () => {
    const { messages } = findings(
      { k: 1, 'k-map': 5, population: 'all.csv' },
      {},
      { sources: { people: 'people.csv', visits: 'visits.csv' } },
      { ...SHUFFLED, fields: { people: { age: 'quasi-identifier' }, visits: { age: 'quasi-identifier' } } },
    )
    expect(messages).toContainEqual(expect.stringContaining('several sources have quasi-identifiers'))
  })

  it('with a ledger without a key has a finding', () => {
    const { messages } = findings({ k: 2, releases: 'ledger' }, {}, {}, {})
    expect(messages.some((m) => m.startsWith('POLICY_ANONYMITY: a ledger of releases needs a key'))).toBe(true)
  })

  it.each(wrong)('with %s has a finding', (_, anonymity, fields, beginning) => {
    expect(findings(anonymity, fields).messages.find((m) => m.startsWith(beginning))).toBeDefined()
  })

  it('warns where the order of the records is kept, and asks for a key where they are shuffled', () => {
    const order = ['POLICY_ORDER: records that are made anonymous keep the order in which they came']
    expect(findings({ k: 2 }, {}, {}, {}).messages).toEqual(order)
    expect(findings({ k: 2 }, {}, {}, { output: { order: 'keep' } }).messages).toEqual(order)
    const key = ['POLICY_UNKNOWN_KEY_NAME: shuffling records needs a key']
    expect(findings({ k: 2 }, {}, {}, { output: { order: 'shuffle' } }).messages).toEqual(key)
    const two = { a: { env: 'A' }, b: { env: 'B' } }
    expect(findings({ k: 2 }, {}, {}, { ...SHUFFLED, keys: two }).messages).toEqual(key)
    expect(findings({ k: 2 }).policy!.output.order).toBe('shuffle')
  })

  it('warns of a scrubbed text beside it, which may say in other words what the classes hide', () => {
    const scrubbed = { note: { role: 'sensitive', do: 'scrub' } }
    expect(findings({ k: 2 }, scrubbed).messages).toEqual([
      expect.stringMatching(/^POLICY_TEXT_BESIDE_CLASSES: .*: age, city in other words/),
    ])
    const others = { people: { age: 'quasi-identifier' }, visits: scrubbed }
    const sources = { sources: { people: 'people.csv', visits: 'visits.csv' } }
    expect(findings({ k: 2 }, {}, sources, { ...SHUFFLED, fields: others }).messages).toEqual([])
  })

  it('takes bounds on all published records, beside k or instead of it', () => {
    const bounds = (k: number, risk: object) => {
      const { messages, policy } = findings({ k, 'risk-at-most': risk })
      expect(messages).toEqual([])
      return policy!.anonymity!['risk-at-most']
    }
    expect(bounds(5, { average: '2.5%' })).toEqual({ average: 0.025 })
    expect(bounds(1, { unique: '0%' })).toEqual({ unique: 0 })
    expect(bounds(1, { average: '20%', unique: '1%' })).toEqual({ average: 0.2, unique: 0.01 })
  })

  it('with a k of one is no ground for the label k-anonymous', () => {
    const labelled = { ...SHUFFLED, output: { order: 'shuffle', label: 'k-anonymous' } }
    const label = 'POLICY_LABEL: a release is k-anonymous only if the policy asks for k'
    expect(findings({ k: 1, 'risk-at-most': { unique: '1%' } }, {}, {}, labelled).messages).toEqual([label])
    expect(findings({ k: 2 }, {}, {}, labelled).messages).toEqual([])
  })

  it('takes the number of people of whom the records are a sample', () => {
    expect(findings({ k: 2, population: 20_000_000 }).policy!.anonymity!.population).toBe(20_000_000)
    expect(findings({ k: 2, population: 0 }).messages).not.toEqual([])
  })

  it('needs a quasi-identifier that is not erased', () => {
    const gone = { role: 'quasi-identifier', do: 'drop' }
    expect(findings({ k: 2 }, { age: gone, city: gone }).messages).toEqual([
      'POLICY_ANONYMITY: there is no quasi-identifier that a class could have in common',
    ])
  })

  it('takes no quasi-identifier that has several values a record', () => {
    const source = { sources: { people: 'people.jsonl' } }
    expect(findings({ k: 2 }, { 'visits[].city': 'quasi-identifier' }, source).messages).toEqual([
      'POLICY_ANONYMITY: a quasi-identifier that is made anonymous is one field with one value a record',
    ])
  })
})
