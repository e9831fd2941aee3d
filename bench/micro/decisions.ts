import { createDecider } from '../../src/consent/decide.ts'
import { RegisterBuilder, type CompiledRegister } from '../../src/consent/register.ts'
import { createSubjectKeyer } from '../../src/consent/subject-ref.ts'
import { distinctIins, stirred } from './iins.ts'
import { race, type Loop } from './loop.ts'

const BATCH = 2750
const AS_OF = Date.UTC(2026, 0, 1) / 1000
const [KEY_A, KEY_B] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
const HEADER = ['iin', 'status', 'purpose', 'processing', 'given_at', 'until']
const SPEC = {
  path: '',
  subject: 'iin',
  status: 'status',
  purpose: 'purpose',
  processing: 'processing',
  at: 'given_at',
  until: 'until',
}

/** Records a second that one thread decides about, against a register of so many subjects; and rows compiled a second. */
export function decisions(quick: boolean): Loop[] {
  const subjects = distinctIins(quick ? 100_000 : 1_000_000)
  let register: CompiledRegister | undefined
  const rounds = quick ? 3 : 5
  const [compiled] = race(
    [
      {
        id: 'register',
        title: `register of ${subjects.length} subjects compiled, one row each`,
        unit: 'rows',
        items: subjects.length,
        run: () => void (register = compile(subjects)),
      },
    ],
    rounds,
  )
  const keyer = createSubjectKeyer(KEY_A, KEY_B, 'iin')
  const decide = createDecider(register!.index, {
    purpose: 'dpv:ResearchAndDevelopment',
    processing: 'dpv:Analyse',
    categories: [],
    asOf: AS_OF,
    subsume: false,
  })
  const asked = stirred(subjects)
  const [decided] = race(
    [
      {
        id: 'decisions',
        title: `subject keyed and decided, register of ${subjects.length} subjects`,
        unit: 'records',
        items: asked.length,
        run: () => {
          for (let at = 0; at < asked.length; at += BATCH) {
            const { refs, flags } = keyer(asked.slice(at, at + BATCH))
            decide(refs, flags)
          }
        },
      },
    ],
    rounds,
  )
  return [compiled!, decided!]
}

function compile(subjects: readonly string[]): CompiledRegister {
  const builder = new RegisterBuilder({ spec: SPEC, header: HEADER, keyA: KEY_A, keyB: KEY_B, entity: 'iin' })
  subjects.forEach((iin, i) => {
    const [status, until] = i % 10 === 0 ? ['withdrawn', ''] : ['given', '2035-12-31']
    const at = `2024-0${1 + (i % 9)}-15T10:00:00+05:00`
    builder.add([iin, status, 'dpv:ResearchAndDevelopment', 'dpv:Analyse', at, until], i + 2)
  })
  return builder.finish(AS_OF)
}
