import type { Command } from 'commander'
import { collect } from './collect.ts'
import type { Terminal } from './terminal.ts'

/** A run in steps on several machines that share a folder. */
export function taskCommands(root: Command, end: (status: number) => void, terminal: Terminal): void {
  const load = () => import('./tasks.ts')
  root
    .command('shard <policy>')
    .description('begins a run in tasks: asks the gate, reads the consents, divides the inputs into shards')
    .requiredOption('--run <dir>', 'the folder of the run, on which all its steps work')
    .option('--target <size>', 'about the bytes of a shard; an input is in one shard', '256MiB')
    .option('--source <name=input>', 'another input for a source', collect, [])
    .option('--out <dir>', 'where the release goes (default: the policy’s output.path)')
    .option('--log <dir>', 'the audit log (default: PERDE_LOG, the policy’s audit.log, ./perde-log)')
    .option('--partitions <name=n>', 'a host hands the source over in so many partitions', collect, [])
    .option('--schema <name=file>', 'its columns: a file that begins with an Arrow schema', collect, [])
    .option('--bytes <name=size>', 'about how large it is: how much is sampled hangs on it', collect, [])
    .option('--block <size>', 'bytes a worker takes at once', '1MiB')
    .option('--as-of <time>', 'decide about consents as of this time (default: now)')
    .option('--mode <mode>', 'enforce or log, as for run', 'enforce')
    .option('--replace', 'replace the release at the output path')
    .option('--ask', 'ask the gate alone and begin no run; a table that is not divided yet has 0 partitions')
    .option('--json', 'the number of shards as JSON on stdout')
    .option('--quiet', 'errors only')
    .action(async (policy, options) => end(await (await import('./shard.ts')).shardCommand(policy, options, terminal)))
  const profile = root
    .command('profile')
    .description('a task: looks at the records of a shard, where the policy needs it')
    .action(async (options) => end(await (await load()).profileCommand(options, terminal)))
  const apply = root
    .command('apply')
    .description('a task: writes the records of a shard by the frozen plan')
    .action(async (options) => end(await (await load()).applyCommand(options, terminal)))
  for (const command of [profile, apply])
    command
      .requiredOption('--shard <n>', 'which, from 0; auto: as Kubernetes, Slurm or AWS Batch say')
      .option('--per-task <n>', 'shards that one task does', '1')
      .option('--workers <n>', 'worker threads (default: cores)')
      .option('--key-fd <n>', 'a host gives the keys of the policy as JSON through a pipe that the task inherits')
  const plan = root
    .command('plan')
    .description('freezes the plan of a run from what the tasks saw')
    .action(async (options) => end(await (await load()).planCommand(options, terminal)))
  const put = root
    .command('put')
    .description('takes what workers of a host gave: results on standard input, one a line')
    .action(async (options) => end(await (await load()).putCommand(options, terminal)))
  const publish = root
    .command('publish')
    .description('measures, seals, logs and publishes what the tasks wrote')
    .action(async (options) => end(await (await load()).publishCommand(options, terminal)))
  for (const command of [profile, put, plan, apply, publish])
    command
      .requiredOption('--run <dir>', 'the folder of the run')
      .option('--json', 'the result as JSON on stdout')
      .option('--quiet', 'errors only')
}
