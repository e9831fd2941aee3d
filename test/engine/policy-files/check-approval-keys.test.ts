import { expect, it } from 'vitest'
import { checkApprovalKeys } from '../../../src/engine/policy-files/check-approval-keys.ts'
import { signerOf } from '../../../src/evidence/log/vkey.ts'

const { vkey } = signerOf('privacy-office', new Uint8Array(32).fill(1))
const keysOf = (...keys: string[]) => ({ approval: { keys, 'distinct-from-author': true } })

it('keys of approvals that are whole are in order, and so is a policy that asks for none', () => {
  expect(checkApprovalKeys(keysOf(vkey), 'policy.yaml')).toEqual([])
  expect(checkApprovalKeys({}, 'policy.yaml')).toEqual([])
})

it.each([
  ['another name', vkey.replace('privacy-office', 'council')],
  ['a letter that was lost in its id', vkey.replace(/\+./, '+x')],
  ['another point', vkey.replace(/.{4}$/, 'AAAA')],
  ['no key at all', 'privacy-office'],
])('a key with %s is a finding at its place', (_, key) => {
  expect(checkApprovalKeys(keysOf(vkey, key), 'policy.yaml')).toEqual([
    expect.objectContaining({
      severity: 'error',
      code: 'POLICY_VALUE',
      where: { file: 'policy.yaml', path: 'approval.keys[1]' },
    }),
  ])
})
