import { expect, test } from 'vitest'
import { auditPackSchema } from '../../../src/evidence/pack/audit-pack-schema.ts'

// Broken variants are refused in test/e2e/pack.test.ts, where a pack is made of a release.
test('policies/audit-pack.schema.json is the schema (npx vitest run test/evidence/pack/audit-pack-schema.test.ts -u)', async () => {
  await expect(`${JSON.stringify(auditPackSchema, undefined, 2)}\n`).toMatchFileSnapshot(
    '../../../policies/audit-pack.schema.json',
  )
})
