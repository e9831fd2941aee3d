import { existsSync } from 'node:fs'
import { basename, dirname, extname, relative, resolve } from 'node:path'
import { createPublishable, WITHHELD } from '../detect/publishable.ts'
import { reportCombinations, reportRows, suggestPolicy, type Declared } from '../detect/scan-report.ts'
import type { ReportRow } from '../detect/report-row.ts'
import { scanInputs, type ScannedInput } from '../engine/table/scan.ts'
import { isFieldName } from '../engine/read/check-names.ts'
import { isAddress } from '../engine/read/address.ts'
import { tableNameOf } from '../engine/read/table-input.ts'
import { PerdeError } from '../errors.ts'
import { writeNew } from './given-file.ts'
import { formatOptions, withoutPolicy, type InputOptions } from './input-options.ts'
import { factsOf } from '../record/format-facts.ts'
import { counted } from './numbers.ts'
import { scanText } from './scan-text.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

export interface ScanCommandOptions extends InputOptions {
  sample: string
  policyOut?: string
  /** for the policy: what no scan can know */
  controller?: string
  purpose?: string
  processing?: string
  basis?: string
  justification?: string
  json?: boolean
}

/** `perde scan INPUT…`: what is in some files, for people or programs; can write a first policy. */
export async function scanCommand(
  inputs: string[],
  options: ScanCommandOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const sample = Number(options.sample)
  if (!Number.isInteger(sample) || sample < 1) throw new PerdeError('USAGE', '--sample is a number of records')
  const policyFile = options.policyOut === undefined ? undefined : resolve(terminal.cwd, options.policyOut)
  if (policyFile !== undefined && existsSync(policyFile))
    throw new PerdeError('OUTPUT_EXISTS', 'the policy file exists already', {
      where: { part: options.policyOut! },
      hints: ['choose another name; perde does not overwrite a policy'],
    })
  if (policyFile !== undefined && !existsSync(dirname(policyFile)))
    throw new PerdeError('OUTPUT_INVALID', 'the folder for the policy does not exist', {
      where: { part: options.policyOut! },
      hints: ['make it first, or choose another place for --policy-out'],
    })
  const dialect = formatOptions(options)
  const publishable = createPublishable()
  const scanned = await scanInputs({
    inputs,
    cwd: terminal.cwd,
    stdin: terminal.stdin,
    env: terminal.env,
    sample,
    ...(options.format !== undefined && { format: options.format }),
    options: dialect,
    locales: [],
    publishable,
  }).catch((e: unknown) => {
    throw e instanceof PerdeError ? withoutPolicy(e) : e
  })
  const names = sourceNames(scanned)
  const reported = scanned.map((s, i) => ({
    source: names[i]!,
    path: pathFrom(policyFile, s.given ?? s.input, terminal.cwd),
    ...(options.format !== undefined && { format: options.format }),
    ...(factsOf(s.format).kind === 'table' && dialect),
    ...(options.encoding !== undefined && { encoding: options.encoding }),
    ...(s.record !== undefined && s.record !== '' && { record: s.record }),
    ...(s.around && { around: s.around }),
    ...(s.documents !== undefined && { documents: s.documents }),
    facts: s.facts,
    hashes: s.hashes,
    madeUp: s.madeUp,
    ...(s.table !== undefined && { table: s.table }),
    ...(s.foreignKeys && { foreignKeys: s.foreignKeys }),
  }))
  const rows = reportRows(reported)
  // Names of a header, which a run holds against the policy; keys of objects are asked otherwise.
  const headed = new Set(names.filter((_, i) => factsOf(scanned[i]!.format).kind === 'table'))
  const isName = ({ source, path }: ReportRow) =>
    !headed.has(source) || isFieldName(path.replace(/^"|"$/g, ''), publishable)
  const combinations = reportCombinations(rows, reported)
  const around = reported.flatMap(({ source, around: found }) => (found ? [{ source, ...found }] : []))
  const records = scanned.reduce((n, s) => n + s.records, 0)
  if (options.json === true)
    await terminal.out(`${JSON.stringify({ records, fields: rows, combinations, around }, undefined, 2)}\n`)
  else {
    await terminal.out(scanText(rows, combinations, around, terminal.columns, isName))
    terminal.err(`perde: ${counted(records, 'record')} in ${counted(scanned.length, 'input')}; ${summary(rows)}\n`)
  }
  if (policyFile !== undefined) {
    const policy = suggestPolicy(rows, reported, declaredIn(options))
    writeNew(policyFile, policy, 'writing the policy', options.policyOut!)
    terminal.err(
      `perde: a first policy is in ${options.policyOut}\nperde: hint: say in it who you are and what for, then: perde check ${options.policyOut}\n`,
    )
  }
  return 0
}

/** What is given of who controls the data and why they may be used. */
function declaredIn({ controller, purpose, processing, basis, justification }: ScanCommandOptions): Declared {
  return {
    ...(controller !== undefined && { controller }),
    ...(purpose !== undefined && { purpose }),
    ...(processing !== undefined && { processing }),
    ...(basis !== undefined && { basis }),
    ...(justification !== undefined && { justification }),
  }
}

/** Formats that the options of a dialect concern. */

function summary(rows: ReportRow[]): string {
  const of = (role: ReportRow['role']) => rows.filter((r) => r.role === role && r.confidence >= 0.5).length
  return `${counted(of('identifier'), 'identifier')}, ${counted(of('biometric'), 'biometric field')}, ${counted(of('quasi-identifier'), 'quasi-identifier')}`
}

/** An input as the policy would name it: relative to the policy's folder. */
function pathFrom(policyFile: string | undefined, input: string, cwd: string): string {
  return policyFile === undefined || input === '-' || isAddress(input)
    ? input
    : relative(dirname(policyFile), resolve(cwd, input))
}

/** Names for the sources of a first policy: the files' own, made unique. */
function sourceNames(scanned: ScannedInput[]): string[] {
  const used = new Set<string>()
  return scanned.map((s, i) => {
    const plain =
      s.input === '-'
        ? 'records'
        : (tableNameOf(s.input) ?? basename(s.input, extname(s.input)))
            .toLowerCase()
            .replace(/[^a-z0-9]+/g, '-')
            .replace(/^-+|-+$/g, '')
    const name = /^[a-z]/.test(plain) && !s.input.includes(WITHHELD) ? plain : `source-${i + 1}`
    let unique = name
    for (let n = 2; used.has(unique); n++) unique = `${name}-${n}`
    used.add(unique)
    return unique
  })
}
