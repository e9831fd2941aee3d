import { constants } from 'node:fs'
import { open, stat, type FileHandle } from 'node:fs/promises'
import { ioError, PerdeError, systemCode } from '../../errors.ts'
import { readAt } from './read-at.ts'
import type { ByteReader, ByteSource } from './store.ts'

/** A regular file. `name` is how the user called it. Throws INPUT_NOT_FOUND, INPUT_UNREADABLE. */
export async function localFile(path: string, name = path): Promise<ByteSource> {
  const { size, version } = await regular(path, name)
  return { name, size, version, open: () => openFile(path, name), close: async () => undefined }
}

async function openFile(path: string, name: string): Promise<ByteReader> {
  // Without O_NONBLOCK the open of a FIFO that somebody put in the file's place would wait for ever.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((e: unknown) => {
    // It was there when it was found.
    throw systemCode(e) === 'ENOENT' ? changed(name) : notReadable(e, name)
  })
  const before = await identity(handle)
  if (!before.regular) {
    await handle.close()
    throw special(name)
  }
  let at = 0
  return {
    async read(into) {
      const { bytesRead } = await handle.read(into, 0, into.length, at).catch((e: unknown) => {
        throw ioError(e, 'reading an input', { part: name, offset: at })
      })
      at += bytesRead
      return bytesRead
    },
    readAt: (into, offset) => readAt(handle, into, offset, { action: 'reading an input', name }),
    async unchanged() {
      const after = await identity(handle)
      const there = await stat(path).catch(() => undefined)
      const same =
        after.key === before.key && at === before.size && there?.ino === before.ino && there.dev === before.dev
      if (!same) throw changed(name)
    },
    close: () => handle.close(),
  }
}

function changed(name: string): PerdeError {
  return new PerdeError('INPUT_CHANGED', 'an input changed while it was read', {
    where: { part: name },
    retryable: true,
    hints: ['run again when nobody writes to it, or run on a snapshot; nothing was published'],
  })
}

async function identity(handle: FileHandle) {
  const s = await handle.stat({ bigint: true })
  return {
    key: `${s.dev}:${s.ino}:${s.size}:${s.mtimeNs}`,
    size: Number(s.size),
    ino: Number(s.ino),
    dev: Number(s.dev),
    regular: s.isFile(),
  }
}

async function regular(path: string, name: string): Promise<{ size: number; version: string }> {
  const s = await stat(path, { bigint: true }).catch((e: unknown) => {
    throw notReadable(e, name)
  })
  if (s.isDirectory())
    throw new PerdeError('INPUT_UNREADABLE', 'an input is a directory', {
      where: { part: name },
      hints: ['name its files with a glob, such as DIR/*.csv'],
    })
  if (!s.isFile()) throw special(name)
  return { size: Number(s.size), version: `${s.size}:${s.mtimeNs}:${s.ctimeNs}` }
}

function special(name: string): PerdeError {
  return new PerdeError('INPUT_UNREADABLE', 'an input is not a regular file', {
    where: { part: name },
    hints: ['pipe it instead: … | perde run POLICY --source NAME=-'],
  })
}

function notReadable(e: unknown, name: string): PerdeError {
  if (systemCode(e) === 'ENOENT')
    return new PerdeError('INPUT_NOT_FOUND', 'an input does not exist', {
      where: { part: name },
      cause: e,
      hints: ['paths in a policy are relative to the policy file, those of --source to the working directory'],
    })
  return new PerdeError('INPUT_UNREADABLE', 'an input cannot be opened', {
    where: { part: name },
    cause: e,
    hints: ['may you read it?'],
  })
}
