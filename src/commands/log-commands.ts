import type { Command } from 'commander'
import type { Terminal } from './terminal.ts'

/** The command line of the audit log. Each command is loaded when it is called. */
export function logCommands(log: Command, end: (status: number) => void, terminal: Terminal): void {
  log
    .command('show')
    .description('verifies the log, then lists its entries')
    .option('--log <dir>', 'folder of the log')
    .option('--type <type>', 'entries of one type, such as run.commit')
    .option('--run <ulid>', 'entries of one run')
    .option('--json', 'JSON lines')
    .action(async (options) => end(await (await import('./log.ts')).logShowCommand(options, terminal)))
  log
    .command('prove <entry>')
    .description('one entry with its inclusion proof (c2sp.org/tlog-proof)')
    .option('--log <dir>', 'folder of the log')
    .action(async (entry, options) => end(await (await import('./log.ts')).logProveCommand(entry, options, terminal)))
  log
    .command('verify')
    .description('recomputes the whole log and compares it with everything that was signed')
    .option('--log <dir>', 'folder of the log')
    .option('--trust <vkey>', 'a verification key (or its file), or a checkpoint, that you kept yourself')
    .option('--from <checkpoint>', 'an older checkpoint of your own: the log must still begin with what it covers')
    .option('--authority <pem>', 'certificates of a time stamping authority: the kept time stamps must hold')
    .option('--json', 'the result as JSON on stdout')
    .action(async (options) => end(await (await import('./log-verify.ts')).logVerifyCommand(options, terminal)))
  log
    .command('export')
    .description('entries with their proofs for somebody outside, or the whole log as tiles; logged')
    .requiredOption('--out <dir>', 'a new folder')
    .option('--tiles', 'the whole log as static files for monitors (c2sp.org/tlog-tiles)')
    .option('--run <ulid>', 'the entries of one run')
    .option('--first <n>', 'from this entry on')
    .option('--last <n>', 'up to this entry')
    .option('--log <dir>', 'folder of the log')
    .option('--key <source>', 'the signing key, where a policy names one: env:NAME or file:PATH')
    .action(async (options) => end(await (await import('./log-export.ts')).logExportCommand(options, terminal)))
  log
    .command('timestamp')
    .description('anchors the log’s checkpoint at a time stamping authority (RFC 3161)')
    .option('--log <dir>', 'folder of the log')
    .option('--url <url>', 'asks the authority at this address')
    .option('--request <file>', 'writes the request, to be sent by other means')
    .option('--response <file>', 'takes the authority’s response')
    .option('--authority <pem>', 'certificates of the authority, for --url and --response')
    .action(async (options) => end(await (await import('./log-timestamp.ts')).logTimestampCommand(options, terminal)))
  log
    .command('rotate')
    .description('moves the log to another signing key; both keys sign the change')
    .option('--log <dir>', 'folder of the log')
    .option('--key <source>', 'the signing key of now, where a policy names one: env:NAME or file:PATH')
    .option('--new <source>', 'the new one; default: the log makes a key of its own')
    .action(async (options) => end(await (await import('./log-rotate.ts')).logRotateCommand(options, terminal)))
}
