import { entities } from '../detect/entities.ts'
import { table } from './table.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

/** `perde entities`: what can be detected. */
export async function entitiesCommand(options: { json?: boolean }, terminal: Terminal): Promise<ExitStatus> {
  const all = entities()
  if (options.json === true) await terminal.out(`${JSON.stringify(all)}\n`)
  else
    await terminal.out(
      table(
        ['entity', 'family', 'country', 'check digit', 'also called'],
        all.map((e) => [e.entity, e.family, e.country ?? '', e.checksum ? 'yes' : '', e.aliases.join(', ')]),
        terminal.columns,
      ),
    )
  return 0
}
