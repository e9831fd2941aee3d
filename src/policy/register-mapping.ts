/** A register's mapping with every column that decides, for hints. */
export const FULL_MAPPING =
  'consent: { register: { path: …, subject: …, status: …, purpose: …, processing: …, until: … } }, each with the name of its column in the register'
