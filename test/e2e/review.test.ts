import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { CLI, jsonl, project, type Project } from './perde.ts'

/** The real command on a real terminal: raw keys, the alternate screen, signals. */
const DRIVER = fileURLToPath(new URL('terminal.py', import.meta.url))
const hasTerminals = spawnSync('python3', ['-c', 'import pty, termios, fcntl']).status === 0
if (!hasTerminals)
  console.warn('SKIPPED: reviews on a pseudo-terminal are not tested, for there is no python3 with pty here')

interface Step {
  /** text that the screen shows before the key is pressed */
  wait: string
  send?: string
  signal?: number
  /** lines and columns from now on */
  size?: [number, number]
}

function onTerminal(p: Project, args: string[], steps: Step[]) {
  const done = spawnSync('python3', [DRIVER], {
    input: JSON.stringify({
      command: [process.execPath, CLI, ...args],
      cwd: p.dir,
      env: { PATH: process.env['PATH'] ?? '', HOME: p.dir, TMPDIR: p.path('tmp'), TERM: 'xterm-256color' },
      steps,
    }),
    maxBuffer: 64 * 1024 * 1024,
  })
  const ran = JSON.parse(done.stdout.toString()) as {
    output: string
    status: number
    restored: boolean
    failed?: string
  }
  expect(ran.failed, ran.output).toBeUndefined()
  return ran
}

const SECRET = 'Құпиясөз'
const notes = jsonl(
  Array.from({ length: 20 }, (_, i) => ({
    id: i,
    note: `${SECRET} came on day ${i} and was better than before \u001b[31m`,
  })),
)
const ENTER = '\u001b[?1049h'
const LEAVE = '\u001b[?1049l'
const judged = (p: Project) =>
  p.json<{ judgements: { judgement: string }[] }>('notes.jsonl.review.json').judgements.map((j) => j.judgement)

describe.skipIf(!hasTerminals)('a review on a terminal', () => {
  it('takes one key a judgement, prints what it means and puts the terminal back', () => {
    const p = project({ 'notes.jsonl': notes })
    const ran = onTerminal(
      p,
      ['review', 'notes.jsonl', '--sample', '4'],
      [
        { wait: 'document 1 of 4', send: 'c' },
        { wait: 'document 2 of 4', send: 'д' },
        { wait: 'document 3 of 4', send: 'b' },
        { wait: 'judged leak', send: '\u001b[C' },
        { wait: 'document 3 of 4', send: 'u' },
        { wait: 'document 4 of 4', send: 'q' },
      ],
    )
    expect(ran).toMatchObject({ status: 0, restored: true })
    expect(judged(p)).toEqual(['clean', 'leak', 'unsure'])
    expect(ran.output).toContain('came on day')
    // The text goes to the screen of its own, which is gone; what stays has none of it.
    const after = ran.output.slice(ran.output.lastIndexOf(LEAVE))
    expect(after).toContain('1 of 3 documents leaks')
    expect(after).not.toContain(SECRET)
    expect(ran.output.indexOf(ENTER)).toBeLessThan(ran.output.indexOf(SECRET))
    // An escape sequence of the data does not reach the terminal.
    expect(ran.output).toContain('␛[31m')
    expect(ran.output).not.toContain('\u001b[31m')
    expect(p.text('notes.jsonl.review.json')).not.toContain(SECRET)
  })

  const ENDS: [name: string, last: Omit<Step, 'wait'>, status: number][] = [
    ['Ctrl-C', { send: '\u0003' }, 130],
    ['SIGINT', { signal: 2 }, 130],
    ['SIGTERM', { signal: 15 }, 143],
    ['SIGHUP', { signal: 1 }, 130],
  ]
  it.each(ENDS)('that %s ends keeps what was judged and puts the terminal back', (_, last, status) => {
    const p = project({ 'notes.jsonl': notes })
    const ran = onTerminal(
      p,
      ['review', 'notes.jsonl', '--sample', '4'],
      [
        { wait: 'document 1 of 4', send: 'l' },
        { wait: 'document 2 of 4', ...last },
      ],
    )
    expect(ran).toMatchObject({ status, restored: true })
    expect(ran.output.lastIndexOf(LEAVE)).toBeGreaterThan(ran.output.lastIndexOf(SECRET))
    expect(judged(p)).toEqual(['leak'])
    expect(p.below().filter((name) => name.includes('review.json'))).toEqual(['notes.jsonl.review.json'])
  })

  it('whose judgements cannot be kept ends with the failure, and puts the terminal back', () => {
    const p = project({ 'notes.jsonl': notes })
    const ran = onTerminal(
      p,
      ['review', 'notes.jsonl', '--out', '/proc/self/x.json'],
      [{ wait: 'document 1 of 20', send: 'l' }],
    )
    expect(ran).toMatchObject({ status: 69, restored: true })
    expect(ran.output.slice(ran.output.lastIndexOf(LEAVE))).toContain('writing the judgements failed')
  })

  it('is drawn anew when the size of the terminal changes', () => {
    const p = project({ 'notes.jsonl': notes })
    const ran = onTerminal(
      p,
      ['review', 'notes.jsonl'],
      [
        { wait: 'document 1 of 20', size: [10, 60] },
        { wait: `${'─'.repeat(59)}\u001b[K`, send: 'q' },
      ],
    )
    expect(ran).toMatchObject({ status: 0, restored: true })
  })

  it('is drawn for a text of a megabyte, page by page', () => {
    const words = Array.from({ length: 160_000 }, (_, i) => `w${i}`).join(' ')
    const p = project({ 'long.jsonl': jsonl([{ note: words }]) })
    const ran = onTerminal(
      p,
      ['review', 'long.jsonl'],
      [
        { wait: 'Space for more', send: ' ' },
        { wait: 'lines 18–35 of', send: 'c' },
        // Nobody has seen its end.
        { wait: 'not shown to its end', send: 'l' },
        { wait: 'every document is judged', send: '\r' },
      ],
    )
    expect(ran).toMatchObject({ status: 0, restored: true })
    expect(ran.output).toContain('1 of 1 document leaks: 1,000 per thousand; every document was judged')
  })
})
