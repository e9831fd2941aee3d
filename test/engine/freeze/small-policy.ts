import { parsePolicy } from '../../../src/policy/parse-policy.ts'
import type { Policy } from '../../../src/policy/policy.ts'
import { AS_OF, ENTITIES, GOOD } from '../../policy/good-policy.ts'

export function policyOf(text = GOOD): Policy {
  const { policy, findings } = parsePolicy(text, { entities: ENTITIES, asOf: AS_OF })
  if (!policy) throw new Error(JSON.stringify(findings))
  return policy
}

export const SMALL = `perde: 1
dataset:
  id: clinic
  sources: { people: people.csv }
  provenance: { controller: Clinic, method: own-records }
purpose: { id: dpv:ServiceOptimisation, processing: dpv-ai:ModelTraining, basis: contract }
keys: { main: { env: PERDE_KEY } }
unlisted: UNLISTED
fields:
  people:
    id: { role: identifier, do: VERB }
`

/** One source of one field, which has this verb. */
export const small = (unlisted: string, verb: string) =>
  policyOf(SMALL.replace('UNLISTED', unlisted).replace('VERB', verb))
