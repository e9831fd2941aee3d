import { constants, copyFileSync, existsSync, linkSync, lstatSync, mkdirSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { ioError, PerdeError, systemCode } from '../../errors.ts'

/** A file of a task under another name: a link, or a copy on another file system. Throws PLAN_MISMATCH, IO_FAILED. */
export function takeFile(from: string, to: string): void {
  try {
    // Never what a link leads to, in the place of the file or of a folder on the way to it.
    if (realpathSync(from) !== from || !lstatSync(from).isFile())
      throw notOfTask('a link stands in the place of what a task wrote', from)
    mkdirSync(dirname(to), { recursive: true })
    try {
      linkSync(from, to)
    } catch (e) {
      // Another file system, one that has no links, or a file that has too many.
      if (!['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'].includes(systemCode(e) ?? '')) throw e
      copyFileSync(from, to, constants.COPYFILE_EXCL)
    }
  } catch (e) {
    if (systemCode(e) === 'ENOENT' && !existsSync(from))
      throw notOfTask('what a task wrote is not there any more', from)
    throw ioError(e, 'taking what a task wrote')
  }
}

function notOfTask(message: string, part: string): PerdeError {
  return new PerdeError('PLAN_MISMATCH', message, {
    where: { part },
    hints: ['begin again with perde shard, in a new folder; nothing was published'],
  })
}
