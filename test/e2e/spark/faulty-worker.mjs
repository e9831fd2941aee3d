import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

// A worker in front of the real one, which passes the frames on until something goes wrong as a test wants it.

const HELLO = 1
const INIT = 2
const BATCH = 4
const RESULT = 6
const ERROR = 7

/**
 * Each of `faults` is { on: 'hello' | 'batch' | 'result', does, mode, shard, times }. Every attempt is told by a folder in
 * `dir`, `<mode>-<shard>-<n>`; the fault is for the first `times` of them.
 */
export function worker({ real, dir, faults }) {
  const keys = Number(process.argv[process.argv.indexOf('--key-fd') + 1])
  const child = spawn(process.execPath, [real, '--key-fd', '3'], { stdio: ['pipe', 'pipe', 'inherit', keys] })
  child.stdin.on('error', () => undefined)
  child.on('close', (status, signal) => process.exit(status ?? (signal ? 1 : 0)))
  let fault = faults.find(({ on }) => on === 'hello')
  // Nothing is passed on any more: it hangs.
  let mute = false
  /** The frame as it is passed on; undefined: it is not. */
  const passed = (on, frame) => {
    if (mute || fault?.on !== on) return mute ? undefined : frame
    const { does } = fault
    fault = undefined
    if (does in EDITS) return edited(frame, EDITS[does])
    mute = true
    FAULTS[does](child, dir)
    return undefined
  }
  frames(process.stdin, (type, frame) => {
    if (type === INIT) {
      const { mode, shard } = JSON.parse(frame.subarray(9, 9 + frame.readUInt32LE(5)))
      const n = attempt(dir, mode, shard)
      fault = faults.find((own) => own.mode === mode && own.shard === shard && n <= own.times)
    }
    const own = type === BATCH ? passed('batch', frame) : mute ? undefined : frame
    if (own) child.stdin.write(own)
  })
  process.stdin.on('end', () => child.stdin.end())
  frames(child.stdout, (type, frame) => {
    const own =
      type === HELLO ? passed('hello', frame) : type === RESULT ? passed('result', frame) : mute ? undefined : frame
    if (own) process.stdout.write(own)
  })
}

const FAULTS = {
  die: (real) => {
    real.kill('SIGKILL')
    process.kill(process.pid, 'SIGKILL')
  },
  hang: () => undefined,
  end: () => process.exit(0),
  // When another task has begun, which is to be ended.
  deny: (_, dir) => {
    const denying = setInterval(() => {
      if (!existsSync(join(dir, 'apply-0-1'))) return
      clearInterval(denying)
      process.stdout.write(errorFrame('policy', 'DENIED_PURPOSE', 77))
    }, 20)
  },
  garbage: () => void process.stdout.write(Buffer.alloc(64, 0xff)),
  'kill-python': () => process.kill(process.ppid, 'SIGKILL'),
  'kill-executor': () => process.kill(parent(parent(process.ppid)), 'SIGKILL'),
}

const EDITS = {
  'count-less': (told) => ({ ...told, rowsIn: told.rowsIn - 1 }),
  'be-another': (told) => ({ ...told, code: '0'.repeat(64) }),
  'speak-another': (told) => ({ ...told, protocol: [2] }),
}

function edited(frame, edit) {
  return jsonFrame(frame[4], edit(JSON.parse(frame.subarray(5))))
}

function errorFrame(kind, code, exit) {
  return jsonFrame(ERROR, { kind, code, exit, message: 'a test denies', hints: [], where: {}, retryable: false })
}

function jsonFrame(type, json) {
  const body = Buffer.from(JSON.stringify(json))
  const head = Buffer.alloc(5)
  head.writeUInt32LE(body.length)
  head[4] = type
  return Buffer.concat([head, body])
}

/** The number of this attempt, from 1. */
function attempt(dir, mode, shard) {
  for (let n = 1; ; n++)
    try {
      mkdirSync(join(dir, `${mode}-${shard}-${n}`))
      return n
    } catch (e) {
      if (e.code !== 'EEXIST') throw e
    }
}

function parent(pid) {
  return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1])
}

function frames(stream, each) {
  let held = Buffer.alloc(0)
  stream.on('data', (chunk) => {
    held = Buffer.concat([held, chunk])
    while (held.length >= 5 && held.length >= 5 + held.readUInt32LE(0)) {
      const end = 5 + held.readUInt32LE(0)
      each(held[4], held.subarray(0, end))
      held = held.subarray(end)
    }
  })
}
