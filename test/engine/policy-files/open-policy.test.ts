import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { openPolicy, readPolicy } from '../../../src/engine/policy-files/open-policy.ts'
import type { PerdeError } from '../../../src/errors.ts'
import type { Finding } from '../../../src/policy/policy.ts'
import { temporaryFolder } from '../plans.ts'
import { AS_OF, writeCase } from '../small-run.ts'

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})

describe('a policy file', () => {
  it('is opened relative to where the command was given, and paths in it are relative to its own folder', () => {
    writeCase(join(folder, 'sub'))
    const { policy, digest, baseDir, findings } = openPolicy('sub/policy.yaml', folder, AS_OF)
    expect([policy.dataset.id, baseDir, findings.filter((f) => f.severity === 'error')]).toEqual([
      'clinic',
      join(folder, 'sub'),
      [],
    ])
    expect(digest).toMatch(/^[0-9a-f]{64}$/)
  })

  it('with errors is refused with all of its findings', () => {
    writeCase(folder, (policy) =>
      policy.replace('do: round 10', 'do: rund 10').replace('role: identifier', 'role: identifer'),
    )
    const failing = () => openPolicy('policy.yaml', folder, AS_OF)
    expect(failing).toThrow(expect.objectContaining({ code: 'POLICY_INVALID', where: { part: 'policy.yaml' } }))
    try {
      failing()
    } catch (e) {
      expect((e as PerdeError).message).toBe('the policy has 2 errors')
      const findings = (e as PerdeError).facts['findings'] as Finding[]
      expect(findings.filter((f) => f.severity === 'error')).toHaveLength(2)
    }
    expect(readPolicy('policy.yaml', folder, AS_OF)).toMatchObject({ policy: undefined, digest: undefined })
  })

  const unreadable: [string, () => void, string][] = [
    // what is there, how it comes there, the code
    ['nothing', () => undefined, 'POLICY_NOT_FOUND'],
    ['a folder', () => mkdirSync(join(folder, 'policy.yaml')), 'POLICY_NOT_FOUND'],
    [
      'bytes that are not UTF-8',
      () => writeFileSync(join(folder, 'policy.yaml'), Buffer.of(0xff, 0xfe)),
      'POLICY_INVALID',
    ],
    ['nothing in it', () => writeFileSync(join(folder, 'policy.yaml'), ''), 'POLICY_INVALID'],
  ]
  it.each(unreadable)('that is %s is refused under the name it was given', (_, make, code) => {
    make()
    expect(() => openPolicy('policy.yaml', folder, AS_OF)).toThrow(
      expect.objectContaining({ code, where: { part: 'policy.yaml' } }),
    )
  })
})
