#!/usr/bin/env node
import { on } from 'node:events'
import { emitKeypressEvents, type Key } from 'node:readline'
import { Command, CommanderError } from 'commander'
import type { Screen, Terminal } from './commands/terminal.ts'
import { errorText } from './commands/error-text.ts'
import { PerdeError, systemCode } from './errors.ts'
import { formatNames } from './record/format-facts.ts'
import { VERSION } from './version.ts'

/** argv → command. The only file that prints, reads the process, or exits. */
const abort = new AbortController()
const terminal: Terminal = {
  cwd: process.cwd(),
  env: process.env,
  stdin: process.stdin,
  out: (text) => new Promise((done, fail) => process.stdout.write(text, (e) => (e ? fail(e) : done()))),
  err: (text) => void process.stderr.write(text),
  interactive: process.stderr.isTTY === true,
  // Into a pipe or a file nothing is cut.
  columns: process.stdout.isTTY ? process.stdout.columns : Infinity,
  signal: abort.signal,
  atExit(action) {
    process.once('exit', action)
    return () => void process.off('exit', action)
  },
  ...(process.stdin.isTTY && process.stdout.isTTY && process.env['TERM'] !== 'dumb' && { screen: wholeScreen() }),
}

function program(end: (status: number) => void): Command {
  const root = new Command('perde')
    .description(
      'Makes personal data fit to be used: finds it, checks purpose and consent, masks it, and proves what it did.',
    )
    .version(VERSION, '-V, --version')
    .showHelpAfterError('perde: hint: see perde --help')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'perde: error: ')) })
  const collect = (value: string, all: string[]) => [...all, value]

  root
    .command('run <policy>')
    .description('the main job: gate, profile, plan, apply, seal, publish')
    .option('--source <name=input>', 'another input for a source; "-" is standard input', collect, [])
    .option('--out <dir>', 'where the release goes; "-" is standard output (default: the policy’s output.path)')
    .option('--log <dir>', 'the audit log (default: PERDE_LOG, the policy’s audit.log, ./perde-log)')
    .option('--workers <n>', 'worker threads (default: cores)')
    .option('--block <size>', 'bytes a worker takes at once', '1MiB')
    .option('--as-of <time>', 'decide about consents as of this time (default: now)')
    .option(
      '--mode <mode>',
      'enforce, or log: report what a gate would deny and go on; such a release can never be used',
      'enforce',
    )
    .option('--replace', 'replace the release at the output path')
    .option('--resume', 'go on with a run to the same output path that was killed')
    .option('--since <release>', 'only what came since a release (folder, ULID or "latest"), decided as it was')
    .option('--gone <how>', 'an input of that release that is no more: fail, or forget', 'fail')
    .option(
      '--rebuild <release>',
      'make a release (folder, ULID or "latest") anew in its place, without whom the consents do not hold any more; only files with their records are written',
    )
    .option('--dry-run', 'gate, inputs and plan only; nothing is written')
    .option('--json', 'the result as JSON on stdout')
    .option('--quiet', 'errors only')
    .option('--progress <when>', 'auto, always or never', 'auto')
    .action(async (policy, options) =>
      end(await (await import('./commands/run.ts')).runCommand(policy, options, terminal)),
    )
  root
    .command('check <policy>')
    .description('findings about a policy; no data is read')
    .option('--json', 'findings as JSON')
    .action(async (policy, options) =>
      end(await (await import('./commands/check.ts')).checkCommand(policy, options, terminal)),
    )
  root
    .command('approve <policy>')
    .description('signs a policy that asks for it (approval.keys); what nobody approved is not used')
    .requiredOption('--key <file>', 'the key of whoever approves')
    .option('--json', 'the result as JSON on stdout')
    .action(async (policy, options) =>
      end(await (await import('./commands/approve.ts')).approveCommand(policy, options, terminal)),
    )
  root
    .command('explain <policy>')
    .description('what a policy does to each field, on invented values')
    .option('--json', 'as JSON')
    .action(async (policy, options) =>
      end(await (await import('./commands/explain.ts')).explainCommand(policy, options, terminal)),
    )
  const scan = root
    .command('scan <input...>')
    .description('finds personal and biometric fields')
    .option('--sample <n>', 'records looked at', '10000')
    .option('--policy-out <file>', 'writes a first policy, with the reason for every field')
    .option('--controller <name>', 'for the policy: who controls the data')
    .option('--purpose <term>', 'for the policy: what the data are used for')
    .option('--processing <term>', 'for the policy: what is done with them')
    .option('--basis <basis>', 'for the policy: why they may be used')
    .option('--justification <text>', 'for the policy: the clause or sub-point of the basis')
    .option('--json', 'as JSON')
    .action(async (inputs, options) =>
      end(await (await import('./commands/scan.ts')).scanCommand(inputs, options, terminal)),
    )
  const risk = root
    .command('risk <input...>')
    .description('how well the records of files, taken as one table, hide among each other: class sizes, k, l, risks')
    .requiredOption('--qi <fields>', 'the quasi-identifiers, with commas between them')
    .option('--sensitive <fields>', 'fields that nobody may learn of a person')
    .option('--population <n>', 'people of whom the records are a sample: how many are alone among them is estimated')
    .option('--json', 'as JSON, like risk.json of a release')
    .action(async (inputs, options) =>
      end(await (await import('./commands/risk.ts')).riskCommand(inputs, options, terminal)),
    )
  const review = root
    .command('review <target>')
    .description('shows people a sample of the texts of a release or an input, and says how many leak')
    .option('--sample <n>', 'documents to judge', '100')
    .option('--seed <n>', 'another seed draws other documents', '1')
    .option('--field <path>', 'a field to read (default: those that hold texts)', collect, [])
    .option('--out <file>', 'where the judgements go (default: <target>.review.json here)')
    .option('--report <file>', 'only what the judgements in this file say; nothing is shown')
    .option('--log <dir>', 'appends the result to this log')
    .option('--json', 'the result as JSON')
    .action(async (target, options) =>
      end(await (await import('./commands/review.ts')).reviewCommand(target, options, terminal)),
    )
  root
    .command('verify <release>')
    .description('re-checks a release: every digest, the sums, the log’s proof and signature')
    .option('--log <dir>', 'the log that the run wrote')
    .option('--trust <vkey|checkpoint>', 'a key or checkpoint of your own: its text or a file')
    .option('--from <checkpoint>', 'an older checkpoint that the log must have grown from')
    .option('--unseal', 'of a sealed release: with the keys of its policy, what is in its files too')
    .option('--json', 'as JSON')
    .action(async (release, options) =>
      end(await (await import('./commands/verify.ts')).verifyCommand(release, options, terminal)),
    )
  root
    .command('use <release> [command...]')
    .description('the gate before training: verify, purpose, consents as of now, log, then run the command')
    .requiredOption('--purpose <id>', 'the purpose, as a DPV term')
    .requiredOption('--processing <id>', 'the processing, as a DPV term')
    .requiredOption('--by <who>', 'job or team that uses it')
    .option('--log <dir>', 'the log that the run wrote')
    .option('--pass <name>', 'PGPASSWORD or PGPASSFILE, which the command does not get otherwise', collect, [])
    .option('--json', 'the decision as JSON (without a command)')
    .action(async (release, command, options) =>
      end(await (await import('./commands/use.ts')).useCommand(release, command, options, terminal)),
    )
  root
    .command('purge <release>')
    .description('destroys the data of a release, and logs it before and after')
    .option('--reason <word>', 'withdrawn, replaced, ordered or faulty; retention once its date is past')
    .option('--log <dir>', 'the log that the run wrote')
    .option('--json', 'as JSON')
    .action(async (release, options) =>
      end(await (await import('./commands/purge.ts')).purgeCommand(release, options, terminal)),
    )
  root
    .command('detect')
    .description('JSON lines of texts or columns in, detections out')
    .option('--policy <file>', 'finds what the patterns of this policy name, too')
    .action(async (options) => end(await (await import('./commands/detect.ts')).detectCommand(options, terminal)))
  root
    .command('entities')
    .description('what can be detected')
    .option('--json', 'as JSON')
    .action(async (options) => end(await (await import('./commands/entities.ts')).entitiesCommand(options, terminal)))

  const hierarchy = root.command('hierarchy').description('generalisation hierarchies: leaf;coarser;…;*')
  const build = hierarchy
    .command('build <input>')
    .description('a hierarchy for the values of a column; without a way to make levels: by the values, as a run does')
    .requiredOption('--field <name>', 'the column')
    .option('--intervals <widths>', 'numbers by intervals of these widths, such as 5,10,20')
    .option('--lower <number>', 'of intervals: all below is one')
    .option('--upper <number>', 'of intervals: all from here on is one')
    .option('--dates <levels>', 'dates by hour, day, week, month, quarter, year, decade')
    .option('--prefix <counts>', 'codes by their beginning: how many characters are masked at each level')
    .option('--round <decimals>', 'numbers cut to these decimals, such as 2,1,0')
    .option('--regions <where>', 'places: kz (KATO codes and names in Kazakhstan) or world (countries)')
    .option('--names <language>', 'of regions: kk, ru or en (default: as most of the values are written)')
    .option('--values', 'the values, and nothing between them and the top')
    .option('--out <file>', 'where the hierarchy goes (default: standard output)')
    .action(async (input, options) =>
      end(await (await import('./commands/hierarchy.ts')).hierarchyBuildCommand(input, options, terminal)),
    )
  const lint = hierarchy
    .command('lint <file>')
    .description('the usual faults of a hierarchy, one a line')
    .option('--data <input>', 'data whose values have to be leaves')
    .option('--field <name>', 'the column of the data')
    .option('--json', 'as JSON')
    .action(async (file, options) =>
      end(await (await import('./commands/hierarchy.ts')).hierarchyLintCommand(file, options, terminal)),
    )

  for (const command of [scan, risk, review, build, lint]) inputOptions(command)

  root
    .command('anonymity')
    .description('plans of k-anonymity')
    .command('show <release|plan>')
    .description('what a plan makes of the quasi-identifiers, from the log of a release or a plan file')
    .option('--log <dir>', 'the log that the run wrote')
    .option('--source <name>', 'of one source')
    .option('--field <name>', 'of one field')
    .option('--csv', 'value;generalised;rows of --field, else a line a class')
    .option('--plan-out <file>', 'writes the plan itself, for "anonymity: { plan: FILE }" in a policy')
    .option('--json', 'as JSON')
    .action(async (target, options) =>
      end(await (await import('./commands/anonymity.ts')).anonymityShowCommand(target, options, terminal)),
    )

  root
    .command('report <release>')
    .description('the report of a release for people, as one HTML file on stdout')
    .option('--lang <language>', 'kk, ru or en alone (default: all three, switched in the page)')
    .option('--out <file>', 'into a new file')
    .action(async (release, options) =>
      end(await (await import('./commands/report.ts')).reportCommand(release, options, terminal)),
    )
  const log = root.command('log').description('the audit log')
  log
    .command('show')
    .description('verifies the log, then lists its entries')
    .option('--log <dir>', 'folder of the log')
    .option('--type <type>', 'entries of one type, such as run.commit')
    .option('--run <ulid>', 'entries of one run')
    .option('--json', 'JSON lines')
    .action(async (options) => end(await (await import('./commands/log.ts')).logShowCommand(options, terminal)))
  log
    .command('prove <entry>')
    .description('one entry with its inclusion proof (c2sp.org/tlog-proof)')
    .option('--log <dir>', 'folder of the log')
    .action(async (entry, options) =>
      end(await (await import('./commands/log.ts')).logProveCommand(entry, options, terminal)),
    )
  log
    .command('verify')
    .description('recomputes the whole log and compares it with everything that was signed')
    .option('--log <dir>', 'folder of the log')
    .option('--trust <vkey>', 'a verification key (or its file), or a checkpoint, that you kept yourself')
    .option('--from <checkpoint>', 'an older checkpoint of your own: the log must still begin with what it covers')
    .option('--authority <pem>', 'certificates of a time stamping authority: the kept time stamps must hold')
    .option('--json', 'the result as JSON on stdout')
    .action(async (options) =>
      end(await (await import('./commands/log-verify.ts')).logVerifyCommand(options, terminal)),
    )
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
    .action(async (options) =>
      end(await (await import('./commands/log-export.ts')).logExportCommand(options, terminal)),
    )
  log
    .command('timestamp')
    .description('anchors the log’s checkpoint at a time stamping authority (RFC 3161)')
    .option('--log <dir>', 'folder of the log')
    .option('--url <url>', 'asks the authority at this address')
    .option('--request <file>', 'writes the request, to be sent by other means')
    .option('--response <file>', 'takes the authority’s response')
    .option('--authority <pem>', 'certificates of the authority, for --url and --response')
    .action(async (options) =>
      end(await (await import('./commands/log-timestamp.ts')).logTimestampCommand(options, terminal)),
    )
  log
    .command('rotate')
    .description('moves the log to another signing key; both keys sign the change')
    .option('--log <dir>', 'folder of the log')
    .option('--key <source>', 'the signing key of now, where a policy names one: env:NAME or file:PATH')
    .option('--new <source>', 'the new one; default: the log makes a key of its own')
    .action(async (options) =>
      end(await (await import('./commands/log-rotate.ts')).logRotateCommand(options, terminal)),
    )
  consentCommands(root.command('consent').description('the consent ledger'), end, collect)
  const key = root.command('key').description('keys')
  key
    .command('public <file>')
    .description('the verification key of a key, to stand in a policy under approval.keys, or with an auditor')
    .requiredOption('--name <name>', 'whose it is: an office or a role')
    .action(async (file, options) =>
      end(await (await import('./commands/key.ts')).keyPublicCommand(file, options, terminal)),
    )
  key
    .command('new <file>')
    .description('a new 32-byte key, mode 0600')
    .option('--if-absent', 'does nothing where the file is there')
    .action(async (file, options) =>
      end(await (await import('./commands/key.ts')).keyNewCommand(file, options, terminal)),
    )
  return root
}

/** Commands about a consent ledger. Keys come from the policy, a file or PERDE_KEY, never from an argument. */
function consentCommands(
  consent: Command,
  end: (status: number) => void,
  collect: (value: string, all: string[]) => string[],
): void {
  const load = () => import('./commands/consent.ts')
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
    .option('--log <dir>', 'the log of the releases')
    .action(async (options) => end(await (await load()).consentWithdrawCommand(options, terminal)))
  const status = consent
    .command('status')
    .description('what the ledger says of a person; with --purpose and --processing: 0, or 77 where they are left out')
    .option('--as-of <time>', 'as of this time (default: now)')
    .option('--known-at <time>', 'as the ledger knew it then')
    .action(async (options) => end(await (await load()).consentStatusCommand(options, terminal)))
  const affected = consent
    .command('affected')
    .description('which releases hold a person')
    .option('--log <dir>', 'the log of the releases')
    .action(async (options) => end(await (await load()).consentAffectedCommand(options, terminal)))
  for (const command of [record, withdraw, status, affected])
    command.requiredOption('--subject <id>', 'the person’s identifier; "-": the first line of standard input')
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
  for (const command of [imported, record, withdraw, status, affected])
    command
      .option('--ledger <dir>', 'the ledger: a folder, or a file .jsonl (default: the policy’s consent.ledger)')
      .option('--policy <file>', 'a policy, for its ledger, its keys and the type of its subjects')
      .option('--key <source>', 'the key: env:NAME or file:PATH (default: the policy’s, else env:PERDE_KEY)')
      .option('--type <entity>', 'what the subjects’ identifiers are, such as iin (default: as the ledger says)')
      .option('--json', 'the result as JSON on stdout')
}

/** How a file is written that is read without a policy. */
function inputOptions(command: Command): void {
  command
    .option('--format <name>', `${formatNames('or')} (default: by the file’s ending)`)
    .option('--delimiter <char>', 'of CSV files')
    .option('--no-header', 'the first line of CSV files is a record')
    .option(
      '--encoding <name>',
      'utf-8, utf-16, windows-1251 or kz-1048 (default: UTF-8, or what a byte order mark says)',
    )
    .option('--record <path>', 'where the records of a document are: /data/items in JSON, /export/visit in XML')
    .option(
      '--document <field=kind>',
      'cells that hold documents, json or xml; may be given several times',
      (given: string, before: string[] = []) => [...before, given],
    )
}

function wholeScreen(): Screen {
  const { stdin, stdout } = process
  return {
    size: () => ({ columns: stdout.columns, rows: stdout.rows }),
    async *keys() {
      // The alternate buffer, without a cursor; what stood on the terminal comes back with the ordinary one.
      const leave = () => {
        process.off('exit', leave)
        if (!stdin.destroyed) stdin.setRawMode(false)
        stdout.write('\u001b[?25h\u001b[?1049l')
      }
      const redraw = () => void stdin.emit('keypress', '', { name: 'redraw' })
      emitKeypressEvents(stdin)
      const pressed = on(stdin, 'keypress', { close: ['end', 'close'] })
      // A second signal ends the process at once, and before the first one stdin can still be put back.
      process.once('exit', leave)
      abort.signal.addEventListener('abort', leave, { once: true })
      stdout.on('resize', redraw)
      stdin.setRawMode(true)
      stdin.resume()
      stdout.write('\u001b[?1049h\u001b[?25l')
      try {
        yield 'redraw'
        for await (const [letter, key] of pressed as AsyncIterable<[string | undefined, Key]>) {
          const name = key.name ?? letter ?? ''
          yield key.ctrl ? `ctrl-${name}` : name
        }
      } finally {
        stdout.off('resize', redraw)
        stdin.pause()
        abort.signal.removeEventListener('abort', leave)
        if (!abort.signal.aborted) leave()
      }
    },
  }
}

function fail(e: unknown): number {
  // A reader that has seen enough (`| head`) is no failure of ours.
  if (!abort.signal.aborted && (systemCode(e) === 'EPIPE' || systemCode(e) === 'ERR_STREAM_DESTROYED')) return 0
  const reason: unknown = abort.signal.aborted ? abort.signal.reason : undefined
  const error =
    reason instanceof PerdeError
      ? reason
      : e instanceof PerdeError
        ? e
        : new PerdeError('INTERNAL', `perde failed (${e instanceof Error ? e.name : typeof e})`, {
            cause: e,
            hints: ['this is a bug in perde; set PERDE_DEBUG=1 and run again to see where'],
          })
  // What stands behind -- are the options of somebody else's command.
  const separator = process.argv.indexOf('--')
  const own = process.argv.slice(2, separator < 0 ? undefined : separator)
  if (own.includes('--json')) process.stdout.write(`${JSON.stringify(error)}\n`)
  process.stderr.write(errorText(error))
  // Stacks may hold values of the data, so they are shown only to those who ask for them.
  if (process.env['PERDE_DEBUG'] && error.cause instanceof Error) process.stderr.write(`${error.cause.stack ?? ''}\n`)
  return error.exitStatus
}

for (const [signal, code] of [
  ['SIGINT', 'INTERRUPTED'],
  ['SIGHUP', 'INTERRUPTED'],
  ['SIGTERM', 'TERMINATED'],
] as const)
  process.on(signal, () => {
    // The second time the user means it.
    if (abort.signal.aborted) process.exit(code === 'TERMINATED' ? 143 : 130)
    abort.abort(new PerdeError(code, 'interrupted; nothing was published'))
    // Whoever waits for input would wait on.
    process.stdin.destroy()
  })
// A reader that is gone fails the write itself, and so the command, which then tidies up; see `fail`.
process.stdout.on('error', () => undefined)

try {
  await program((status) => (process.exitCode = status)).parseAsync(process.argv)
} catch (e) {
  if (e instanceof CommanderError) process.exitCode = e.exitCode === 0 ? 0 : 2
  else process.exitCode = fail(e)
}
