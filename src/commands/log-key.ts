import { PerdeError } from '../errors.ts'
import { loadKey } from '../keys/sources.ts'
import type { Terminal } from './terminal.ts'

/** The seed that `env:NAME` or `file:PATH` names. A key itself is never an argument: others on the machine see those. */
export async function namedSeed(source: string, { cwd, env }: Terminal): Promise<Uint8Array> {
  const [, kind, place] = /^(env|file):(.+)$/s.exec(source) ?? []
  if (kind === undefined)
    throw new PerdeError('USAGE', 'a signing key is named as env:NAME or file:PATH', {
      hints: ['a key itself is not to be an argument: everybody on the machine can read those'],
    })
  return (await loadKey(kind === 'env' ? { env: place! } : { file: place! }, { baseDir: cwd, env })).root
}
