import { converse } from './pipe/conversation.ts'
import { codeOf, readToEnd } from './pipe/descriptors.ts'
import { FRAME, jsonFrame } from './pipe/frames.ts'
import type { FrameSink } from './pipe/attempt-files.ts'

// A worker of its own behind a pipe (README.md): frames in by standard input, out by standard output, `--key-fd N`.

/** A host that asks for an end gets an answer, or none if it does not read. */
const LAST_WORD_MS = 4000

let rows = 0
const sink = sinkOf(process.stdout)
process.stdout.on('error', () => process.exit(69))
process.on('SIGTERM', () => {
  setTimeout(() => process.exit(143), LAST_WORD_MS)
  sink.send(jsonFrame(FRAME.cancelled, { rows }))
  void sink.drained().then(() => process.exit(143))
})
process.exitCode = await converse({
  input: process.stdin,
  sink,
  code: codeOf(import.meta.url),
  keys: keysOf(process.argv.slice(2)),
  onRows: (now) => (rows = now),
})
process.exit()

function sinkOf(output: NodeJS.WritableStream): FrameSink {
  let last = Promise.resolve()
  return {
    send(frame) {
      last = new Promise((resolve) => output.write(frame, () => resolve()))
    },
    drained: () => last,
  }
}

function keysOf(args: readonly string[]): string {
  if (args.length === 0) return '{}'
  const [option, number] = args
  const fd = Number(number)
  if (args.length === 2 && option === '--key-fd' && Number.isInteger(fd) && fd > 2) return readToEnd(fd)
  process.stderr.write('perde: error: the worker takes --key-fd N, a descriptor from 3 on, and nothing else\n')
  process.exit(2)
}
