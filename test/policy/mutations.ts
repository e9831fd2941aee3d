import fc from 'fast-check'

/** Values that stand near what a policy may hold. */
const VALUES: unknown[] = [
  'keep',
  'drop',
  'fail',
  'identifier',
  'quasi-identifier',
  'biometric',
  'pseudonym person',
  'generalise year',
  'bucket 10',
  'my-recipe',
  'age-90',
  'null',
  '',
  ' ',
  'x',
  'a.b',
  'a[].b',
  '**',
  '*',
  '"',
  'consent',
  'art9:6',
  'art9:',
  'KZ',
  'kz',
  '2026-01-31',
  '2026-02-30',
  'dpv:Purpose',
  'kz-ai',
  "a == 'b'",
  'a ==',
  'hash',
  'iin',
  '040740000001',
  0,
  1,
  2,
  -1,
  0.5,
  1e21,
  true,
  false,
  null,
  [],
  {},
  [[]],
  ['keep'],
  ['drop', 'null'],
  [null],
  { drop: {} },
  { null: {} },
  { mask: { last: 4 } },
  { mask: { last: -1 } },
  { generalise: { to: 'year' } },
  { generalise: {} },
  { generalize: { to: 'decade' } },
  { pseudonym: { key: 'main' } },
  { fpe: { alphabet: 'digits' } },
  { fpe: { alphabet: { chars: 'ab' } } },
  { fpe: { alphabet: 5 } },
  { role: 'identifier' },
  { role: 'identifier', do: 'drop' },
  { env: 'KEY' },
  { env: 'key' },
  { ephemeral: true },
  { ephemeral: false },
  { env: 'A', file: 'b' },
  { path: 'a.csv' },
  { path: 'a.csv', delimiter: ';;' },
  { constructor: 'x' },
  { toString: 1 },
]

const KEYS = [
  'role',
  'do',
  'when',
  'else',
  'nulls',
  'empty',
  'on-error',
  'type',
  'why',
  'path',
  'format',
  'null',
  'x',
  'env',
  'maker',
  'bin',
  'rules',
  'basis',
  'output',
  'consent',
  'register',
  'anonymity',
  'constructor',
  'transforms',
  '*',
  'a.b',
  'visits',
]

/** A document with some of its parts replaced, removed or added. */
export function mutations(document: unknown, most = 4): fc.Arbitrary<unknown> {
  const change = fc.record({
    place: fc.nat(),
    how: fc.constantFrom('replace', 'remove', 'add', 'rename'),
    value: fc.constantFrom(...VALUES),
    key: fc.constantFrom(...KEYS),
  })
  return fc.array(change, { minLength: 1, maxLength: most }).map((changes) => {
    const copy = structuredClone(document) as Record<string, unknown>
    for (const { place, how, value, key } of changes) {
      const all = slots(copy)
      // Nothing is left to be changed.
      if (all.length === 0) break
      const [holder, name] = all[place % all.length]!
      const item = structuredClone(value)
      if (Array.isArray(holder)) {
        if (how === 'remove') holder.splice(name as number, 1)
        else if (how === 'add') holder.push(item)
        else holder[name as number] = item
      } else {
        const old = holder[name]
        if (how === 'remove' || how === 'rename') Reflect.deleteProperty(holder, name)
        if (how === 'replace') holder[name] = item
        if (how === 'add') holder[key] = item
        if (how === 'rename') holder[key] = old
      }
    }
    return copy
  })
}

type Slot = [holder: Record<string, unknown> | unknown[], name: string & number]

function slots(value: unknown): Slot[] {
  if (value === null || typeof value !== 'object') return []
  const own = (Array.isArray(value) ? [...value.keys()] : Object.keys(value)).map((name) => [value, name] as Slot)
  return [...own, ...Object.values(value).flatMap(slots)]
}
