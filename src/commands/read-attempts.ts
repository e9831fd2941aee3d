import { PerdeError } from '../errors.ts'
import type { Attempt } from '../engine/tasks/put-attempt.ts'

/** The results of workers, one JSON object a line. Throws INPUT_REQUEST with the number of the line that is none. */
export async function readAttempts(input: AsyncIterable<Uint8Array>): Promise<Attempt[]> {
  const pieces: Uint8Array[] = []
  for await (const piece of input) pieces.push(piece)
  const attempts: Attempt[] = []
  for (const [i, line] of Buffer.concat(pieces).toString().split('\n').entries())
    if (line.trim() !== '') attempts.push(attemptOf(line, i + 1))
  return attempts
}

function attemptOf(line: string, number: number): Attempt {
  try {
    const value = JSON.parse(line) as Attempt
    if (isAttempt(value)) return value
  } catch {
    // Told below.
  }
  throw new PerdeError('INPUT_REQUEST', 'a line is no result of a worker', {
    where: { line: number },
    hints: ['each is the JSON of a RESULT with one more member: "folder", where the files of the attempt are'],
  })
}

function isAttempt(value: unknown): value is Attempt {
  const { run, mode, shard, folder, files } = (value ?? {}) as Record<string, unknown>
  return (
    typeof run === 'string' &&
    (mode === 'profile' || mode === 'apply') &&
    Number.isInteger(shard) &&
    (shard as number) >= 0 &&
    typeof folder === 'string' &&
    folder !== '' &&
    Array.isArray(files) &&
    (files as unknown[]).every(isFile)
  )
}

function isFile(value: unknown): boolean {
  const { name, bytes } = (value ?? {}) as Record<string, unknown>
  return typeof name === 'string' && Number.isSafeInteger(bytes) && (bytes as number) >= 0
}
