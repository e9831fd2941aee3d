import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { checkSideFiles } from '../../../src/engine/policy-files/check-side-files.ts'
import type { Policy } from '../../../src/policy/policy.ts'
import { temporaryFolder } from '../plans.ts'

it('finds tables that are not there, and what is wrong in a hierarchy, each file once', () => {
  const baseDir = temporaryFolder()
  writeFileSync(join(baseDir, 'age.csv'), '19;15-19;*\n20;15-19;*\n25;25-29;*\n')
  writeFileSync(join(baseDir, 'job.csv'), 'nurse;health;*\n\ndoctor;health\n')
  writeFileSync(join(baseDir, 'torn.csv'), '"nurse;health;*\n')
  const policy = {
    fields: {
      people: {
        code: { do: [{ verb: 'lookup', options: { file: 'codes.csv' } }] },
        place: { do: [{ verb: 'generalise', options: { hierarchy: 'age.csv', level: 1 } }] },
      },
    },
    dataset: {},
    anonymity: {
      hierarchies: {
        age: { file: 'age.csv' },
        other: { file: 'age.csv' },
        job: { file: 'job.csv' },
        torn: { file: 'torn.csv' },
        gone: { file: 'gone.csv' },
        year: { intervals: [5] },
      },
    },
  } as unknown as Policy
  const findings = checkSideFiles(policy, { file: 'policy.yaml', baseDir })
  expect(findings.map(({ severity, code, where }) => [severity, code, where])).toEqual([
    ['error', 'POLICY_SIDE_FILE', { file: 'policy.yaml', path: 'people.code' }],
    ['warning', 'HIERARCHY_OFF_BY_ONE', { file: 'age.csv', line: 2, path: 'column 2' }],
    ['error', 'HIERARCHY_RAGGED', { file: 'job.csv', line: 3 }],
    ['warning', 'HIERARCHY_SAME_LEVEL', { file: 'job.csv', path: 'column 3' }],
    ['error', 'HIERARCHY_NO_TABLE', { file: 'torn.csv', line: 1 }],
    ['error', 'POLICY_SIDE_FILE', { file: 'policy.yaml', path: 'anonymity.hierarchies.gone' }],
  ])
})
