import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { releaseAt } from '../../../src/io/lake/release-form.ts'
import { temporaryFolder } from '../plans.ts'
import { runCase, writeCase } from '../small-run.ts'

let folder: string
beforeEach(() => void (folder = temporaryFolder()))

const attempt = (change: (policy: string) => string) => {
  writeCase(folder, change)
  return runCase(folder)
}
const RESEARCH = (policy: string) =>
  policy
    .replace('dpv:ServiceOptimisation', 'dpv:ScientificResearch')
    .replace('basis: consent', "basis: 'art9:6', justification: research, rules: [kz-personal-data]")
    .replace(/consent:\n.*\n/, '')
    .replace('ill: sensitive', 'ill: sensitive\n    note: insensitive')
    .replace('unlisted: fail', 'unlisted: fail\ndetect: { surprise: warn }')

describe('R32: what the policy calls the release', () => {
  it('has to be true of what was written: pseudonyms are never masked', async () => {
    // Under a key that dies the gate lets them pass; what was written does not change by that.
    const change = (policy: string) =>
      policy.replace('env: PERDE_KEY', 'ephemeral: true').replace('output: {', 'output: { label: masked,')
    await expect(attempt(change)).rejects.toMatchObject({ code: 'DENIED_RULE_SET', message: /^R32: / })
    expect(releaseAt(join(folder, 'out'))).toBeUndefined()
  })

  it('may be less than it is', async () => {
    const change = (policy: string) =>
      policy.replace('do: pseudonym person', 'do: drop').replace('output: {', 'output: { label: pseudonymised,')
    expect((await attempt(change)).manifest.outputClass).toBe('masked')
  })

  it('is never k-anonymous without k and risks that were measured', async () => {
    const { manifest, risk } = await attempt((policy) =>
      policy
        .replace('do: pseudonym person', 'do: drop')
        .replace('output: {', 'anonymity: { k: 5 }\noutput: { label: k-anonymous,'),
    )
    expect(manifest.outputClass).toBe('k-anonymous')
    expect(manifest.anonymity!.k).toBeGreaterThanOrEqual(5)
    expect(risk.sources['people']!.anonymity?.met).toBe(true)
    expect(manifest.files.map(({ path }) => path)).toContain('risk.json')
  })
})

describe('R24: a value that is equal to an identifier of its record', () => {
  async function noted(note: string, change = RESEARCH) {
    writeCase(folder, (policy) =>
      change(policy)
        .replace(/\bid\b(?!:)/g, 'code')
        .replace('    id:', '    code:'),
    )
    const text = readFileSync(join(folder, 'people.csv'), 'utf8')
    // Identifiers long enough to be no accident.
    writeFileSync(join(folder, 'people.csv'), text.replace('id,', 'code,').replace(/^p(\d+),/gm, 'staff-$1,'))
    const [header, ...rows] = readFileSync(join(folder, 'people.csv'), 'utf8').trimEnd().split('\n')
    const own = rows.map((row) => `${row},${row.startsWith('staff-3,') ? note : 'came alone'}`)
    writeFileSync(join(folder, 'people.csv'), `${header},note\n${own.join('\n')}\n`)
    return runCase(folder)
  }

  it('stops a release for research, with the place and without the value', async () => {
    const failure = await noted('staff-3').catch((e: unknown) => e as Error)
    expect(failure).toMatchObject({ code: 'DENIED_RULE_SET', where: { source: 'people', field: 'note' } })
    expect((failure as Error).message).toBe('R24: a value of "note" would be equal to an identifier of the same record')
    expect(releaseAt(join(folder, 'out'))).toBeUndefined()
  })

  it('is found in another spelling too', async () => {
    await expect(noted('" staff-3 "')).rejects.toMatchObject({ code: 'DENIED_RULE_SET' })
  })

  it('is nothing that another record holds, nor a part of a text', async () => {
    expect((await noted('staff-4')).manifest.records.out).toBe(30)
    folder = temporaryFolder()
    expect((await noted('staff-3 came late')).manifest.records.out).toBe(30)
  })

  it('is not asked about for other purposes', async () => {
    const service = (policy: string) => RESEARCH(policy).replace('dpv:ScientificResearch', 'dpv:ServiceOptimisation')
    expect((await noted('staff-3', service)).manifest.records.out).toBe(30)
  })

  it('stops a release where a transform left it as it was', async () => {
    const nothing = (policy: string) =>
      RESEARCH(policy).replace('do: pseudonym person', 'do: { prefix: { length: 50 } }')
    await expect(noted('came late', nothing)).rejects.toMatchObject({ where: { field: 'code' }, message: /^R24: / })
  })
})

describe('R25: a release for the national platform', () => {
  const PLATFORM = (policy: string) =>
    policy
      .replace('id: clinic', 'id: clinic\n  title: People')
      .replace(
        '  provenance: { controller: Clinic,',
        '  maker: { name: Clinic, bin: "891240000012" }\n  passport: { system: register, level: city, access-level: restricted, update-period: month }\n  provenance: { controller: Clinic, origin: the register,',
      )
      .replace('basis: consent', "basis: 'art9:6', justification: research, text: research, rules: [kz-ai-platform]")
      .replace(/consent:\n.*\n/, '')
      .replace('env: PERDE_KEY', 'ephemeral: true')
      .replace(
        'output: {',
        'anonymity: { k: 5, risk-at-most: { average: 20% } }\noutput: { licence: CC0-1.0, access: on request,',
      )

  it('is k-anonymous, and carries its passport', async () => {
    const { manifest } = await attempt((policy) => PLATFORM(policy).replace('do: pseudonym person', 'do: drop'))
    expect(manifest.outputClass).toBe('k-anonymous')
    expect(manifest.passport).toEqual({
      system: 'register',
      level: 'city',
      accessLevel: 'restricted',
      updatePeriod: 'month',
    })
  })

  it('is refused with pseudonyms, also under a key that died with the run', async () => {
    await expect(attempt(PLATFORM)).rejects.toMatchObject({ code: 'DENIED_RULE_SET', message: /^R25: / })
  })
})
