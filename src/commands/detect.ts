import { createAnswerer } from '../detect/answer.ts'
import { ownRecognisers } from '../detect/own-patterns.ts'
import { openPolicy } from '../engine/policy-files/open-policy.ts'
import { PerdeError } from '../errors.ts'
import { counted } from './numbers.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

/** A line longer than this is not a request. */
const LONGEST_LINE = 64 * 1024 * 1024

export interface DetectCommandOptions {
  policy?: string
}

/**
 * `perde detect`: JSON lines of texts or columns on stdin, detections on stdout, one answer a request. With a policy its
 * own patterns are looked for too. A request that cannot be answered gets an answer that says so, and at the end status 65.
 */
export async function detectCommand(options: DetectCommandOptions, terminal: Terminal): Promise<ExitStatus> {
  const patterns =
    options.policy === undefined ? {} : openPolicy(options.policy, terminal.cwd, new Date()).policy.detect.patterns
  let line = 0
  let answers = ''
  const wrong: number[] = []
  const answer = createAnswerer([], ownRecognisers(patterns))
  for await (const text of linesOf(terminal.stdin)) {
    line++
    if (text.trim() === '') continue
    const answered = answer(parse(text, line))
    if ('error' in answered) wrong.push(line)
    answers += `${JSON.stringify(answered)}\n`
    if (answers.length > 65_536) {
      await terminal.out(answers)
      answers = ''
    }
  }
  await terminal.out(answers)
  if (wrong.length > 0)
    throw new PerdeError('INPUT_REQUEST', `${counted(wrong.length, 'request')} could not be answered`, {
      where: { part: '-', line: wrong[0]! },
      hints: ['the answer to each says why; a request is {"id":1,"text":"…"} or {"id":1,"name":"…","values":[…]}'],
    })
  return 0
}

function parse(text: string, line: number): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Without the parser's own message: it quotes the input.
    throw new PerdeError('INPUT_JSON', 'a request is not JSON', {
      where: { part: '-', line },
      hints: ['one object a line: {"id":1,"text":"…"} or {"id":1,"name":"…","values":[…]}'],
    })
  }
}

async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
    } catch (cause) {
      throw new PerdeError('INPUT_ENCODING', 'standard input is not UTF-8', { cause })
    }
  }
  let rest = ''
  for await (const chunk of input) {
    const parts = (rest + decode(chunk)).split('\n')
    rest = parts.pop()!
    if (rest.length > LONGEST_LINE) throw new PerdeError('INPUT_RECORD_TOO_LARGE', 'a request is larger than 64 MiB')
    yield* parts
  }
  rest += decode()
  if (rest !== '') yield rest
}
