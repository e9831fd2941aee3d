import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CLI, KEY, project } from '../e2e/perde.ts'

/**
 * The command line as people see it. A transcript (`*.txt`) is read from top to bottom:
 *
 *   # a sentence that is true of what follows: the title of the test, and comments
 *   --- file NAME          a file, up to the next line that begins with `--- ` or `$ `
 *   $ perde check NAME     a command for sh, in the folder of the files; stderr and stdout stand together
 *   …                      what it prints; `…` is any text in a line, and any lines where it stands alone
 *   [exit 78]              the status, where it is not 0
 */
const folder = new URL('.', import.meta.url)

interface Step {
  command: string
  expected: string[]
  status: number
  line: number
}

interface Transcript {
  title: string
  files: Map<string, string>
  steps: Step[]
}

function parse(text: string): Transcript {
  const transcript: Transcript = { title: '', files: new Map(), steps: [] }
  let file: string | undefined
  for (const [i, line] of text.split('\n').entries()) {
    const step = transcript.steps.at(-1)
    if (line.startsWith('--- file ')) transcript.files.set((file = line.slice(9)), '')
    else if (line.startsWith('$ ')) {
      file = undefined
      transcript.steps.push({ command: line.slice(2), expected: [], status: 0, line: i + 1 })
    } else if (file !== undefined) transcript.files.set(file, `${transcript.files.get(file)!}${line}\n`)
    else if (line.startsWith('# ')) transcript.title ||= line.slice(2)
    else if (step && /^\[exit \d+\]$/.test(line)) step.status = Number(line.slice(6, -1))
    else if (step && !(line === '' && step.expected.length === 0)) step.expected.push(line)
  }
  // Blank lines between a step and the next are for the reader's eyes.
  for (const step of transcript.steps) while (step.expected.at(-1) === '') step.expected.pop()
  return transcript
}

function pattern(expected: string[]): RegExp {
  const escaped = (line: string) => line.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '.*')
  return new RegExp(`^${expected.map((line) => (line === '…' ? '(?:.*\\n)*?' : `${escaped(line)}\\n`)).join('')}$`)
}

describe('the command line', () => {
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .sort()) {
    const { title, files, steps } = parse(readFileSync(new URL(name, folder), 'utf8'))
    it(`${title} (${name})`, () => {
      const p = project()
      mkdirSync(p.path('work'))
      for (const [path, content] of files) {
        mkdirSync(dirname(p.path('work', path)), { recursive: true })
        writeFileSync(p.path('work', path), content)
      }
      p.write('bin/perde', `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`)
      chmodSync(p.path('bin/perde'), 0o755)
      const env = { PATH: `${p.path('bin')}:${process.env['PATH'] ?? ''}`, HOME: p.dir, TZ: 'UTC', PERDE_KEY: KEY }
      for (const { command, expected, status, line } of steps) {
        const done = spawnSync('sh', ['-c', `exec 2>&1\n${command}`], { cwd: p.path('work'), env, input: '' })
        const printed = done.stdout.toString()
        const told = `${name}:${line}: $ ${command} [exit ${done.status}]`
        // A difference is easier to read than a pattern that does not match.
        if (!pattern(expected).test(printed)) expect(printed, told).toBe(`${expected.join('\n')}\n`)
        expect(done.status, told).toBe(status)
      }
    })
  }
})
