// Invented values that show what a verb does to the form of a value. None can be anybody's: dates that do not exist,
// example domains, a telephone prefix that no operator has.

const BEFORE_BY_ENTITY: Readonly<Record<string, string>> = {
  iin: '990230512345',
  phone: '+7 761 000 00 00',
  email: 'name@example.org',
  person: 'Асан Үсенов',
  address: 'Мысал к-сі, 1-1',
  card: '4000 0000 0000 0001',
  ip: '192.0.2.7',
  iban: 'KZ00 EXMP 0000 0000 0000',
}

const INVENTED_BY_ENTITY: Readonly<Record<string, string>> = {
  phone: '+7 761 999 99 99',
  email: 'dana.mysalova@example.org',
  person: 'Дана Мысалова',
  iin: '000231000001',
}

const EXAMPLES: Readonly<Record<string, readonly [before: string, after: string]>> = {
  keep: ['ABC', 'ABC'],
  drop: ['ABC', ''],
  null: ['ABC', '∅'],
  redact: ['ABC', '███'],
  mask: ['+7 761 000 00 00', '+7 761 *** ** 00'],
  pseudonym: ['ABC-001', '7f3a…c2d1'],
  surrogate: ['ABC-001', '1042'],
  encrypt: ['ABC', '9xQ…=='],
  fpe: ['000 000', '418 067'],
  fake: ['Асан Үсенов', 'Дана Мысалова'],
  'shift-date': ['2099-02-30', '2099-05-18'],
  generalise: ['2099-02-30', '2099'],
  bucket: ['57', '50–59'],
  clip: ['190', '120'],
  round: ['57.3', '57'],
  prefix: ['A00.1', 'A00'],
  geo: ['43.2000, 76.9000', '43, 77'],
  noise: ['57', '59'],
  lookup: ['ABC', 'X-17'],
  scrub: ['… Асан, +7 761 000 00 00', '… [PERSON], [PHONE]'],
}

/** What a field's value looks like before and after the verbs, in order. */
export function example(
  verbs: readonly string[],
  entity: string | undefined,
): readonly [before: string, after: string] {
  const first = EXAMPLES[verbs[0] ?? 'keep'] ?? EXAMPLES['keep']!
  const last = EXAMPLES[verbs.at(-1) ?? 'keep'] ?? EXAMPLES['keep']!
  const before = (entity !== undefined && verbs[0] !== 'scrub' && BEFORE_BY_ENTITY[entity]) || first[0]
  if (verbs.length === 0 || verbs.at(-1) === 'keep') return [before, before]
  return [before, (verbs.at(-1) === 'fake' && INVENTED_BY_ENTITY[entity ?? '']) || last[1]]
}
