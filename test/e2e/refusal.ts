import { basename, dirname } from 'node:path'
import { expect } from 'vitest'
import type { Project, Ran } from './perde.ts'

/** Stands in the data of every bad input: no message, log or leftover may repeat it. */
export const MARK = 'ZqМаркерӘx'

export interface Refusal {
  status: number
  code: string
  /** what stands in the line `perde: where:`; absent: there may be no place */
  where?: RegExp
  /** where the release would have been; default `out` */
  out?: string
}

/**
 * How every run fails: the code and place in the contract's form on stderr, nothing on stdout, nothing published,
 * nothing left beside the output path, and no value of the data.
 */
export function expectRefusal(p: Project, ran: Ran, { status, code, where, out = 'out' }: Refusal) {
  expect(ran.stderr).toContain(`[${code}]`)
  expect(ran.status).toBe(status)
  expect(ran.stdout).toBe('')
  const lines = ran.stderr.split('\n')
  expect(lines.filter((line) => /^perde: error: [^A-Z].*[^.]$/.test(line)).length).toBeGreaterThan(0)
  const place = lines.find((line) => line.startsWith('perde: where: '))
  if (where !== undefined) expect(place).toMatch(where)
  expect(place).not.toBe('perde: where: -')
  expect(ran.stderr).toContain('perde: hint: ')
  expect(ran.stderr).not.toMatch(/\n\s+at /)
  expect(ran.stderr).not.toContain(MARK)
  expectNothingPublished(p, out)
}

export function expectNothingPublished(p: Project, out = 'out'): void {
  expect(p.has(out)).toBe(false)
  expectNothingLeft(p, out)
}

/** No staging folder, no lock, nothing set aside. */
export function expectNothingLeft(p: Project, out = 'out'): void {
  expect(p.below(dirname(out)).filter((name) => name.startsWith(`.${basename(out)}.`))).toEqual([])
}

/** A log verifies and holds no value of the data, whatever happened to the runs that wrote it. */
export function expectLogHolds(p: Project, log = 'perde-log'): void {
  expect(p.perde(['log', 'show', '--log', log])).toMatchObject({ status: 0 })
  for (const name of p.below(log)) {
    expect(name).not.toMatch(/^lock|\.tmp$/)
    if (!name.endsWith('/')) expect(p.text(`${log}/${name}`), name).not.toContain(MARK)
  }
}

/** Entries of a log as they stand in its file; [] where there is none. */
export function entriesOf(p: Project, log = 'perde-log'): { type: string; [field: string]: unknown }[] {
  if (!p.has(`${log}/entries.jsonl`)) return []
  const lines = p.text(`${log}/entries.jsonl`).trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as { type: string })
}
