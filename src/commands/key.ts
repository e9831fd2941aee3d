import { existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { PerdeError } from '../errors.ts'
import { keyFingerprint, signerOf } from '../evidence/log/vkey.ts'
import { loadKey, newKey } from '../keys/sources.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

/** `perde key public FILE --name NAME`: what others verify signatures of the key with, on stdout. */
export async function keyPublicCommand(
  file: string,
  { name }: { name: string },
  terminal: Terminal,
): Promise<ExitStatus> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._~:/-]*$/.test(name) || name.length > 64 || /\d{9}/.test(name))
    throw new PerdeError('USAGE', '--name is an office or a role: letters and digits with . _ : / - between them', {
      hints: ['such as --name privacy-office; it goes into the log, so it is not a person’s name'],
    })
  const { root } = await loadKey({ file }, { baseDir: terminal.cwd, env: terminal.env })
  const { vkey } = signerOf(name, root)
  terminal.err(`perde: its fingerprint, as verdicts show it: ${keyFingerprint(vkey)}\n`)
  await terminal.out(`${vkey}\n`)
  return 0
}

/** `perde key new FILE`: 32 random bytes as hex, mode 0600, never over an existing file. Throws KEY_* for one there that is no key. */
export async function keyNewCommand(
  file: string,
  options: { ifAbsent?: boolean },
  terminal: Terminal,
): Promise<ExitStatus> {
  const path = resolve(terminal.cwd, file)
  if (options.ifAbsent === true && existsSync(path)) {
    // What is there has to be a key: a full disk may have left less.
    await loadKey({ file }, { baseDir: terminal.cwd, env: terminal.env })
    return 0
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  await newKey(path)
  terminal.err(
    `perde: a new key is in ${file}, readable by you alone\nperde: hint: keep it apart from the data and from the releases: who has it can link pseudonyms to people\n`,
  )
  return 0
}
