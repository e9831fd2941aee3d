import { existsSync, writeFileSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import { verdict } from '../detect/column-verdict.ts'
import { createPublishable } from '../detect/publishable.ts'
import { scanRows, suggestPolicy, type ScanRow } from '../detect/scan-report.ts'
import { scanInputs, type ScannedInput } from '../engine/scan.ts'
import { PerdeError } from '../errors.ts'
import { counted } from './numbers.ts'
import { table } from './table.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

export interface ScanCommandOptions {
  sample: string
  format?: string
  delimiter?: string
  header: boolean
  policyOut?: string
  json?: boolean
}

/** `perde scan INPUT…`: what is in some files, for people or programs; can write a first policy. */
export async function scanCommand(inputs: string[], options: ScanCommandOptions, terminal: Terminal): Promise<ExitStatus> {
  const sample = Number(options.sample)
  if (!Number.isInteger(sample) || sample < 1) throw new PerdeError('USAGE', '--sample is a number of records')
  const policyFile = options.policyOut === undefined ? undefined : resolve(terminal.cwd, options.policyOut)
  if (policyFile !== undefined && existsSync(policyFile)) throw new PerdeError('OUTPUT_EXISTS', 'the policy file exists already', { where: { part: options.policyOut! }, hints: ['choose another name; perde does not overwrite a policy'] })
  const scanned = await scanInputs({
    inputs,
    cwd: terminal.cwd,
    stdin: terminal.stdin,
    sample,
    ...(options.format !== undefined && { format: options.format }),
    options: { ...(options.delimiter !== undefined && { delimiter: options.delimiter === '\\t' ? '\t' : options.delimiter }), ...(options.header ? {} : { header: false }) },
    locales: [],
    publishable: createPublishable(),
  })
  const names = sourceNames(scanned)
  const rows = scanned.flatMap((s, i) => scanRows(names[i]!, [...s.facts].map(([path, facts]) => ({ path, verdict: verdict(path, facts) }))))
  const records = scanned.reduce((n, s) => n + s.records, 0)
  if (options.json === true) await terminal.out(`${JSON.stringify({ records, fields: rows }, undefined, 2)}\n`)
  else {
    await terminal.out(table(['source', 'field', 'is', 'role', 'sure', 'suggested', 'why'], rows.map(line), terminal.columns))
    terminal.err(`perde: ${counted(records, 'record')} in ${counted(scanned.length, 'input')}; ${summary(rows)}\n`)
  }
  if (policyFile !== undefined) {
    writeFileSync(policyFile, suggestPolicy(rows, scanned.map((s, i) => ({ source: names[i]!, path: s.input }))), { flag: 'wx' })
    terminal.err(`perde: a first policy is in ${options.policyOut}\nperde: hint: say in it who you are and what for, then: perde check ${options.policyOut}\n`)
  }
  return 0
}

function line(row: ScanRow): string[] {
  return [row.source, row.path, row.entity === 'none' ? '' : row.entity, row.role, row.confidence.toFixed(2), row.suggest, row.evidence.join('; ')]
}

function summary(rows: ScanRow[]): string {
  const of = (role: ScanRow['role']) => rows.filter((r) => r.role === role && r.confidence >= 0.5).length
  return `${counted(of('identifier'), 'identifier')}, ${counted(of('biometric'), 'biometric field')}, ${counted(of('quasi-identifier'), 'quasi-identifier')}`
}

/** Names for the sources of a first policy: the files' own, made unique. */
function sourceNames(scanned: ScannedInput[]): string[] {
  const used = new Set<string>()
  return scanned.map((s, i) => {
    const plain = s.input === '-' ? 'records' : basename(s.input, extname(s.input)).replace(/[^A-Za-z0-9_]+/g, '_')
    const name = /^[A-Za-z]/.test(plain) ? plain : `source_${i + 1}`
    let unique = name
    for (let n = 2; used.has(unique); n++) unique = `${name}_${n}`
    used.add(unique)
    return unique
  })
}
