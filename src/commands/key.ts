import { existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { newKey } from '../keys/sources.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

/** `perde key new FILE`: 32 random bytes as hex, mode 0600, never over an existing file. */
export async function keyNewCommand(
  file: string,
  options: { ifAbsent?: boolean },
  terminal: Terminal,
): Promise<ExitStatus> {
  const path = resolve(terminal.cwd, file)
  if (options.ifAbsent === true && existsSync(path)) return 0
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  await newKey(path)
  terminal.err(
    `perde: a new key is in ${file}, readable by you alone\nperde: hint: keep it apart from the data and from the releases: who has it can link pseudonyms to people\n`,
  )
  return 0
}
