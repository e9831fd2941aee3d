import type { Command } from 'commander'
import { collect } from './collect.ts'
import type { Terminal } from './terminal.ts'

/** The command line of the consent ledger. Keys come from the policy, a file or PERDE_KEY, never from an argument. */
export function consentCommands(consent: Command, end: (status: number) => void, terminal: Terminal): void {
  const load = () => import('./consent.ts')
  const imported = consent
    .command('import <table>')
    .description(
      'appends the rows of a table (CSV, TSV, JSON Lines, JSON, Parquet, postgres://…?table=…): all, or none',
    )
    .option('--column <word=name>', 'the table’s name for a word of an event: subject=iin', collect, [])
    .option('--set <word=value>', 'for cells that a row leaves blank: jurisdiction=KZ', collect, [])
    .option('--format <name>', 'csv, tsv, jsonl, json or parquet (default: by the file’s ending)')
    .action(async (table, options) => end(await (await load()).consentImportCommand(table, options, terminal)))
  const record = consent
    .command('record')
    .description('appends one event')
    .requiredOption('--status <word>', 'given, renewed, refused, withdrawn, revoked, expired, … or a state of DPV')
    .action(async (options) => end(await (await load()).consentRecordCommand(options, terminal)))
  const withdraw = consent
    .command('withdraw')
    .description('appends a withdrawal, of everything unless a purpose is named; says which releases hold the person')
    .option('--refuse <ground>', 'the withdrawal is refused: law, or obligation')
    .option('--citation <text>', 'of a refusal: the law or the obligation')
    .action(async (options) => end(await (await load()).consentWithdrawCommand(options, terminal)))
  const status = consent
    .command('status')
    .description('what the ledger says of a person; with --purpose and --processing: 0, or 77 where they are left out')
    .option('--as-of <time>', 'as of this time (default: now)')
    .option('--known-at <time>', 'as the ledger knew it then')
    .option('--log <dir>', 'folder of the log, which knows who asked to be left out')
    .action(async (options) => end(await (await load()).consentStatusCommand(options, terminal)))
  const accept = consent
    .command('accept')
    .description('answers for a ledger that does not go on from what the log has seen, such as a restored copy; logged')
    .requiredOption('--reason <word>', 'restored, replaced or rekeyed')
    .requiredOption('--by <who>', 'job or team that answers for it')
    .action(async (options) => end(await (await import('./consent-accept.ts')).consentAcceptCommand(options, terminal)))
  const affected = consent
    .command('affected')
    .description('which releases hold a person')
    .action(async (options) => end(await (await load()).consentAffectedCommand(options, terminal)))
  for (const command of [record, withdraw, status, affected])
    command.option('--subject <->', 'whom it is about: the first line of standard input is the identifier', '-')
  for (const command of [record, withdraw, status])
    command
      .option('--purpose <terms>', 'DPV terms, with ; between several')
      .option('--processing <terms>', 'DPV terms')
      .option('--categories <terms>', 'categories of data, DPV terms')
      .option('--controller <name>', 'the operator')
  for (const command of [record, withdraw])
    command
      .option('--at <time>', 'when the person acted (default: now)')
      .option('--until <time>', 'when it ends')
      .option('--set <word=value>', 'other words of an event, such as notice=N, jurisdiction=KZ', collect, [])
  for (const command of [imported, record, withdraw, accept])
    command.option(
      '--log <dir>',
      'the log that the change goes into (default: PERDE_LOG, the policy’s, where it is there)',
    )
  affected.option('--log <dir>', 'the log of the releases')
  for (const command of [imported, record, withdraw, status, affected, accept])
    command
      .option('--ledger <dir>', 'the ledger: a folder, or a file .jsonl (default: the policy’s consent.ledger)')
      .option('--policy <file>', 'a policy, for its ledger, its keys and the type of its subjects')
      .option('--key <source>', 'the key: env:NAME or file:PATH (default: the policy’s, else env:PERDE_KEY)')
      .option('--type <entity>', 'what the subjects’ identifiers are, such as iin (default: as the ledger says)')
      .option('--json', 'the result as JSON on stdout')
}
