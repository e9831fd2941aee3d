import { RegisterBuilder } from '../../consent/register.ts'
import { registerColumns, unmappedColumns } from '../../consent/register-columns.ts'
import { refuseLostDenials, registerReports } from '../../consent/register-report.ts'
import { PerdeError } from '../../errors.ts'
import type { RegisterSpec } from '../../policy/policy.ts'
import { isTable } from '../read/table-input.ts'
import { keyed, type ReadRegister } from './read-register.ts'
import { consentRows, openConsentTable } from './rows.ts'
import type { SubjectKeys } from './subject-keys.ts'

/**
 * Reads and compiles a register that is a table of a database, or a file of records with names of their own. The digest of
 * a table is that of what was compiled of it: the order in which a server gives its rows means nothing.
 */
export async function readRegisterTable(
  path: string,
  spec: RegisterSpec,
  { keys, entity, env }: { keys: SubjectKeys; entity: string | undefined; env: NodeJS.ProcessEnv },
  asOf: number,
): Promise<ReadRegister> {
  const { path: _, ...mapping } = spec
  const names = [...new Set(Object.values(mapping))]
  const table = await openConsentTable(path, { shown: spec.path, env })
  const where = { part: table.shown }
  try {
    const builder = new RegisterBuilder({
      spec,
      header: names,
      keyA: keys.a,
      keyB: keys.b,
      entity,
      asOf,
      unit: 'record',
    })
    const met = new Set<string>()
    let record = 0
    for await (const rows of consentRows(table, names, met)) for (const row of rows) builder.add(row, ++record)
    // A column that no record has is one that is not there: whoever it would have kept out would be used.
    if (record > 0 || met.size > 0) registerColumns([...met], spec)
    builder.addUnmapped(unmappedColumns([...met], spec))
    const compiled = builder.finish(asOf)
    const { index } = compiled
    if (isTable(path) && !index.timed && index.count > index.subjects)
      throw new PerdeError(
        'REGISTER_INVALID',
        'a table of a database has no order, and some subjects have several rows',
        {
          hints: ['name the column that says when each person acted: consent.register.at'],
        },
      )
    const shown = { ...spec, path: table.shown }
    refuseLostDenials(registerReports(compiled, shown), shown)
    return { ...compiled, keyedSha256: keyed(Buffer.from(index.digest, 'hex'), keys) }
  } catch (e) {
    throw e instanceof PerdeError ? e.at(where) : e
  } finally {
    await table.bytes.close()
  }
}
