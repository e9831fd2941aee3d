import { randomBytes } from 'node:crypto'
import { dirname } from 'node:path'
import { seal, unseal } from '../../crypto/sealed.ts'
import { ioError } from '../../errors.ts'
import { makeDirectory, readIfThere, replaceFile, systemFs } from '../../evidence/log/log-fs.ts'

/** A key of 32 bytes in a file of its own, sealed under another: whoever removes that file has destroyed what it opens. */
export interface KeptKey {
  file: string
  sealing: Uint8Array
  /** what it is, which the seal is bound to */
  what: readonly string[]
  /** for errors: the key of … */
  named: string
}

/** Makes and keeps a random one; durable when it returns. Throws IO_FAILED. */
export function keepKey({ file, sealing, what, named }: KeptKey): Uint8Array {
  const key = new Uint8Array(randomBytes(32))
  try {
    makeDirectory(systemFs, dirname(file))
    replaceFile(systemFs, file, seal(sealing, what, key), 0o600)
  } catch (e) {
    throw ioError(e, `keeping the key of ${named}`)
  }
  return key
}

/** `gone`: there is no file; undefined: it was sealed under another key or was changed. Throws IO_FAILED. */
export function readKey({ file, sealing, what, named }: KeptKey): Uint8Array | 'gone' | undefined {
  let sealed: Buffer | undefined
  try {
    sealed = readIfThere(systemFs, file)
  } catch (e) {
    throw ioError(e, `reading the key of ${named}`)
  }
  return sealed ? unseal(sealing, what, sealed) : 'gone'
}
