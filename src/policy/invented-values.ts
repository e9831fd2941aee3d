/**
 * Values of nobody, for `perde explain`: reserved for examples by their registries where there are such ranges, else with
 * a date or a check digit that cannot be.
 */
export const INVENTED: Readonly<Record<string, string>> = {
  // month 13, day 32
  iin: '901332300123',
  // month 13
  bin: '901340000123',
  // 202-555-01xx is kept for fiction (NANPA)
  phone: '+1 202 555 0143',
  // RFC 2606
  email: 'aru.ulgi@example.com',
  url: 'https://example.com/visits/7',
  domain: 'example.com',
  // "ülgi" and "obrazets" mean sample
  person: 'Ару Үлгі',
  organisation: 'Үлгі Ltd',
  address: 'Almaty, Ulgi street 0, flat 0',
  place: 'Ulgi',
  // RFC 5737, RFC 3849, RFC 7042
  ip: '192.0.2.143',
  ipv6: '2001:db8::7',
  mac: '00:00:5E:00:53:07',
  // the check digit does not fit
  card: '4000 0000 0000 0001',
  // check digits of an IBAN are 02 … 98
  iban: 'KZ00125KZT5004100100',
  passport: 'N00000000',
  'id-card': '000000000',
  plate: '000ULG00',
  date: '1990-05-17',
  'birth-date': '1990-05-17',
  age: '37',
}

/** Tried in this order where a field has no type, or its example is nothing for the transform. */
export const INVENTED_BY_SHAPE: readonly string[] = [
  'sample',
  '1990-05-17',
  '37',
  '43.238949',
  '43.238949, 76.945465',
  'A12B3C4',
]

/** What shows best what a transform does. */
export const INVENTED_BY_VERB: Readonly<Record<string, string>> = {
  scrub: 'Ms Aru Ulgi: call back +1 202 555 0143 or write to aru.ulgi@example.com',
  prefix: 'A12.34',
  round: '1234.5',
  clip: '1234.5',
  noise: '1234.5',
}
