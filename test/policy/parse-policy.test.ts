import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FINDINGS } from '../../src/policy/finding.ts'
import { parsePolicy } from '../../src/policy/parse-policy.ts'
import type { Finding } from '../../src/policy/policy.ts'
import { AS_OF, ENTITIES, GOOD, goodBut } from './good-policy.ts'

function parse(text: string) {
  return parsePolicy(text, { file: 'policy.yaml', entities: ENTITIES, asOf: AS_OF })
}

/** `path: message; hint (file:line:column)`: all of a finding on one line of a table. */
function formatFinding({ message, hint, where }: Finding): string {
  const place = [where.file ?? 'policy', where.line, where.column].filter((part) => part !== undefined).join(':')
  return `${where.path === undefined ? '' : `${where.path}: `}${message}${hint === undefined ? '' : `; ${hint}`} (${place})`
}

function lines(text: string): string[] {
  return parse(text).findings.map(formatFinding)
}

describe('a policy without mistakes', () => {
  test('has no finding', () => {
    expect(lines(GOOD)).toEqual([])
  })
  test('has its short forms expanded and its recipes resolved', () => {
    const { patients } = parse(GOOD).policy!.fields
    expect(patients!['iin']!.do).toEqual([{ verb: 'pseudonym', options: { domain: 'person' } }])
    expect(patients!['age']!.do).toEqual([{ verb: 'clip', options: { max: 89, above: '90+' } }])
    expect(patients!['income']!.do.map(({ verb }) => verb)).toEqual(['clip', 'round'])
  })
  test('has its defaults filled in', () => {
    const { policy } = parse(GOOD)
    expect(policy!.fields['patients']!['sex']).toEqual({
      role: 'quasi-identifier',
      do: [],
      nulls: 'keep',
      empty: 'keep',
      'on-error': 'fail',
    })
    expect(policy!.consent).toMatchObject({ subsume: false, otherwise: 'drop-record' })
    expect(policy!.detect).toMatchObject({ confidence: 0.5, 'surprise-scan': 'sample' })
    expect(policy!.output).toMatchObject({ label: 'auto', formula: 'keep' })
    expect(policy!.dataset.sources['patients']).toEqual({ path: 'data/patients-*.csv' })
  })
  test('keeps values of a field whose do or else is "keep" by having no steps', () => {
    expect(parse(GOOD).policy!.fields['visits']!['note']).toMatchObject({ when: "kind != 'open'", else: [] })
  })
  test('may be JSON', () => {
    const json =
      '{"perde":1,"dataset":{"id":"a","sources":{"s":"s.csv"},"provenance":{"controller":"c"}},"purpose":{"id":"scientific-research","processing":"dpv:Analyse","basis":"contract"},"fields":{"s":{"x":"insensitive"}}}'
    expect(parse(json).policy?.purpose.id).toBe('dpv:ScientificResearch')
  })
})

test('the -ize spelling is accepted for transforms, options and terms', () => {
  const { policy, findings } = parse(
    goodBut(
      ['generalise year', 'generalize year'],
      ['dpv:ServiceOptimisation', 'service-optimization'],
      ['label: auto', 'label: auto, formula: neutralize'],
      ['age-90: { clip: { max: 89, above: "90+" } }', 'age-90: { generalize: { to: decade } }'],
    ),
  )
  expect(findings).toEqual([])
  expect(policy!.fields['patients']!['birth_date']!.do[0]!.verb).toBe('generalise')
  expect(policy!.fields['patients']!['age']!.do[0]!.verb).toBe('generalise')
  expect(policy!.output.formula).toBe('neutralise')
  expect(policy!.purpose.id).toBe('dpv:ServiceOptimisation')
})

test('the word null needs no quotes where it names a transform or a choice', () => {
  const { policy, findings } = parse(
    goodBut(
      ['full_name: { role: identifier, do: drop }', 'full_name: { role: identifier, do: null }'],
      ['empty: "null"', 'empty: null, on-error: null'],
    ),
  )
  expect(findings).toEqual([])
  expect(policy!.fields['patients']!['full_name']!.do).toEqual([{ verb: 'null', options: {} }])
  expect(policy!.fields['patients']!['income']).toMatchObject({ empty: 'null', 'on-error': 'null' })
})

test('aliases of entities are replaced by their ids', () => {
  const { policy } = parse(
    goodBut(['find: [iin, phone, person]', 'find: [KZ_IIN, PHONE_NUMBER]'], ['type: phone', 'type: PHONE_NUMBER']),
  )
  expect(policy!.detect.find).toEqual(['iin', 'phone'])
  expect(policy!.fields['patients']!['phone']!.type).toBe('phone')
})

test('an entity of the policy can be looked for and be the type of a field', () => {
  const { policy, findings } = parse(
    goodBut(
      ['  surprise: fail\n', '  surprise: fail\n  patterns: { staff-number: { pattern: "EMP-[0-9]{6}" } }\n'],
      ['find: [iin, phone, person]', 'find: [iin, staff-number]'],
      ['type: phone', 'type: staff-number'],
    ),
  )
  expect(findings).toEqual([])
  expect(policy!.detect.find).toEqual(['iin', 'staff-number'])
  expect(policy!.fields['patients']!['phone']!.type).toBe('staff-number')
})

test('a policy with an error is not handed out, one with warnings is', () => {
  expect(parse(goodBut(['do: generalise year', 'do: generalise yaer'])).policy).toBeUndefined()
  expect(parse(goodBut(['do: generalise year', 'do: generalise yaer'])).digest).toBeUndefined()
  const warned = parse(
    goodBut(['full_name: { role: identifier, do: drop }', 'full_name: { role: identifier, do: keep }']),
  )
  expect(warned.policy).toBeDefined()
  expect(warned.findings.map(({ severity }) => severity)).toEqual(['warning'])
})

/** One mistake each: what is changed in the good policy, the one line it must give, and what stands at the place it names. */
/** One quasi-identifier less, so that patients alone have some. */
const VISITS_WITHOUT_DATE: [string, string] = [
  '{ role: quasi-identifier, do: { shift-date: { days: 180, by: subject, keep: weekday } } }',
  '{ role: quasi-identifier, do: drop }',
]

const MISTAKES: Record<string, [changes: [string, string][], lines: string[]]> = {
  'a condition on what stands inside a list': [
    [[`"kind != 'open'"`, `"diagnosis.kind != 'open'"`]],
    [
      'visits.note: the condition asks for "diagnosis.kind", but "diagnosis" is a list; a condition looks at one value of the record; what stands inside a list cannot be asked about @@ "diagnosis.kind',
    ],
  ],
  'consents under a key of one run': [
    [['main: { env: PERDE_KEY }', 'main: { ephemeral: true }']],
    [
      'keys.main: with a key of this run only nobody in the release can be looked up in the register again, so "perde use" will deny it; make a key with: perde key new FILE, and write main: { file: FILE } @@ { ephemeral',
    ],
  ],
  'a number that the short form lacks': [
    [['round 1000 ]', 'round ]']],
    ['patients.income: the transform "round" is not understood; such as "round 100" @@ round ]'],
  ],
  'an option of a source that this version lacks': [
    [['{ path: data/visits.jsonl, ', '{ path: data/visits.jsonl, sample: 5, ']],
    ['dataset.sources.visits: unknown key "sample"; this version of perde does not have it @@ sample'],
  ],
  'a sample that this version lacks': [
    [['  surprise: fail\n', '  surprise: fail\n  sample: 10\n']],
    ['detect: unknown key "sample"; this version of perde does not have it @@ sample'],
  ],
  'a pattern that no linear-time engine runs': [
    [['  surprise: fail\n', '  surprise: fail\n  patterns: { staff-number: { pattern: "(a)\\\\1" } }\n']],
    [
      'detect.patterns.staff-number.pattern: the pattern is not understood (RE2 syntax): invalid escape sequence: `\\1` @@ "(a)',
    ],
  ],
  'a pattern under the id of an entity': [
    [['  surprise: fail\n', '  surprise: fail\n  patterns: { phone: { pattern: "[0-9]{7}" } }\n']],
    ['detect.patterns.phone: "phone" is an entity of perde; choose another id @@ phone: { pattern'],
  ],
  'an offset into a text that is not named': [
    [['note: {', 'from: { role: insensitive, offset-in: remark }\n    note: {']],
    ['visits.from: the text "remark" has no rule; name the field of the text as its rule does @@ remark }'],
  ],
  'an offset into a text whose characters are replaced one by one': [
    [['note: {', 'from: { role: insensitive, offset-in: date }\n    note: {']],
    ['visits.from: offsets cannot follow what is done to "date"; scrub the text, or drop its offsets @@ date }'],
  ],
  'an offset in a field that is called like a label': [
    [
      [
        'note: {',
        'text: { role: sensitive, do: scrub }\n    label: { role: insensitive, offset-in: text }\n    note: {',
      ],
    ],
    [
      'visits.label: "label" is called like a label; a value that is no whole number stops the run; leave out "offset-in" where the field holds words @@ text }',
    ],
  ],
  'the end of labels that stays while their text is scrubbed': [
    [
      [
        'note: {',
        'text: { role: sensitive, do: scrub }\n    start: { role: insensitive, offset-in: text }\n    end: insensitive\n    note: {',
      ],
    ],
    [
      'visits.end: "end" looks like an offset into "text", whose length changes when it is scrubbed; if it is one, write { role: insensitive, offset-in: "text" } @@ end: insensitive',
    ],
  ],
  'an offset that is not in the list of its text': [
    [['note: {', 'from: { role: insensitive, offset-in: "a[].b" }\n    note: {']],
    [
      'visits.from: the offset does not stand in the list "a[]" of its text; each element of that list has a text of its own, so its offsets have to stand in it too @@ "a[].b"',
    ],
  ],
  'an offset with a transform': [
    [['note: {', 'from: { role: insensitive, offset-in: note, do: round 10 }\n    note: {']],
    ['visits.from: an offset that moves with its text has no "do" besides; leave out one of the two @@ note, do'],
  ],
  'a mistyped transform': [
    [['do: pseudonym phone', 'do: pseudonim phone']],
    ['patients.phone: unknown transform "pseudonim"; did you mean "pseudonym"? @@ pseudonim'],
  ],
  'a name that other tools use': [
    [['full_name: { role: identifier, do: drop }', 'full_name: { role: identifier, do: delete }']],
    ['patients.full_name: unknown transform "delete"; did you mean "drop"? @@ delete'],
  ],
  'a mistyped transform in its long form': [
    [['{ shift-date: { days', '{ shiftdate: { days']],
    ['visits.date: unknown transform "shiftdate"; did you mean "shift-date"? @@ shiftdate: {'],
  ],
  'a plain hash': [
    [['full_name: { role: identifier, do: drop }', 'full_name: { role: identifier, do: sha256 }']],
    [
      'patients.full_name: there is no plain hash: whoever has the data hashes every possible value and finds each person; use "pseudonym", which needs a key @@ sha256',
    ],
  ],
  'a mistyped key': [
    [['birth_date: { role:', 'birth_date: { rol:']],
    ['patients.birth_date: unknown key "rol"; did you mean "role"? @@ rol:'],
  ],
  'a mistyped key that must be there': [
    [['purpose:\n  id', 'purpos:\n  id']],
    ['unknown key "purpos"; did you mean "purpose"? @@ purpos:'],
  ],
  'a key of a later version': [
    [['output: {', 'sample: 10\noutput: {']],
    ['unknown key "sample"; this version of perde does not have it @@ sample:'],
  ],
  'a key that is missing': [[['  basis: consent\n', '']], ['purpose: "basis" is missing @@ purpose:']],
  'a number where text belongs': [
    [['bin: "040740000001"', 'bin: 40740000001']],
    ['dataset.maker.bin: expected text, found a number; put it in quotes @@ 40740000001'],
  ],
  'text where a list belongs': [
    [['jurisdiction: [KZ]', 'jurisdiction: KZ']],
    ['dataset.provenance.jurisdiction: expected a list, found text; write it as a list: [ … ] @@ KZ'],
  ],
  'a mistyped role': [
    [['sex: quasi-identifier', 'sex: quasi-identifer']],
    ['patients.sex: "quasi-identifer" is not a role; did you mean "quasi-identifier"? @@ quasi-identifer'],
  ],
  'a transform in the place of a role': [
    [['sex: quasi-identifier', 'sex: redact']],
    [
      'patients.sex: "redact" is not a role; roles are identifier, quasi-identifier, sensitive, biometric, insensitive; a transform goes into "do" @@ redact',
    ],
  ],
  'a mistyped choice': [
    [['unlisted: fail', 'unlisted: fial']],
    ['unlisted: "fial" is not one of fail, drop, detect, keep, quarantine; did you mean "fail"? @@ fial'],
  ],
  'a format that perde does not have': [
    [['format: jsonl', 'format: spreadsheet']],
    [
      'dataset.sources.visits.format: "spreadsheet" is not one of csv, tsv, jsonl, json, xml, parquet, arrow @@ spreadsheet',
    ],
  ],
  'a mistyped basis': [
    [['basis: consent', 'basis: concent']],
    ['purpose.basis: "concent" is not a legal basis; did you mean "consent"? @@ concent'],
  ],
  'a language written as a word': [
    [['locales: [kk,', 'locales: [kazakh,']],
    ['detect.locales[0]: "kazakh" is not well formed; a language is two small letters (ISO 639-1) @@ kazakh,'],
  ],
  'a day that does not exist': [
    [['until: 2027-12-31', 'until: 2027-02-30']],
    ['purpose.until: "2027-02-30" is no date; write a day of the calendar as 2026-01-31 @@ 2027-02-30'],
  ],
  'a key in the policy': [
    [['main: { env: PERDE_KEY }', 'main: 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff']],
    [
      'keys.main: a key is never written into a policy; say where it comes from: { env: NAME }, { file: PATH }, { command: [ … ] } or { ephemeral: true } @@ 00112233445566778899',
    ],
  ],
  'a key in the place of its variable': [
    [['{ env: PERDE_KEY }', '{ env: 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff }']],
    [
      'keys.main.env: this is not well formed; the name of an environment variable: capitals, digits and "_" @@ 00112233445566778899',
    ],
  ],
  'an option that the transform does not have': [
    [['keep: weekday }', 'keeps: weekday }']],
    ['visits.date: unknown key "keeps"; did you mean "keep"? @@ keeps:'],
  ],
  'words that the transform does not understand': [
    [['do: generalise year', 'do: generalise yaer']],
    [
      'patients.birth_date: the transform "generalise yaer" is not understood; did you mean "generalise year"? @@ generalise',
    ],
  ],
  'options that exclude one another': [
    [['clip: { max: 200000 }', 'clip: { min: 5, max: 1 }']],
    ['patients.income: clip: "min" is above "max" @@ { clip: { mi'],
  ],
  'the options of a transform without a mapping': [
    [['round 1000', '{ round: 1000 }']],
    ['patients.income: expected the options of "round" as a mapping; did you mean "round 1000"? @@ 1000'],
  ],
  'a recipe that uses itself': [
    [['age-90: { clip: { max: 89, above: "90+" } }', 'age-90: [b-1]\n  b-1: [age-90]']],
    ['transforms.b-1[0]: the recipe "age-90" uses itself @@ age-90]'],
  ],
  'a recipe with the name of a transform': [
    [['transforms:\n', 'transforms:\n  shift-date: drop\n']],
    ['transforms.shift-date: "shift-date" is the name of a transform; give the recipe another name @@ shift-date:'],
  ],
  'a mistake in a recipe, once however often it is used': [
    [
      ['{ clip: { max: 89, above: "90+" } }', 'bukket 5'],
      ['do: generalise year', 'do: age-90'],
    ],
    ['transforms.age-90: unknown transform "bukket"; did you mean "bucket"? @@ bukket'],
  ],
  'a transform after one that leaves nothing': [
    [['round 1000 ]', 'drop ]']],
    ['patients.income: "drop" stands alone: other transforms beside it would have no effect @@ ['],
  ],
  'two transforms in one mapping': [
    [['{ clip: { max: 200000 } }', '{ clip: { max: 200000 }, round: { to: 5 } }']],
    ['patients.income: a mapping names one transform, not 2; make a list of several @@ { clip: { ma'],
  ],
  'a mistyped purpose': [
    [['dpv:ServiceOptimisation', 'dpv:ServiceOptimisaton']],
    [
      'purpose.id: unknown purpose "dpv:ServiceOptimisaton"; did you mean "dpv:ServiceOptimisation"? @@ dpv:ServiceOptimisat',
    ],
  ],
  'a processing in the place of a purpose': [
    [['dpv:ServiceOptimisation', 'model-training']],
    [
      'purpose.id: unknown purpose "model-training"; it is a processing: write it as purpose.processing @@ model-training',
    ],
  ],
  'a purpose that is every purpose': [
    [['dpv:ServiceOptimisation', 'dpv:Purpose']],
    ['purpose.id: "dpv:Purpose" stands for every purpose; name the one that is meant @@ dpv:Purpose'],
  ],
  'a rule for a source that does not exist': [
    [['  visits:\n    patient.iin', '  visit:\n    patient.iin']],
    ['fields.visit: unknown source "visit"; did you mean "visits"? @@ visit:'],
  ],
  'a subject of a source that does not exist': [
    [
      [
        'subject: { patients: iin, visits: patient.iin }',
        'subject: { patients: iin, visits: patient.iin, calls: iin }',
      ],
    ],
    ['dataset.subject.calls: unknown source "calls"; sources are patients, visits @@ calls:'],
  ],
  'a source with a name of the language under it': [
    [
      ['sources:\n', 'sources:\n    constructor: c.csv\n'],
      ['subject: {', 'subject: { constructor: iin,'],
    ],
    ['dataset.sources.constructor: "constructor" cannot be used as a name @@ constructor:'],
  ],
  'a mistyped entity': [
    [['type: phone', 'type: fone']],
    ['patients.phone: unknown entity "fone"; did you mean "phone"? @@ fone'],
  ],
  'a key that no transform can find': [
    [['do: pseudonym phone', 'do: { pseudonym: { key: mian } }']],
    ['patients.phone: unknown key "mian"; did you mean "main"? @@ { pseudonym:'],
  ],
  'a keyed transform without any key': [
    [
      ['  main: { env: PERDE_KEY }\n', ''],
      ['keys:\n', ''],
      ['do: pseudonym phone', 'do: drop'],
      [
        '    iin: { role: identifier, type: iin, do: pseudonym person }\n    full',
        '    iin: { role: identifier, do: drop }\n    full',
      ],
      [
        'patient.iin: { role: identifier, type: iin, do: pseudonym person }',
        'patient.iin: { role: identifier, do: drop }',
      ],
    ],
    ['visits.date: "shift-date" needs a key; add keys: { main: { env: PERDE_KEY } } @@ { shift-date'],
  ],
  'a path that is not well formed': [
    [['diagnosis[].code:', '"diagnosis[.code":']],
    [
      'visits.diagnosis[.code: the path "diagnosis[.code" is not well formed: expected "." or "[]", at character 10 @@ "diagnosis[.code":',
    ],
  ],
  'a column of a table with a dot in its name': [
    [['sex: quasi-identifier', 'person.sex: quasi-identifier']],
    [
      `patients.person.sex: a column of a table is one name, so this path matches none; put the column's name in double quotes: '"person.sex"' @@ person.sex:`,
    ],
  ],
  'a subject with many values': [
    [['visits: patient.iin }', 'visits: "people[].iin" }']],
    ['dataset.subject.visits: the subject is one value: a path without *, ** and [] @@ "people[].iin"'],
  ],
  'two rules for one field': [
    [['sex: quasi-identifier', 'sex: quasi-identifier\n    \'"sex"\': insensitive']],
    [
      `patients."sex": '"sex"' and "sex" match the same field equally well; name the field itself, or make one of them more exact @@ '"sex"': insensitive`,
    ],
  ],
  'two patterns for one field': [
    [['diagnosis[].code: sensitive', '"*.code": sensitive\n    "lab.*": sensitive']],
    [
      'visits.lab.*: "lab.*" and "*.code" match the same field equally well; add a rule for "lab.code" itself @@ "lab.*":',
    ],
  ],
  'an identifier without do': [
    [['full_name: { role: identifier, do: drop }', 'full_name: identifier']],
    ['patients.full_name: an identifier needs "do"; say what happens to it, such as do: drop @@ full_name:'],
  ],
  'a biometric field without do': [
    [['photo: { role: biometric, do: drop }', 'photo: { role: biometric }']],
    ['patients.photo: a biometric field needs "do"; say what happens to it, such as do: drop @@ photo:'],
  ],
  'an identifier that is kept': [
    [['full_name: { role: identifier, do: drop }', 'full_name: { role: identifier, do: keep }']],
    ['patients.full_name: the identifier leaves unchanged @@ full_name:'],
  ],
  'an identifier that a condition lets through': [
    [['full_name: { role: identifier, do: drop }', 'full_name: { role: identifier, do: drop, when: "sex == \'F\'" }']],
    [
      'patients.full_name: an identifier with "when" needs "else"; without it the other records would keep their value @@ when:',
    ],
  ],
  'a condition that is not well formed': [
    [['when: "kind != \'open\'"', 'when: "kind <> \'open\'"']],
    ['visits.note: the condition is not well formed: expected a field or a value, at character 7 @@ >'],
  ],
  'a field where text was meant': [
    [['when: "kind != \'open\'"', 'when: \'kind != "open"\'']],
    [
      'visits.note: the condition is not well formed: a name in double quotes is a field, at character 9; put text in single quotes @@ "open"\',',
    ],
  ],
  'an else without when': [[[', when: "kind != \'open\'"', '']], ['visits.note: "else" needs "when" @@ else:']],
  'a pseudonym of null': [
    [['do: pseudonym phone }', 'do: pseudonym phone, nulls: transform }']],
    ['patients.phone: "pseudonym" of null would be one value for everybody; nulls: keep or nulls: fail @@ transform'],
  ],
  'a transform by subject where nobody is the subject': [
    [
      ['subject: { patients: iin, visits: patient.iin }', 'subject: { patients: iin }'],
      ['basis: consent', 'basis: art9:6'],
      [
        'consent:\n  register: { path: consents.csv, subject: iin, purpose: purpose, processing: processing, status: status, categories: data, until: until }\n  otherwise: drop-record\n',
        '',
      ],
    ],
    [
      'visits.date: "shift-date" works subject by subject, but whom a record of "visits" is about is not stated; add dataset.subject: { visits: <field> } @@ { shift-date',
    ],
  ],
  'consents of nobody': [
    [['subject: { patients: iin, visits: patient.iin }', 'subject: { visits: patient.iin }']],
    [
      'dataset.sources.patients: consents are checked, but whom a record is about is not stated; add dataset.subject: { patients: <field> } @@ patients:',
    ],
  ],
  'a register of which neither status nor purpose is read': [
    [
      [
        'subject: iin, purpose: purpose, processing: processing, status: status, ',
        'subject: iin, processing: processing, ',
      ],
    ],
    [
      'consent.register: neither the status nor the purpose of a consent is read from the register, so whoever stands in it would count as having consented; write consent: { register: { path: …, subject: …, status: …, purpose: …, processing: …, until: … } }, each with the name of its column in the register @@ register:',
    ],
  ],
  'a register of which the processing is not read': [
    [['purpose: purpose, processing: processing, status', 'purpose: purpose, status']],
    [
      'consent.register: consents are not held against the processing, since the policy names no column for "processing"; name it under consent.register, if the register has it: processing: <column> @@ register:',
    ],
  ],
  'consent without a register': [
    [
      [
        'consent:\n  register: { path: consents.csv, subject: iin, purpose: purpose, processing: processing, status: status, categories: data, until: until }\n  otherwise: drop-record\n',
        '',
      ],
    ],
    [
      'purpose.basis: the basis is consent, but the policy names no register or ledger of consents; add consent: { register: { path: …, subject: …, status: …, purpose: …, processing: …, until: … } }, each with the name of its column in the register, or consent: { ledger: … } @@ consent',
    ],
  ],
  'a biometric field that is used on a basis that does not cover it': [
    [
      ['photo: { role: biometric, do: drop }', 'photo: { role: biometric, do: mask }'],
      ['basis: consent', 'basis: contract'],
    ],
    [
      'patients.photo: a biometric field can be used only by consent or under art9:<sub-point>; drop, null or redact it, or state such a basis @@ mask',
    ],
  ],
  'a label that nothing in the policy earns': [
    [['label: auto', 'label: k-anonymous']],
    [
      'output.label: a release is k-anonymous only if the policy asks for k; in a section "anonymity": k: 5 @@ k-anonymous,',
    ],
  ],
  'a quasi-identifier that is made anonymous and has no class': [
    [
      ['    sex: quasi-identifier', '    sex: { role: quasi-identifier, do: pseudonym }'],
      ['output: {', 'anonymity: { k: 5 }\noutput: { order: shuffle,'],
    ],
    [
      'patients.sex: "pseudonym" gives a quasi-identifier values that have nothing above them; generalise or bucket it, or leave it to the anonymity section @@ pseudonym',
    ],
  ],
  'anonymous records in their order': [
    [['output: {', 'anonymity: { k: 5 }\noutput: {']],
    [
      'anonymity: records that are made anonymous keep the order in which they came; add output: { order: shuffle }, unless the order is one of its own @@ anonymity:',
    ],
  ],
  'classes for one source of several': [
    [['output: {', 'anonymity: { k: 5, source: patients }\noutput: { order: shuffle,']],
    [
      'anonymity.source: "visits" has quasi-identifiers too and is not made anonymous: a record there may stand alone; leave "source" out to make all of them anonymous, each for itself, or drop those fields @@ patients',
    ],
  ],
  'a scrubbed text beside classes': [
    [
      VISITS_WITHOUT_DATE,
      ['    sex: quasi-identifier', '    sex: quasi-identifier\n    remark: { role: sensitive, do: scrub }'],
      ['output: {', 'anonymity: { k: 5, source: patients }\noutput: { order: shuffle,'],
    ],
    [
      "patients.remark: a scrubbed text may still say what the classes hide: birth_date, age, sex in other words or forms than the record's own; drop the text, or look at a sample of what is left: perde review RELEASE @@ scrub",
    ],
  ],
  'a ledger of releases of records that are about nobody': [
    [
      ['subject: { patients: iin, visits: patient.iin }', 'subject: { visits: patient.iin }'],
      ['basis: consent', 'basis: art9:6'],
      [
        'consent:\n  register: { path: consents.csv, subject: iin, purpose: purpose, processing: processing, status: status, categories: data, until: until }\n  otherwise: drop-record\n',
        '',
      ],
      VISITS_WITHOUT_DATE,
      ['output: {', 'anonymity: { k: 5, releases: ledger, source: patients }\noutput: { order: shuffle,'],
    ],
    [
      'anonymity.releases: whom a record of "patients" is about is not stated, so a record that changed is taken for another person\'s; add dataset.subject: { patients: <field> } @@ ledger',
    ],
  ],
  'fields of one domain with different types': [
    [
      [
        'patient.iin: { role: identifier, type: iin, do: pseudonym person }',
        'patient.iin: { role: identifier, do: pseudonym person }',
      ],
    ],
    [
      'visits.patient.iin: the domain "person" joins fields of type iin and no type, whose values are normalised differently; give the fields one type, or a domain each @@ pseudonym',
    ],
  ],
  'a BIN that cannot be': [
    [['"040740000001"', '"040740000002"']],
    ['dataset.maker.bin: this is no BIN or IIN; the check digit or the date in it does not fit @@ "040740000002"'],
  ],
  'a purpose that is over': [
    [['until: 2027-12-31', 'until: 2026-06-01']],
    ['purpose.until: the purpose is over; a run would be denied @@ 2026-06-01'],
  ],
  'a release that may not be kept': [
    [['retain-until: 2028-01-01', 'retain-until: 2026-01-01']],
    ['output.retain-until: the release may not be kept any more; a run would be denied @@ 2026-01-01'],
  ],
  'what a rule set asks and nobody said': [
    [['storage-country: KZ, ', '']],
    ['purpose: the country in which the release is kept is not stated; add output.storage-country @@ purpose:'],
  ],
}

test('a finding is one line with its path, its hint, the file, the line and the column', () => {
  expect(lines(goodBut(['do: pseudonym phone', 'do: pseudonim phone']))).toEqual([
    'patients.phone: unknown transform "pseudonim"; did you mean "pseudonym"? (policy.yaml:40:49)',
  ])
})

describe('one mistake gives one line', () => {
  test.each(Object.entries(MISTAKES))('%s', (_, [changes, expected]) => {
    const text = goodBut(...changes)
    const pieces = parse(text).findings.map((finding) => {
      const { line, column } = finding.where
      const rest = text.split('\n')[line! - 1]!.slice(column! - 1)
      const at = expected.map((one) => one.split(' @@ ')[1]!).find((place) => rest.startsWith(place))
      return `${formatFinding(finding).replace(/ \(policy\.yaml:\d+:\d+\)$/, '')} @@ ${at}`
    })
    expect(pieces).toEqual(expected)
  })
})

test('all mistakes are found at once, in the order of the file', () => {
  const found = parse(
    goodBut(
      ['basis: consent', 'basis: concent'],
      ['do: pseudonym phone', 'do: pseudonim phone'],
      ['sex: quasi-identifier', 'sex: redact'],
      ['when: "kind != \'open\'"', 'when: "kind = \'open\'"'],
      ['label: auto', 'label: k-anonymous'],
    ),
  ).findings
  expect(found.map(({ code }) => code)).toEqual([
    'POLICY_CHOICE',
    'POLICY_UNKNOWN_TRANSFORM',
    'POLICY_CHOICE',
    'POLICY_CONDITION',
    'POLICY_LABEL',
  ])
  const places = found.map(({ where }) => where.line! * 1000 + where.column!)
  expect(places).toEqual([...places].sort((a, b) => a - b))
})

test('what follows from a mistake is not reported besides', () => {
  // No sources at all would make every rule one for an unknown source.
  expect(lines(goodBut(['  sources:\n', '  source:\n']))).toEqual([
    'dataset: unknown key "source"; did you mean "sources"? (policy.yaml:6:3)',
  ])
})

describe('recipes', () => {
  test('may use other recipes', () => {
    const { policy } = parse(
      goodBut([
        'age-90: { clip: { max: 89, above: "90+" } }',
        'age-90: [top-code, round 5]\n  top-code: { clip: { max: 89 } }',
      ]),
    )
    expect(policy!.fields['patients']!['age']!.do.map(({ verb }) => verb)).toEqual(['clip', 'round'])
  })
  test('cannot grow without bound', () => {
    const layers = Array.from({ length: 40 }, (_, i) => `  r-${i}: [r-${i + 1}, r-${i + 1}]`).join('\n')
    const found = lines(
      goodBut(['age-90: { clip: { max: 89, above: "90+" } }', `age-90: r-0\n${layers}\n  r-40: round 5`]),
    )
    expect(found.length).toBeGreaterThan(0)
    expect(found[0]).toContain('more than 32 transforms follow one another')
  })
})

describe('what may be a key', () => {
  const secret = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'
  test.each([
    ['as a name of a key', 'do: pseudonym phone', `do: { pseudonym: { key: ${secret} } }`],
    ['as a key of the document', 'main: { env: PERDE_KEY }', `main: { ${secret}: x }`],
    ['as a transform', 'do: pseudonym phone', `do: ${secret}`],
    ['in base64', '{ env: PERDE_KEY }', '{ env: ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8= }'],
  ])('is never shown %s', (_, from, to) => {
    const text = JSON.stringify(parse(goodBut([from, to])).findings)
    expect(text).toContain('POLICY_')
    expect(text).not.toMatch(/00112233|ABEiM0RV/)
  })
})

test('every code of a finding is given by some policy', () => {
  const texts = [
    ...Object.values(MISTAKES).map(([changes]) => goodBut(...changes)),
    'a: "',
    'a: !!str b',
    'a: {<<: 1}',
    'a: &x [*x]',
    'a: .inf',
    'a: 1\na: 2',
    `a: ${'x'.repeat(1_000_000)}`,
    goodBut(['{ path: data/visits.jsonl, ', '{ path: data/visits.jsonl, delimiter: ";", ']),
  ]
  const codes = new Set(texts.flatMap((text) => parse(text).findings.map(({ code }) => code)))
  expect([...codes].sort()).toEqual(Object.keys(FINDINGS).sort())
})

test('a name that every object has is a name like any other for a field, and touches nothing', () => {
  const text = goodBut([
    '    sex: quasi-identifier',
    '    sex: quasi-identifier\n    constructor: { role: sensitive, do: drop }\n    toString: insensitive',
  ])
  const { policy, findings } = parse(text)
  expect(findings).toEqual([])
  expect(Object.keys(policy!.fields['patients']!)).toEqual(expect.arrayContaining(['constructor', 'toString']))
  parse(goodBut(['  "*":\n', '  constructor:\n']))
  expect(Object.keys(Object)).toEqual([])
})

describe('policies that ship with perde', () => {
  const folder = new URL('../../policies/', import.meta.url)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'))
  test.each(files)('%s has no error and names the schema in its first line', (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8')
    expect(
      parsePolicy(text)
        .findings.filter(({ severity }) => severity === 'error')
        .map(formatFinding),
    ).toEqual([])
    expect(text.split('\n')[0]).toBe(
      `# yaml-language-server: $schema=${'../'.repeat(name.split('/').length - 1) || './'}schema.json`,
    )
  })
})

describe('offsets beside a text that is scrubbed', () => {
  const withRules = (rules: string): string[] =>
    lines(goodBut(['    diagnosis[].code: sensitive\n', `    text: { role: sensitive, do: scrub }\n${rules}`])).map(
      (line) => line.split(';')[0]!,
    )

  test('are asked about where they are kept as they are', () => {
    expect(withRules('    "spans[].start": insensitive\n    "spans[].end": insensitive\n')).toEqual(
      ['start', 'end'].map(
        (edge) =>
          `visits.spans[].${edge}: "spans[].${edge}" looks like an offset into "text", whose length changes when it is scrubbed`,
      ),
    )
  })

  test.each([
    ['they move along', 'start: { role: insensitive, offset-in: text }', 'end: { role: insensitive, offset-in: text }'],
    ['they leave', 'start: { role: insensitive, do: drop }', 'end: { role: insensitive, do: drop }'],
    ['only one is there', 'start: insensitive', 'label: insensitive'],
  ])('are not asked about where %s', (_, ...rules) => {
    expect(withRules(rules.map((rule) => `    ${rule}\n`).join(''))).toEqual([])
  })

  test('are doubted where the field is called like a label', () => {
    expect(withRules('    label: { role: insensitive, offset-in: text }\n')).toEqual([
      'visits.label: "label" is called like a label',
    ])
  })
})

test('a domain joins names of a column with those that are found in a text', () => {
  const text = (type: string) =>
    goodBut(
      [
        'full_name: { role: identifier, do: drop }',
        `full_name: { role: identifier, ${type}do: { fake: { kind: person.name, domain: who } } }`,
      ],
      [
        '    diagnosis[].code: sensitive\n',
        '    text: { role: sensitive, do: { scrub: { with: fake, domain: who } } }\n',
      ],
    )
  expect(lines(text('type: person, '))).toEqual([])
})
