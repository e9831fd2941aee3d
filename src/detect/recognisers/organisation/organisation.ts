// Organisations by the words of their form: Inc, LLC, ТОО, ЖШС, Group, University
import { CAPITAL, ENGLISH } from '../../english/english-text.ts'
import { findOrganisations } from '../../organisation/find-organisations.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'organisation',
  aliases: ['ORGANIZATION', 'ORG', 'COMPANY'],
  family: 'organisation',
  role: 'insensitive',
  checksum: false,
  patterns: [],
  prefilter: { latin: true, minLength: 8 },
  find: (text, _, words) => findOrganisations(text, words()),
  needsInCells: [...ENGLISH, [CAPITAL, /\s/u]],
  priority: -1,
  offByDefault: true,
  proseOnly: true,
  examples: {
    match: ['she works for Example Widgets Inc. since May', 'we have paid Acme Holdings Group for it'],
    reject: ['Example Widgets Inc', 'the group of people met again'],
  },
  source: 'legal forms of companies',
} satisfies Recogniser
