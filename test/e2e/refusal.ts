import { expect } from 'vitest'
import type { Project, Ran } from './perde.ts'

/** Stands in the data of every bad input: no message, log or leftover may repeat it. */
export const MARK = 'ZqМаркерӘx'

export interface Refusal {
  status: number
  code: string
  /** what stands in the line `perde: where:` */
  where?: string | RegExp
  /** false: the error comes without a hint */
  hint?: boolean
  /** folder of the log, if one was begun; default perde-log */
  log?: string
}

/**
 * How every run fails: the code and place in the contract's form on stderr, nothing on stdout, nothing published and
 * nothing left beside the output path, no value of the data anywhere, and a log that verifies.
 */
export function expectRefusal(
  p: Project,
  ran: Ran,
  { status, code, where = /./, hint = true, log = 'perde-log' }: Refusal,
) {
  expect(ran.stderr).toContain(`[${code}]`)
  expect(ran.status).toBe(status)
  expect(ran.stdout).toBe('')
  const lines = ran.stderr.split('\n')
  expect(lines.filter((line) => /^perde: error: [^A-Z].*[^.]$/.test(line)).length).toBeGreaterThan(0)
  expect(lines.find((line) => line.startsWith('perde: where: '))).toMatch(where)
  if (hint) expect(ran.stderr).toContain('perde: hint: ')
  expect(ran.stderr).not.toMatch(/\n\s+at /)
  expectNothingPublished(p)
  expectNoMark(p, ran, log)
  expectLogHolds(p, log)
}

export function expectNothingPublished(p: Project, out = 'out'): void {
  expect(p.has(out)).toBe(false)
  expect(p.below().filter((name) => name.includes(`.${out}.`))).toEqual([])
}

export function expectNoMark(p: Project, ran: Ran, log: string): void {
  expect(ran.stderr + ran.stdout).not.toContain(MARK)
  if (!p.has(log)) return
  for (const name of p.below(log)) if (!name.endsWith('/')) expect(p.text(`${log}/${name}`), name).not.toContain(MARK)
}

/** A log that was begun verifies, whatever happened to the run. */
export function expectLogHolds(p: Project, log = 'perde-log'): void {
  if (!p.has(log)) return
  expect(p.perde(['log', 'show', '--log', log])).toMatchObject({ status: 0 })
  expect(p.below(log).filter((name) => name.startsWith('lock'))).toEqual([])
}

/** Entries of the log, as it shows them. */
export function entriesOf(p: Project, log = 'perde-log'): { type: string; [field: string]: unknown }[] {
  const { status, stdout } = p.perde(['log', 'show', '--log', log, '--json'])
  expect(status).toBe(0)
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string })
}
