import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { checkCommand } from '../../src/commands/check.ts'
import { dryRunText } from '../../src/commands/run-text.ts'
import { temporaryFolder } from '../engine/plans.ts'
import { field, planOf, sourceOf } from '../engine/plans.ts'
import { goodBut } from '../policy/good-policy.ts'
import { terminalAt } from './terminal.ts'

it('refuses a legal basis that a rule set of the policy refuses, in the words of the gate', async () => {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, 'p.yaml'), goodBut(['basis: consent', 'basis: legitimate-interest']))
  const terminal = terminalAt(cwd)
  expect(await checkCommand('p.yaml', {}, terminal)).toBe(78)
  expect(terminal.said).toContain('legitimate-interest is not a legal basis in Kazakhstan')
  expect(terminal.said).toContain('[POLICY_BASIS]')
})

it('warns of inputs that are not there, and ends well', async () => {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, 'p.yaml'), goodBut())
  const terminal = terminalAt(cwd)
  expect(await checkCommand('p.yaml', {}, terminal)).toBe(0)
  expect(terminal.said.match(/POLICY_INPUT_MISSING/g)).toHaveLength(3)
  expect(terminal.said).toContain('in order, with 3 warnings')
})

it('shows in a dry run which columns are dropped because no rule names them', () => {
  const plan = planOf([sourceOf([field('name', 'drop')], { unlisted: 'drop' })])
  const inputs = [{ source: 'people', name: 'a.csv', bytes: 3, fields: ['name', 'extra'], unlisted: ['extra'] }]
  expect(dryRunText({ decision: 'permit', levels: [], plan, inputs })).toContain('extra of people: dropped')
})
