import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { checkInputs } from '../../../src/engine/read/check-inputs.ts'
import type { Policy } from '../../../src/policy/policy.ts'
import { temporaryFolder } from '../plans.ts'

it('warns of inputs and registers that do not exist, and of no other', async () => {
  const baseDir = temporaryFolder()
  writeFileSync(join(baseDir, 'there.csv'), '')
  const policy = {
    dataset: {
      sources: {
        a: { path: 'there.csv' },
        b: { path: 'gone.csv' },
        c: { path: '*.jsonl' },
        d: { path: '*.csv' },
        e: { path: '-' },
      },
    },
    consent: { register: { path: 'register.csv', subject: 'iin' } },
  } as unknown as Policy
  const findings = await checkInputs(policy, { file: 'policy.yaml', baseDir })
  expect(findings.map(({ severity, code, where }) => [severity, code, where.path])).toEqual([
    ['warning', 'POLICY_INPUT_MISSING', 'dataset.sources.b'],
    ['warning', 'POLICY_INPUT_MISSING', 'dataset.sources.c'],
    ['warning', 'POLICY_INPUT_MISSING', 'consent.register'],
  ])
})
