import { createDecider } from '../../src/consent/decide.ts'
import type { ConsentIndex } from '../../src/consent/consent-index.ts'
import { reasonName, type ReasonName } from '../../src/consent/reasons.ts'
import { RegisterBuilder, type CompiledRegister } from '../../src/consent/register.ts'
import type { ConsentRequest } from '../../src/consent/request.ts'
import { subjectRefs } from '../../src/consent/subject-ref.ts'
import type { RegisterSpec } from '../../src/policy/policy.ts'

export const KEY_A = Uint8Array.from({ length: 32 }, (_, i) => i)
export const KEY_B = Uint8Array.from({ length: 32 }, (_, i) => 255 - i)

/** 1 July 2026, noon in Almaty. */
export const NOON = Date.UTC(2026, 6, 1, 7) / 1000

/** A register whose columns are called what they are (`subject,purpose,status,…`), as CSV without quoting. */
export function compile(
  text: string,
  { entity, asOf = NOON }: { entity?: string; asOf?: number } = {},
): CompiledRegister {
  const [header = [], ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.split(',').map((cell) => cell.trim()))
  return compileRows(header, rows, { entity, asOf })
}

export function compileRows(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { entity, asOf = NOON }: { entity?: string | undefined; asOf?: number } = {},
): CompiledRegister {
  const spec = {
    path: 'consents.csv',
    ...Object.fromEntries(header.map((name) => [name, name])),
  } as RegisterSpec
  const builder = new RegisterBuilder({ spec, header, keyA: KEY_A, keyB: KEY_B, entity })
  rows.forEach((row, i) => builder.add(row, i + 2))
  return builder.finish(asOf)
}

export const TRAINING: ConsentRequest = {
  purpose: 'dpv:ServiceOptimisation',
  processing: 'dpv-ai:ModelTraining',
  categories: [],
  asOf: NOON,
  subsume: false,
}

/** Names of the reasons for some subjects. */
export function reasonsOf(
  index: ConsentIndex,
  subjects: readonly string[],
  request: ConsentRequest = TRAINING,
  entity?: string,
): (ReasonName | undefined)[] {
  const { refs, flags } = subjectRefs(subjects, KEY_A, KEY_B, entity)
  return Array.from(createDecider(index, request)(refs, flags), reasonName)
}

/** What a register says about the subject `a`. */
export function reasonOf(text: string, request: Partial<ConsentRequest> = {}): ReasonName | undefined {
  return reasonsOf(compile(text).index, ['a'], { ...TRAINING, ...request })[0]
}
