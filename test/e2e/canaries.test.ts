import { describe, expect, it } from 'vitest'
import {
  CONSENT,
  CONTRACT,
  KEY,
  REGISTER_HEADER,
  consent,
  csv,
  jsonl,
  people,
  peopleCsv,
  peoplePolicy,
  project,
  type Project,
  type Ran,
} from './perde.ts'

/** Strings that stand nowhere else: whatever holds one after a run has kept a value that had to go. */
function canaries() {
  const planted: string[] = []
  return {
    planted,
    /** a value of its own, with letters of three alphabets */
    word: (what: string) => keep(`Zq${what}${planted.length}Әж${(planted.length * 7919) % 10_007}x`),
    /** a number with 14 digits */
    digits: () => keep(String(71_234_567_000_000 + planted.length * 1_000_003)),
    day: () => keep(`20${90 + (planted.length % 10)}-0${1 + (planted.length % 9)}-${11 + (planted.length % 17)}`),
    keep,
  }
  function keep(value: string): string {
    planted.push(value)
    return value
  }
}

/** Where a canary stands in what a run wrote: every file but the inputs, every name, both streams. */
function survivors(p: Project, inputs: Set<string>, planted: string[], ...ran: Ran[]): string[] {
  const places: [string, Buffer][] = ran.flatMap(({ stdout, stderr }): [string, Buffer][] => [
    ['stdout', Buffer.from(stdout)],
    ['stderr', Buffer.from(stderr)],
  ])
  for (const name of p.below()) {
    if (inputs.has(name)) continue
    places.push([`name of ${name}`, Buffer.from(name)])
    if (!name.endsWith('/')) places.push([name, p.bytes(name)])
  }
  const found = planted.flatMap((canary, n) => {
    const forms = [
      canary,
      JSON.stringify(canary).slice(1, -1),
      Buffer.from(canary).toString('base64').replace(/=+$/, ''),
    ]
    return places.flatMap(([place, bytes]) => (forms.some((form) => bytes.includes(form)) ? `${n} in ${place}` : []))
  })
  return found.slice(0, 20)
}

const WIDE_POLICY = `perde: 1
dataset:
  id: clinic
  sources:
    people: 'people/*.csv'
    bare: { path: bare.csv, header: false }
    visits: visits.jsonl
  subject: { people: iin, bare: column1, visits: patient.iin }
  provenance: { controller: Example Clinic }
${CONSENT}keys:
  main: { env: PERDE_KEY }
unlisted: drop
fields:
  people:
    iin: { role: identifier, type: iin, do: pseudonym person }
    name: { role: identifier, do: drop }
    phone: { role: identifier, type: phone, do: { mask: { last: 2 } } }
    email: { role: identifier, type: email, do: fake internet.email }
    full: { role: identifier, type: person, do: fake person.name }
    passport: { role: identifier, do: redact }
    card: { role: identifier, do: null }
    address: { role: identifier, do: encrypt }
    account: { role: identifier, do: fpe digits }
    ticket: { role: identifier, do: surrogate }
    born: { role: quasi-identifier, do: generalise year }
    seen: { role: sensitive, do: shift-date 180d, on-error: drop-record }
    salary: { role: sensitive, do: bucket 10000000 }
    code: { role: sensitive, do: prefix 2 }
    flag: { role: identifier, do: drop, when: "city == 'Алматы'", else: redact }
    note: { role: sensitive, do: { scrub: { find: [iin, phone, email], with: label } } }
    photo: { role: biometric, do: drop }
    '"odd, ""name"""': { role: identifier, do: drop }
    city: insensitive
    plain: insensitive
  bare:
    column1: { role: identifier, type: iin, do: pseudonym person }
    column2: { role: identifier, do: redact }
    column3: { role: identifier, do: drop }
  visits:
    patient.iin: { role: identifier, type: iin, do: pseudonym person }
    patient.name: { role: identifier, do: drop }
    'people[].name': { role: identifier, do: redact }
    'people[].tags[]': { role: identifier, do: pseudonym tag }
    'deep[][].x': { role: identifier, do: { mask: { } } }
    contacts: { role: identifier, do: drop }
    erased: { role: identifier, do: redact }
    gone: { role: identifier, do: null }
    amount: { role: sensitive, do: round 100000000 }
    private.**: { role: identifier, do: drop }
    plain: insensitive
`

describe('a value that a rule removes', () => {
  it('stands nowhere in release, log, messages, names or temporary folders', () => {
    const c = canaries()
    c.keep(KEY)
    c.keep(Buffer.from(KEY, 'hex').toString('latin1'))
    const everybody = people(24)
    for (const p of everybody) {
      c.keep(p.iin)
      c.keep(p.phone)
      c.keep(p.phone.replaceAll(/[ +]/g, ''))
      c.keep(p.email)
    }
    const used = (i: number) => i % 3 !== 2
    const rows = everybody.map((p, i) => [
      p.iin,
      `${c.word('quoted')}, "${c.word('inner')}"\n${c.word('line')}`,
      p.phone,
      p.email,
      c.word('full'),
      i === 4 ? `'${c.word('apostrophe')}` : c.word('passport'),
      c.digits(),
      c.word('address'),
      c.digits(),
      c.word('ticket'),
      c.day(),
      i === 6 ? c.word('nodate') : c.day(),
      c.digits(),
      c.word('code'),
      c.word('flag'),
      `call ${p.phone}; ${p.email}, "${p.iin}"`,
      c.word('photo'),
      c.word('odd'),
      p.city,
      // Records that are left out for want of consent leave whole, kept columns and all.
      used(i) && i !== 6 ? 'ok' : c.word('plain'),
      c.word('unlisted'),
    ])
    const header = [
      ...['iin', 'name', 'phone', 'email', 'full', 'passport', 'card', 'address', 'account', 'ticket', 'born', 'seen'],
      ...['salary', 'code', 'flag', 'note', 'photo', 'odd, "name"', 'city', 'plain', 'unlisted'],
    ]
    const visits = everybody.map((p, i) => ({
      patient: { iin: p.iin, name: c.word('name') },
      people: [{ name: c.word('a') }, { name: `"${c.word('b')}\\`, tags: [c.word('t'), c.word('t'), null] }],
      deep: [[{ x: c.word('x') }], []],
      contacts: { [c.word('key')]: 1, list: [c.word('l')] },
      erased: { [c.word('key')]: [c.word('e')] },
      gone: [c.word('g'), { g: c.word('g') }],
      amount: Number(c.digits()),
      private: { [c.word('key')]: c.word('p'), more: { [c.word('key')]: [{ y: c.word('y') }] } },
      plain: used(i) ? 'ok' : c.word('plain'),
      [`unlisted ${i}`]: { [c.word('key')]: c.word('u') },
    }))
    const person = `people/Үсенов Асан ${c.keep('930101500015')}.csv`
    const files = {
      'policy.yaml': WIDE_POLICY,
      'consents.csv': csv(
        REGISTER_HEADER,
        everybody.flatMap((p, i) => (used(i) ? [consent(p.iin, 'given')] : i < 12 ? [consent(p.iin, 'refused')] : [])),
      ),
      [person]: csv(header, rows.slice(0, 12)),
      'people/z.csv': csv(header, rows.slice(12)),
      'bare.csv': everybody.map((p) => `${p.iin},${c.word('bare')},"${c.word('bare')}"\n`).join(''),
      'visits.jsonl': jsonl(visits),
    }
    const p = project(files)
    const inputs = new Set([...Object.keys(files)])
    const piped = ['--source', 'visits=-', '--progress', 'always']
    const ran = [
      p.perde(['run', 'policy.yaml', '--out', 'out', '--workers', '2', '--block', '1KiB', '--json']),
      p.perde(['run', 'policy.yaml', '--out', 'piped', '--workers', '1', ...piped], { input: jsonl(visits) }),
    ]
    expect(ran.map(({ status, stderr }) => ({ status, stderr: status === 0 ? '' : stderr }))).toEqual([
      { status: 0, stderr: '' },
      { status: 0, stderr: '' },
    ])
    ran.push(p.perde(['verify', 'out']), p.perde(['log', 'show', '--json']), p.perde(['explain', 'policy.yaml']))
    expect(c.planted.length).toBeGreaterThan(600)
    expect(survivors(p, inputs, c.planted, ...ran)).toEqual([])
    const { records } = p.json<{ records: object }>('out/manifest.json')
    expect(records).toEqual({ in: 72, out: 47, excluded: 24, suppressed: 1, quarantined: 0 })
  })

  it('stands nowhere in what scan prints and suggests', () => {
    const c = canaries()
    const everybody = people(30)
    for (const p of everybody) [p.iin, p.phone, p.email, p.born].forEach(c.keep)
    const rows = everybody.map((p) => [
      p.iin,
      c.word('name'),
      p.phone,
      p.email,
      p.born,
      `from ${p.phone}, ${c.word('n')}`,
    ])
    const visits = everybody.map((p) => ({ [p.email]: 1, a: { [p.iin]: [c.word('v')] } }))
    const files = {
      'people.csv': csv(['iin', 'name', 'phone', 'email', 'born', 'note'], rows),
      'visits.jsonl': jsonl(visits),
    }
    const p = project(files)
    const ran = [
      p.perde(['scan', 'people.csv', 'visits.jsonl', '--policy-out', 'first.yaml']),
      p.perde(['scan', 'people.csv', 'visits.jsonl', '--json']),
    ]
    expect(ran.map((r) => r.status)).toEqual([0, 0])
    expect(survivors(p, new Set(Object.keys(files)), c.planted, ...ran)).toEqual([])
  })
})

describe('a key of an object that is somebody’s data', () => {
  it('stops the run, and stands nowhere but in the input', () => {
    const c = canaries()
    const files = {
      'policy.yaml': `perde: 1
dataset: { id: clinic, sources: { visits: visits.jsonl }, provenance: { controller: Example Clinic } }
${CONTRACT}fields:
  visits: { 'by.**': insensitive, 'contacts.*.name': { role: identifier, do: drop } }
`,
      'visits.jsonl': jsonl(
        people(10).map((p) => ({ by: { [c.keep(p.email)]: 1 }, contacts: { [c.keep(p.phone)]: { name: p.name } } })),
      ),
    }
    const p = project(files)
    const ran = p.perde(['run', 'policy.yaml', '--out', 'out', '--json'])
    // Keys cannot be masked, so such a run is refused, and nothing of it stays.
    expect(ran.status).toBe(78)
    expect(survivors(p, new Set(Object.keys(files)), c.planted, ran)).toEqual([])
  })
})

/** Runs that fail at a value: what the fault is made of, and the code it ends with. */
const FAULTS: { what: string; code: string; policy: string; files(c: ReturnType<typeof canaries>): object }[] = [
  {
    what: 'a value that its transform cannot handle',
    code: 'INPUT_VALUE',
    policy: peoplePolicy(CONTRACT, { fields: '    born: { role: quasi-identifier, do: generalise year }\n' }),
    files: (c) => ({
      'people.csv': `iin,name,city,born\n1,2,3,2090-01-01\n${c.word('i')},${c.word('n')},x,${c.word('b')}\n`,
    }),
  },
  {
    what: 'a null where the policy says nulls: fail',
    code: 'INPUT_VALUE',
    policy: visitsPolicy('a: { role: sensitive, do: round 5, nulls: fail }, b: { role: identifier, do: drop }'),
    files: (c) => ({ 'visits.jsonl': jsonl([{ a: null, b: c.word('b') }]) }),
  },
  {
    what: 'a value that a lookup table does not have',
    code: 'INPUT_VALUE',
    policy: visitsPolicy('a: { role: sensitive, do: { lookup: { file: table.csv } } }'),
    files: (c) => ({ 'visits.jsonl': jsonl([{ a: c.word('a') }]), 'table.csv': `${c.word('t')},x\n` }),
  },
  {
    what: 'a column called insensitive that holds addresses of people',
    code: 'INPUT_SURPRISE',
    policy: visitsPolicy('a: insensitive'),
    files: (c) => ({ 'visits.jsonl': jsonl(people(20).map((p) => ({ a: c.keep(p.email) }))) }),
  },
  {
    what: 'keys called insensitive that are people, with addresses of people under them',
    code: 'POLICY_UNCOVERED_FIELD',
    policy: visitsPolicy("'a.**': insensitive"),
    files: (c) => ({
      'visits.jsonl': jsonl(people(20).map((p) => ({ a: { [c.keep(people(1, 90)[0]!.phone)]: c.keep(p.email) } }))),
    }),
  },
  {
    what: 'a key of an object that no rule covers and that is somebody’s address',
    code: 'POLICY_UNCOVERED_FIELD',
    policy: visitsPolicy('a: insensitive'),
    files: (c) => ({ 'visits.jsonl': jsonl([{ a: 1 }, { [c.keep('asan.usenov@example.org')]: 1 }]) }),
  },
  {
    what: 'a key of an object that stands there twice and is somebody’s address',
    code: 'POLICY_UNCOVERED_FIELD',
    policy: visitsPolicy("'**': insensitive"),
    files: (c) => ({ 'visits.jsonl': `{"${c.keep('asan.usenov@example.org')}":1,"asan.usenov@example.org":2}\n` }),
  },
  {
    what: 'a first record that is read as the header',
    code: 'INPUT_NO_HEADER',
    policy: peoplePolicy(),
    files: (c) => ({
      'people.csv': people(5)
        .map((p) => `${c.keep(p.iin)},${c.keep(p.name)},${c.keep(p.email)}\n`)
        .join(''),
    }),
  },
  {
    what: 'names of columns that are the same and people',
    code: 'INPUT_DUPLICATE_FIELD',
    policy: peoplePolicy(),
    files: (c) => ({ 'people.csv': `iin,${c.keep('Үсенов Асан')},Үсенов Асан\n1,2,3\n` }),
  },
  {
    what: 'a column that no rule covers and whose name is somebody’s number',
    code: 'INPUT_NO_HEADER',
    policy: peoplePolicy(),
    files: (c) => ({ 'people.csv': `iin,name,city,${c.keep('930101500015')}\n1,2,3,4\n` }),
  },
  {
    what: 'a last line that is cut in the middle of a value',
    code: 'INPUT_TORN_TAIL',
    policy: visitsPolicy('a: { role: identifier, do: drop }'),
    files: (c) => ({ 'visits.jsonl': `{"a":"${c.word('a')}"}\n{"a":"${c.word('torn')}` }),
  },
  {
    what: 'a quote that is never closed',
    code: 'INPUT_UNTERMINATED_QUOTE',
    policy: peoplePolicy(),
    files: (c) => ({ 'people.csv': `iin,name,city\n1,"${c.word('n')}\n${c.word('i')},${c.word('n')},c\n` }),
  },
  {
    what: 'a byte that is not UTF-8 in the middle of a name',
    code: 'INPUT_ENCODING',
    policy: peoplePolicy(),
    files: (c) => ({
      'people.csv': Buffer.concat([
        Buffer.from(`iin,name,city\n1,${c.word('n')}`),
        Buffer.of(0xc0, 0x20),
        Buffer.from('x,c\n'),
      ]),
    }),
  },
  {
    what: 'a line that is no JSON',
    code: 'INPUT_JSON',
    policy: visitsPolicy('a: { role: identifier, do: drop }'),
    files: (c) => ({ 'visits.jsonl': `{"a":"${c.word('a')}"}\n{"a":${c.word('bare')}}\n{"a":1}\n` }),
  },
  {
    what: 'a row with a field too many',
    code: 'INPUT_RAGGED_ROW',
    policy: peoplePolicy(),
    files: (c) => ({ 'people.csv': `iin,name,city\n1,${c.word('n')},c,${c.word('more')}\n` }),
  },
  {
    what: 'a register with words, dates and rows that cannot be read, and a run that needs everybody’s consent',
    code: 'DENIED_CONSENT',
    policy: peoplePolicy(
      CONSENT.replace('purpose: purpose', 'purpose: purpose, until: until').replace(/\n$/, '\n  otherwise: fail\n'),
    ),
    files: (c) => ({
      'people.csv': peopleCsv(people(3).map((p) => ({ ...p, iin: c.keep(p.iin) }))),
      'consents.csv': csv(
        [...REGISTER_HEADER, 'until'],
        [
          [...consent(people(1)[0]!.iin, c.word('status')), ''],
          [...consent(people(1, 2)[0]!.iin, 'given'), c.word('date')],
          [people(1, 3)[0]!.iin, 'given', c.word('purpose'), c.word('processing'), ''],
        ],
      ),
    }),
  },
  {
    what: 'a register with a row that may hide a refusal',
    code: 'REGISTER_INVALID',
    policy: peoplePolicy(CONSENT),
    files: (c) => ({
      'people.csv': peopleCsv(people(3).map((p) => ({ ...p, iin: c.keep(p.iin) }))),
      'consents.csv': csv(REGISTER_HEADER, [[c.word('ragged')], consent(c.word('nobody'), 'withdrawn')]),
    }),
  },
  {
    what: 'a register that is no well-formed CSV',
    code: 'REGISTER_INVALID',
    policy: peoplePolicy(CONSENT),
    files: (c) => ({
      'people.csv': peopleCsv(people(3).map((p) => ({ ...p, iin: c.keep(p.iin) }))),
      'consents.csv': `iin,status,purpose,processing\n"${c.word('open')}" ${c.word('after')},given,a,b\n`,
    }),
  },
  {
    what: 'a key command that prints no key, and says so',
    code: 'KEY_COMMAND',
    policy: peoplePolicy().replace(
      '{ env: PERDE_KEY }',
      "{ command: [sh, -c, 'cat secret.txt; cat secret.txt >&2; exit 4'] }",
    ),
    files: (c) => ({ 'people.csv': peopleCsv(people(1)), 'secret.txt': c.word('secret') }),
  },
  {
    what: 'a key that is too short',
    code: 'KEY_INVALID',
    policy: peoplePolicy().replace('{ env: PERDE_KEY }', '{ file: short.key }'),
    files: (c) => ({ 'people.csv': peopleCsv(people(1)), 'short.key': c.word('secret') }),
  },
]

function visitsPolicy(fields: string): string {
  return `perde: 1
dataset: { id: clinic, sources: { visits: visits.jsonl }, provenance: { controller: Example Clinic } }
${CONTRACT}fields:
  visits: { ${fields} }
`
}

describe('a run that fails says no value, whatever it fails at', () => {
  for (const { what, code, policy, files } of FAULTS)
    it(`at ${what}`, () => {
      const c = canaries()
      const inputs = { 'policy.yaml': policy, ...files(c) } as Record<string, string>
      expect(c.planted.length).toBeGreaterThan(0)
      const p = project(inputs)
      const ran = p.perde(['run', 'policy.yaml', '--out', 'out', '--block', '1KiB', '--workers', '1', '--json'])
      expect(ran.stderr).toContain(`[${code}]`)
      expect(ran.status).toBeGreaterThanOrEqual(65)
      expect(JSON.parse(ran.stdout)).toMatchObject({ name: 'PerdeError', code })
      expect(survivors(p, new Set(Object.keys(inputs)), c.planted, ran)).toEqual([])
      expect(p.has('out')).toBe(false)
    })
})

describe('a key of an object that is somebody’s name', () => {
  const NAMES = ['Aruzhan', 'Gulnara Akhmetova', 'Нұрсұлтан']
  const records = people(60).map(({ iin, born }, n) => ({
    iin,
    sex: n % 2 === 0 ? 'f' : 'm',
    born: { [NAMES[n % NAMES.length]!]: born, year: born.slice(0, 4) },
  }))
  const policy = (more: string) => `perde: 1
dataset:
  id: clinic
  sources: { people: people.jsonl }
  provenance: { controller: Example Clinic, method: own-records }
${CONTRACT}keys:
  main: { env: PERDE_KEY }
fields:
  people:
    iin: { role: identifier, type: iin, do: pseudonym person }
    sex: quasi-identifier
${more}`

  it.each([
    ['dropped', 'unlisted: drop\n'],
    ['decided by what is found', 'unlisted: detect\n'],
    ['decided by what is found, in classes', 'unlisted: detect\nanonymity: { k: 2 }\n'],
    ['under a rule for every key', "    'born.*': { role: sensitive, do: null }\n"],
    [
      'a quasi-identifier under a rule for every key',
      "    'born.*': { role: quasi-identifier, do: generalise year }\n",
    ],
  ])('stands in nothing but the records where it is %s', (_, more) => {
    const p = project({ 'policy.yaml': policy(more), 'people.jsonl': jsonl(records) })
    const ran = p.perde(['run', 'policy.yaml', '--out', 'out'])
    // A run that stops at such a key is right too.
    const inputs = new Set(['people.jsonl', ...p.below().filter((name) => name.startsWith('out/data/'))])
    expect(survivors(p, inputs, NAMES, ran)).toEqual([])
    expect([0, 65, 78]).toContain(ran.status)
  })
})
