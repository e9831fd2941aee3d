import { createPublishable } from '../detect/publishable.ts'
import { fieldList } from '../engine/table/field-list.ts'
import { riskOfFile } from '../engine/table/risk-file.ts'
import { PerdeError } from '../errors.ts'
import { formatOptions, withoutPolicy, type InputOptions } from './input-options.ts'
import { riskText } from './risk-text.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

export interface RiskCommandOptions extends InputOptions {
  qi: string
  sensitive?: string
  population?: string
  json?: boolean
}

/** `perde risk INPUT… --qi a,b`: how well the records of a file hide among each other; nothing is written. */
export async function riskCommand(
  inputs: readonly string[],
  options: RiskCommandOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const quasiIdentifiers = fieldList(options.qi, '--qi')
  const sensitive = options.sensitive === undefined ? [] : fieldList(options.sensitive, '--sensitive')
  const both = sensitive.find((name) => quasiIdentifiers.includes(name))
  if (both !== undefined)
    throw new PerdeError('USAGE', `"${both}" is in --qi and in --sensitive`, {
      hints: ['a field is one or the other: what an attacker knows, or what they must not learn'],
    })
  const population = options.population === undefined ? undefined : populationOf(options.population)
  const report = await riskOfFile({
    inputs,
    cwd: terminal.cwd,
    stdin: terminal.stdin,
    env: terminal.env,
    quasiIdentifiers,
    sensitive,
    ...(population !== undefined && { population }),
    ...(options.format !== undefined && { format: options.format }),
    options: formatOptions(options),
    publishable: createPublishable(),
    signal: terminal.signal,
  }).catch((e: unknown) => {
    throw e instanceof PerdeError ? withoutPolicy(e) : e
  })
  await terminal.out(
    options.json === true
      ? `${JSON.stringify(report, undefined, 2)}\n`
      : Object.values(report.sources)
          .map((source) => riskText(source, terminal.columns))
          .join('\n'),
  )
  return 0
}

function populationOf(text: string): number {
  const n = Number(text.replaceAll(/[ _,]/g, ''))
  if (!Number.isSafeInteger(n) || n < 1)
    throw new PerdeError('USAGE', '--population takes a number of people', {
      hints: ['such as --population 20000000: how many people there are of whom the records are a sample'],
    })
  return n
}
