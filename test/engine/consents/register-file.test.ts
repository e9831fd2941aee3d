import { createHash, createHmac } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRegister } from '../../../src/engine/consents/register-file.ts'
import { deriveSubjectKeys } from '../../../src/engine/freeze/derive-keys.ts'
import type { RegisterSpec } from '../../../src/policy/policy.ts'
import { compile, NOON, reasonsOf, TRAINING } from '../../consent/register-fixture.ts'
import { createDecider } from '../../../src/consent/decide.ts'
import { reasonName } from '../../../src/consent/reasons.ts'
import { subjectRefs } from '../../../src/consent/subject-ref.ts'
import { ROOTS, temporaryFolder } from '../plans.ts'

const { keys } = deriveSubjectKeys(ROOTS)
const SPEC: RegisterSpec = {
  path: 'consents.csv',
  subject: 'subject',
  purpose: 'purpose',
  processing: 'processing',
  status: 'status',
}
const HEADER = 'subject,purpose,processing,status'
const TEXT = `${HEADER}
anna,dpv:ServiceOptimisation,dpv-ai:ModelTraining,given
boris,dpv:ServiceOptimisation,dpv-ai:ModelTraining,withdrawn
`

/** A register as a file, read. */
function read(content: string | Uint8Array, spec: Partial<RegisterSpec> = {}, entity?: string) {
  const folder = temporaryFolder()
  const whole = { ...SPEC, ...spec }
  writeFileSync(join(folder, whole.path), content)
  return readRegister(whole, folder, keys, entity, NOON)
}

async function reasons(content: string | Uint8Array, subjects: string[], spec: Partial<RegisterSpec> = {}) {
  const { index } = await read(content, spec)
  const { refs, flags } = subjectRefs(subjects, keys.a, keys.b)
  return Array.from(createDecider(index, TRAINING)(refs, flags), reasonName)
}

describe('a register of consents', () => {
  it('is read from a CSV file beside the policy and answers like the compiled table', async () => {
    const subjects = ['anna', 'boris', 'clara']
    expect(await reasons(TEXT, subjects)).toEqual(reasonsOf(compile(TEXT).index, subjects))
  })

  const spellings: [string, string | Buffer, Partial<RegisterSpec>][] = [
    // how the same table may be written
    ['with a byte order mark', `\ufeff${TEXT}`, {}],
    ['with line ends of Windows', TEXT.replaceAll('\n', '\r\n'), {}],
    ['with blank lines and no last line end', TEXT.replaceAll('\n', '\n\n').trimEnd(), {}],
    ['with quotes', TEXT.replace('anna', '"anna"'), {}],
    ['with tabs', TEXT.replaceAll(',', '\t'), { path: 'consents.tsv' }],
  ]
  it.each(spellings)('is read %s', async (_, content, spec) => {
    expect(await reasons(content, ['anna', 'boris', 'clara'], spec)).toEqual(['GIVEN', 'WITHDRAWN', 'NO_RECORD'])
  })

  it('is read also where its letters take more bytes than one and lie across the pieces of a file', async () => {
    // More than the 64 KiB that a file stream gives at once, shifted byte by byte.
    for (const shift of [0, 1, 2, 3]) {
      const many = Array.from(
        { length: 3000 },
        (_, i) => `әлия ${i},dpv:ServiceOptimisation,dpv-ai:ModelTraining,given\n`,
      )
      const content = `${HEADER}\n${'x'.repeat(shift)},,,\n${many.join('')}`
      const found = await reasons(
        content,
        many.map((_, i) => `әлия ${i}`),
      )
      expect(new Set(found), `shifted by ${shift}`).toEqual(new Set(['GIVEN']))
    }
  })

  it('has a digest of its bytes under a key, so that nobody can try guesses of its content', async () => {
    const { keyedSha256 } = await read(TEXT)
    const plain = createHash('sha256').update(TEXT).digest()
    expect(keyedSha256).toBe(createHmac('sha256', keys.digest).update(plain).digest('hex'))
    expect((await read(`${TEXT}\n`)).keyedSha256).not.toBe(keyedSha256)
    expect((await read(TEXT)).keyedSha256).toBe(keyedSha256)
  })

  it('that has a header alone grants nothing', async () => {
    expect(await reasons(`${HEADER}\n`, ['anna'])).toEqual(['NO_RECORD'])
  })

  it('names the line of a row that it cannot understand, counted as an editor counts', async () => {
    const row = 'dpv:ServiceOptimisation,dpv-ai:ModelTraining'
    const content = `note,${HEADER}\n"two\nlines",anna,${row},given\n\nx,boris,${row},given,too,many\n`
    await expect(read(content)).rejects.toMatchObject({ code: 'REGISTER_INVALID', where: { line: 5 } })
  })

  it('that may hold a refusal which reaches nobody is refused, with its line', async () => {
    const content = `${HEADER}\nanna,p,q,given\n,dpv:ServiceOptimisation,dpv-ai:ModelTraining,withdrawn\n`
    await expect(read(content)).rejects.toMatchObject({
      code: 'REGISTER_INVALID',
      where: { part: 'consents.csv', line: 3 },
    })
  })

  const broken: [string, string | Buffer, string][] = [
    // what is wrong, the content, the code
    ['no byte', '', 'REGISTER_INVALID'],
    ['blank lines alone', '\n\n', 'REGISTER_INVALID'],
    ['a header without the column of the subject', 'who,status\na,given\n', 'REGISTER_INVALID'],
    ['a quote that is not closed', `${HEADER}\n"anna,given\n`, 'REGISTER_INVALID'],
    ['text behind a closing quote', `${HEADER}\n"anna"x,p,q,given\n`, 'REGISTER_INVALID'],
    [
      'a byte that is not UTF-8',
      Buffer.concat([Buffer.from(`${HEADER}\n`), Buffer.of(0xff), Buffer.from(',p,q,given\n')]),
      'INPUT_ENCODING',
    ],
    ['a letter that is cut off at its end', Buffer.concat([Buffer.from(TEXT), Buffer.of(0xd0)]), 'INPUT_ENCODING'],
  ]
  it.each(broken)('with %s is refused under its name in the policy', async (_, content, code) => {
    await expect(read(content)).rejects.toMatchObject({ code, where: { part: 'consents.csv' } })
  })

  it('that is not there is refused', async () => {
    await expect(readRegister(SPEC, temporaryFolder(), keys, undefined, NOON)).rejects.toMatchObject({
      code: 'INPUT_NOT_FOUND',
      where: { part: 'consents.csv' },
    })
  })

  it('that is a folder is refused', async () => {
    await expect(readRegister({ ...SPEC, path: '.' }, temporaryFolder(), keys, undefined, NOON)).rejects.toMatchObject({
      code: 'INPUT_UNREADABLE',
    })
  })

  it('that is refused in its middle does not keep anybody waiting', async () => {
    // The header is wrong, and more follows than any pipe takes at once.
    const content = `who,status\n${'a,given\n'.repeat(200_000)}`
    await expect(read(content)).rejects.toMatchObject({ code: 'REGISTER_INVALID' })
  })
})
