import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { CONSENT, REGISTER_HEADER, consent, csv, people, peoplePolicy, person, project, type Project } from './perde.ts'

/** XML documents through every command that reads an input. */

const EVERYBODY = people(400)
const REGISTER = csv(
  REGISTER_HEADER,
  EVERYBODY.map(({ iin }, i) => consent(iin, i % 3 === 0 ? 'withdrawn' : 'given')),
)
const record = ({ iin, name, city }: (typeof EVERYBODY)[number]) =>
  `    <h:person>\n      <iin>${iin}</iin>\n      <name><![CDATA[${name}]]></name>\n      <city>${city}</city>\n    </h:person>\n`
const START = `<?xml version="1.0" encoding="UTF-8"?>
<!-- written by the nightly job -->
<export xmlns:h="urn:clinic" version="3">
  <source>registry</source>
  <all>
`
const END = `  </all>
  <checksum>9f</checksum>
</export>
`
const DOCUMENT = START + EVERYBODY.map(record).join('') + END
const INPUT = '{ path: people.xml, record: /export/all/h:person }'
const POLICY = peoplePolicy(CONSENT, { input: INPUT })
const values = (document: string, name: string) =>
  [...document.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'g'))].map(([, value]) => value!)

describe('a run over an XML document', () => {
  let p: Project
  beforeAll(() => {
    p = project({ 'policy.yaml': POLICY, 'people.xml': DOCUMENT, 'consents.csv': REGISTER }, () => undefined)
    expect(p.perde(['run', 'policy.yaml', '--out', 'out', '--block', '4KiB'])).toMatchObject({ status: 0 })
  })

  it('writes the document with the records that may be used, and everything around them as it was', () => {
    const written = p.text('out/data/people.xml')
    expect(written.startsWith(START)).toBe(true)
    expect(written.endsWith(END)).toBe(true)
    const used = EVERYBODY.filter((_, i) => i % 3 !== 0)
    expect(values(written, 'city')).toEqual(used.map(({ city }) => city))
    expect(values(written, 'iin').every((iin) => /^[a-z2-7]{16}$/.test(iin))).toBe(true)
    expect(written).not.toContain('<name>')
    expect(p.json<{ outputs: unknown[] }>('out/manifest.json').outputs).toMatchObject([
      { records: used.length, record: '/export/all/h:person' },
    ])
  })

  it('is verified, and one changed byte behind the records is found', () => {
    expect(p.perde(['verify', 'out', '--log', 'perde-log'])).toMatchObject({ status: 0 })
    const whole = p.text('out/data/people.xml')
    p.write('out/data/people.xml', whole.replace('9f', '9e'))
    expect(p.perde(['verify', 'out', '--log', 'perde-log'])).toMatchObject({ status: 65 })
    p.write('out/data/people.xml', whole)
  })

  it('gives the same bytes for any number of workers and any size of block', () => {
    for (const [workers, block] of [
      ['1', '1KiB'],
      ['2', '1MiB'],
    ] as const) {
      const out = `out-${workers}-${block}`
      expect(p.perde(['run', 'policy.yaml', '--out', out, '--workers', workers, '--block', block]).status).toBe(0)
      expect(p.text(`${out}/data/people.xml`)).toBe(p.text('out/data/people.xml'))
    }
  })

  it('is read again by the commands that take a file, and what scan writes is a policy for it', () => {
    const risk = p.perde(['risk', 'people.xml', '--record', '/export/all/h:person', '--qi', 'city', '--json'])
    expect(JSON.parse(risk.stdout)).toMatchObject({ sources: { 'people.xml': { records: 400 } } })
    const who = ['--controller', 'Clinic', '--basis', 'contract', '--justification', 'clause 4']
    const scan = p.perde(['scan', 'people.xml', '--json', '--policy-out', 'first.yaml', ...who])
    expect((JSON.parse(scan.stdout) as { fields: unknown[] }).fields).toMatchObject([
      { path: 'iin', entity: 'iin' },
      { path: 'name', entity: 'person' },
      { path: 'city' },
    ])
    expect(p.text('first.yaml')).toContain('record: "/export/all/h:person"')
    expect(p.perde(['run', 'first.yaml', '--out', 'first'])).toMatchObject({ status: 0 })
    for (const { iin, name } of EVERYBODY) {
      expect(p.text('first/data/people.xml')).not.toContain(iin)
      expect(p.text('first/data/people.xml')).not.toContain(name)
    }
  })

  it('stays a document when its records are shuffled, with every record once', () => {
    p.write('shuffled.yaml', `${POLICY}output: { order: shuffle }\n`)
    expect(p.perde(['run', 'shuffled.yaml', '--out', 'shuffled', '--block', '3KiB'])).toMatchObject({ status: 0 })
    const ids = (name: string) => values(p.text(`${name}/data/people.xml`), 'iin')
    expect(ids('shuffled')).not.toEqual(ids('out'))
    expect(ids('shuffled').sort()).toEqual(ids('out').sort())
    expect(p.perde(['verify', 'shuffled', '--log', 'perde-log'])).toMatchObject({ status: 0 })
  })

  it.each([
    ['<export/>', '{ path: people.xml }'],
    ['<export><all></all></export>', INPUT],
  ])('writes a document without records as it is: %s', (document, input) => {
    const q = project({ 'policy.yaml': peoplePolicy(undefined, { input }), 'people.xml': document })
    expect(q.perde(['run', 'policy.yaml', '--out', 'out'])).toMatchObject({ status: 0 })
    expect(q.text('out/data/people.xml')).toBe(document)
    expect(q.perde(['verify', 'out', '--log', 'perde-log'])).toMatchObject({ status: 0 })
    expect(q.perde(['scan', 'people.xml'])).toMatchObject({ status: 0 })
  })

  it('writes only the records where the policy drops what is around them', () => {
    p.write('bare.yaml', POLICY.replace('h:person }', 'h:person, around: drop }'))
    p.write('people.xml', DOCUMENT.replace('9f', `checked by ${EVERYBODY[0]!.name}, ${EVERYBODY[0]!.iin}`))
    expect(p.perde(['run', 'bare.yaml', '--out', 'bare'])).toMatchObject({ status: 0 })
    p.write('people.xml', DOCUMENT)
    const bare = p.text('bare/data/people.xml')
    expect(bare.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<export xmlns:h="urn:clinic"><all>\n')).toBe(true)
    expect(bare.endsWith('</h:person>\n</all></export>\n')).toBe(true)
    expect(values(bare, 'iin')).toEqual(values(p.text('out/data/people.xml'), 'iin'))
    expect(p.perde(['verify', 'bare', '--log', 'perde-log'])).toMatchObject({ status: 0 })
  })

  it('makes classes of at least k of its records', () => {
    const anonymity = 'anonymity: { source: people, k: 5, suppress-at-most: 5% }\noutput: { order: shuffle }\n'
    p.write('k.yaml', `${POLICY.replace(/city: .*\n/, 'city: { role: quasi-identifier }\n')}${anonymity}`)
    expect(p.perde(['run', 'k.yaml', '--out', 'k'])).toMatchObject({ status: 0 })
    const counts = new Map<string, number>()
    for (const city of values(p.text('k/data/people.xml'), 'city')) counts.set(city, (counts.get(city) ?? 0) + 1)
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(5)
  })

  it('is read in the encoding that it declares, packed or not, and written in UTF-8', () => {
    const declared = DOCUMENT.replace('UTF-8', 'utf-16')
    const utf16 = Buffer.from(`\ufeff${declared}`, 'utf16le')
    p.write('people.xml', gzipSync(utf16))
    expect(p.perde(['run', 'policy.yaml', '--out', 'utf16'])).toMatchObject({ status: 0 })
    expect(p.text('utf16/data/people.xml')).toBe(p.text('out/data/people.xml'))
    const russian =
      '<?xml version="1.0" encoding="windows-1251"?>\n<a><b><iin>1</iin><name>x</name><city>\xc0\xeb\xec\xe0</city></b></a>'
    p.write('russian.xml', Buffer.from(russian, 'latin1'))
    p.write('russian.yaml', peoplePolicy(undefined, { input: '{ path: russian.xml, record: /a/b }' }))
    expect(p.perde(['run', 'russian.yaml', '--out', 'russian'])).toMatchObject({ status: 0 })
    expect(p.text('russian/data/people.xml')).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>[^]*<city>Алма<\/city>/)
    p.write('people.xml', DOCUMENT)
  })
})

describe('an XML document that is not fit', () => {
  const { iin, name } = person(900)
  const rows = EVERYBODY.slice(0, 30).map(record).join('')
  const inside = (rest: string) => `<export xmlns:h="urn:clinic"><all>${rows}</all>${rest}</export>`
  const instead = (one: string) => `<export xmlns:h="urn:clinic"><all>${rows}<h:person>${one}</h:person></all></export>`

  /** What a run over a document says; nothing is published, and nothing of the document is in what is said. */
  function refused(document: string, input = INPUT) {
    const p = project({ 'policy.yaml': peoplePolicy(undefined, { input }), 'people.xml': document })
    const { status, stderr } = p.perde(['run', 'policy.yaml', '--out', 'out', '--block', '1KiB'])
    expect(p.has('out')).toBe(false)
    for (const secret of [iin, name, EVERYBODY[0]!.iin, EVERYBODY[0]!.name]) expect(stderr).not.toContain(secret)
    return { status, stderr }
  }

  it.each([
    ['an identifier in an element behind the records', inside(`<by>${iin}</by>`)],
    ['a name in a comment', inside(`<!-- asked for by ${name} -->`)],
    ['a name in an attribute', inside(`<by who="${name}"/>`)],
    ['an identifier in an instruction', inside(`<?for ${iin}?>`)],
    ['a namespace that is an identifier', inside(`<by xmlns="urn:${iin}"/>`)],
    ['another list of records', inside('<old><born>1990</born></old><old><born>1991</born></old>')],
  ])('is refused for %s', (_, document) => {
    const { status, stderr } = refused(document)
    expect(status).toBe(65)
    expect(stderr).toContain('[INPUT_SURPRISE]')
  })

  it.each([
    ['a comment', `<iin>1</iin><!-- ${name} -->`],
    ['an instruction', `<iin>1</iin><?for ${iin}?>`],
    ['an attribute', `<iin of="${name}">1</iin>`],
    ['text beside elements', `<iin>1</iin>${name}`],
    ['an attribute that is called like somebody', `<iin n-${iin}="1">1</iin>`],
  ])('is refused for %s in a record that no rule covers', (_, one) => {
    const { status, stderr } = refused(instead(one))
    expect(status).toBe(78)
    expect(stderr).toContain('[POLICY_UNCOVERED_FIELD]')
  })

  it.each([
    ['an entity is not defined', instead('<iin>&iin;</iin>'), 'INPUT_XML'],
    ['a tag is closed by another', instead('<iin>1</iim>'), 'INPUT_XML'],
    ['an attribute stands twice', instead(`<iin a="1" a="${iin}"/>`), 'INPUT_XML'],
    ['nesting is deep', instead('<iin>'.repeat(50_000) + '</iin>'.repeat(50_000)), 'INPUT_XML_DEPTH'],
    ['nesting has no end', instead('<iin>'.repeat(50_000)), 'INPUT_TORN_TAIL'],
    ['it has a DOCTYPE', `<!DOCTYPE export [<!ENTITY a "${iin}">]>${inside('')}`, 'INPUT_XML_DOCTYPE'],
    ['its records are nowhere', `<export><none>${iin}</none></export>`, 'INPUT_FORMAT'],
    ['its records stand in two places', inside(`<all>${rows}</all>`), 'INPUT_FORMAT'],
    ['it is cut off', inside('').slice(0, -200), 'INPUT_TORN_TAIL'],
    ['it is empty', '', 'INPUT_EMPTY'],
  ])('is refused where %s', (_, document, code) => {
    const { status, stderr } = refused(document)
    expect(status).toBe(65)
    expect(stderr).toContain(`[${code}`)
  })

  it('whose record has no end is refused before it fills the memory', () => {
    const { status, stderr } = refused(instead(`<iin a="${'x'.repeat(17 * 1024 * 1024)}"/>`))
    expect(status).toBe(65)
    expect(stderr).toContain('[INPUT_RECORD_TOO_LARGE]')
  })
})
