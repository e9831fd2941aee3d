// Organisations by the words of their form: Inc, LLC, ТОО, ЖШС, Group, University
import { findOrganisations, organisationExpressions } from '../../organisation/find-organisations.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'organisation',
  aliases: ['ORGANIZATION', 'ORG', 'COMPANY'],
  family: 'organisation',
  role: 'insensitive',
  checksum: false,
  patterns: [],
  prefilter: { capital: true, minLength: 8 },
  find: findOrganisations,
  expressions: organisationExpressions,
  priority: -1,
  offByDefault: true,
  proseOnly: true,
  examples: {
    match: ['she works for Example Widgets Inc. since May', 'we have paid Acme Holdings Group for it'],
    reject: ['Example Widgets Inc', 'the group of people met again'],
  },
  source: 'legal forms of companies',
} satisfies Recogniser
