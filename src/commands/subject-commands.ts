import type { Command } from 'commander'
import { collect } from './collect.ts'
import type { Terminal } from './terminal.ts'

/** Requests of people. Whom they are about stands in a file or on standard input, never among the arguments. */
export function subjectCommands(subject: Command, end: (status: number) => void, terminal: Terminal): void {
  for (const [kind, does] of [
    ['find', 'in which inputs and releases a person is'],
    ['export', 'the records of a person in the inputs, as JSON lines into a new file'],
    ['correct', 'what shall stand in the records of a person from the next run on'],
    ['block', 'no run takes the records of a person, and perde use denies releases that hold them'],
    ['unblock', 'a person is not blocked any more'],
    ['destroy', 'a person is left out for good, and what is kept about them beside the log is erased'],
  ] as const) {
    const command = subject
      .command(kind)
      .description(does)
      .requiredOption('--policy <file>', 'the policy of the data: its inputs, keys and log')
      .option(
        '--request <file>',
        kind === 'correct'
          ? 'JSON: {"subject": …, "corrections": [{"source", "field", "was", "value"}]}; "-": standard input'
          : 'a file whose first line is the person’s identifier; "-": standard input',
        '-',
      )
      .option('--source <name=input>', 'another input for a source of the policy', collect, [])
      .option('--received <time>', 'when the person asked (default: now)')
      .option('--calendar <file>', 'working days, as policies/calendar-kz.json has them (default: those of Kazakhstan)')
      .option('--log <dir>', 'folder of the log')
      .option('--json', 'the result as JSON on stdout')
      .action(async (options) => end(await (await import('./subject.ts')).subjectCommand(kind, options, terminal)))
    if (kind === 'export') command.requiredOption('--out <file>', 'the new file, outside of the log')
    if (kind === 'destroy') command.option('--act <file>', 'an act of the destruction, into a new file')
  }
}
