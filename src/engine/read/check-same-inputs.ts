import { PerdeError } from '../../errors.ts'
import type { Policy } from '../../policy/policy.ts'
import { listInputs, type InputOptions } from './inputs.ts'
import type { Input } from './input.ts'

/**
 * Looks again at what the paths of a policy name, after everything was read: the same files, unchanged. Throws INPUT_CHANGED,
 * also for a file that came or went meanwhile: the release would be of no state that ever was.
 */
export async function checkSameInputs(policy: Policy, options: InputOptions, inputs: readonly Input[]): Promise<void> {
  try {
    await lookAgain(policy, options, inputs)
  } catch (e) {
    // The only file of a source, or one between the list and the look at it: all of them were there.
    if (!(e instanceof PerdeError && e.code === 'INPUT_NOT_FOUND')) throw e
    throw changed(WENT_AWAY, e.where.source, e.where.part)
  }
}

const WENT_AWAY = 'an input went away while the others were read'

async function lookAgain(policy: Policy, options: InputOptions, inputs: readonly Input[]): Promise<void> {
  const before = new Map(inputs.filter(({ path }) => path !== undefined).map((input) => [keyOf(input), input]))
  for (const { sourceName, file } of await listInputs(policy, options)) {
    const key = keyOf({ sourceName, path: file.path })
    const input = before.get(key)
    if (!input) throw changed('an input came while the others were read', sourceName, file.name)
    before.delete(key)
    if ((await file.open(file.name)).version !== input.bytes.version)
      throw changed('an input changed while the others were read', sourceName, input.bytes.name)
  }
  for (const { sourceName, bytes } of before.values()) throw changed(WENT_AWAY, sourceName, bytes.name)
}

function keyOf({ sourceName, path }: Pick<Input, 'sourceName' | 'path'>): string {
  return `${sourceName}/${path!}`
}

function changed(message: string, source: string | undefined, part: string | undefined): PerdeError {
  return new PerdeError('INPUT_CHANGED', message, {
    where: { ...(source !== undefined && { source }), ...(part !== undefined && { part }) },
    retryable: true,
    hints: ['run again when nobody writes there, or run on a snapshot; nothing was published'],
  })
}
