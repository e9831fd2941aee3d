#!/usr/bin/env node
import { on } from 'node:events'
import { emitKeypressEvents, type Key } from 'node:readline'
import { Command, CommanderError } from 'commander'
import { collect } from './commands/collect.ts'
import { consentCommands } from './commands/consent-commands.ts'
import { subjectCommands } from './commands/subject-commands.ts'
import { logCommands } from './commands/log-commands.ts'
import { taskCommands } from './commands/task-commands.ts'
import type { Screen, Terminal } from './commands/terminal.ts'
import { errorText } from './commands/error-text.ts'
import { PerdeError, systemCode } from './errors.ts'
import { formatNames } from './record/format-facts.ts'
import { VERSION } from './version.ts'
import { setV8Flags } from './v8-flags.ts'

setV8Flags()

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
    .option('--details', 'at the end more than the verdict: fields, class sizes, every reason, what it took')
    .option('--quiet', 'errors only')
    .option('--progress <when>', 'auto, always or never', 'auto')
    .action(async (policy, options) =>
      end(await (await import('./commands/run.ts')).runCommand(policy, options, terminal)),
    )
  taskCommands(root, end, terminal)
  root
    .command('check <policy>')
    .description('findings about a policy; no data is read')
    .option('--json', 'findings as JSON')
    .action(async (policy, options) =>
      end(await (await import('./commands/check.ts')).checkCommand(policy, options, terminal)),
    )
  root
    .command('approve <policy>')
    .description(
      'signs a policy that asks for it (approval.keys), or takes that back; what nobody approved is not used',
    )
    .requiredOption('--key <file>', 'the key of whoever approves')
    .option('--until <date>', 'the date that ends it (default: the longest that approval.valid-for permits, or none)')
    .option('--revoke', 'takes back what the key approved of the policy as it is; goes into the log')
    .option('--log <dir>', 'the log of the policy’s runs, which knows what was taken back')
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
    .option('--log <dir>', 'the log that the run wrote; "none": the release alone')
    .option('--trust <vkey|checkpoint>', 'a key or checkpoint of your own: its text or a file')
    .option('--from <checkpoint>', 'an older checkpoint that the log must have grown from')
    .option('--details', 'more than the verdict: the release, its files, the sum of its records')
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
    .description('JSON lines of texts or columns in, detections out; start and end count UTF-16 code units')
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
    .option('--against <release>', 'what differs from this other one, instead of the report')
    .option('--out <file>', 'into a new file')
    .option('--log <dir>', 'the log that the run wrote, which knows what was purged')
    .action(async (release, options) =>
      end(await (await import('./commands/report.ts')).reportCommand(release, options, terminal)),
    )
  root
    .command('view [log]')
    .description('shows a log and its releases in a browser of this machine; reads only; Ctrl-C ends it')
    .option('--port <n>', 'of 127.0.0.1; 0: any that is free', '0')
    .option('--lang <language>', 'kk, ru or en, where the browser asks for none of them')
    .option('--policy <file>', 'a policy, whose keys can tell which releases hold a person')
    .option('--ledger <dir>', 'a consent ledger, for the same, with --key')
    .option('--key <source>', 'the ledger’s key: env:NAME or file:PATH (default: env:PERDE_KEY)')
    .option('--type <entity>', 'what its subjects’ identifiers are, such as iin (default: as the ledger says)')
    .action(async (dir, options) => end(await (await import('./commands/view.ts')).viewCommand(dir, options, terminal)))
  root
    .command('pack <release>')
    .description('one archive of what an audit asks of a release: passport, quality, makers, consents, risk, proof')
    .option('--out <file>', 'the new archive (tar)')
    .option('--check', 'an archive instead of a release: 0, 3 consistent only with itself, 65 not what was packed')
    .option('--trust <vkey>', 'with --check: a verification key (or its file), or a checkpoint, that you kept yourself')
    .option('--log <dir>', 'the log that the run wrote, which knows what was purged')
    .option('--json', 'with --check: the result as JSON on stdout')
    .action(async (release, options) =>
      end(await (await import('./commands/pack.ts')).packCommand(release, options, terminal)),
    )
  logCommands(root.command('log').description('the audit log'), end, terminal)
  consentCommands(root.command('consent').description('the consent ledger'), end, terminal)
  subjectCommands(root.command('subject').description('what a person asks about their data'), end, terminal)
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
