import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { parse, type Parser } from 'csv-parse'
import { RegisterBuilder } from '../../consent/register.ts'
import { refuseLostDenials, registerReports } from '../../consent/register-report.ts'
import { ioError, PerdeError, systemCode } from '../../errors.ts'
import type { RegisterSpec } from '../../policy/policy.ts'
import { keyed, type ReadRegister } from './read-register.ts'
import type { SubjectKeys } from './subject-keys.ts'

/**
 * Reads and compiles a register in a file (CSV with a header; TSV by its ending). Throws INPUT_*, and REGISTER_INVALID also
 * where a row may hold a refusal that reaches nobody.
 */
export async function readRegister(
  spec: RegisterSpec,
  baseDir: string,
  keys: SubjectKeys,
  entity: string | undefined,
  asOf: number,
): Promise<ReadRegister> {
  const path = resolve(baseDir, spec.path)
  const where = { part: spec.path }
  const hash = createHash('sha256')
  const options = {
    delimiter: path.endsWith('.tsv') ? '\t' : ',',
    bom: true,
    // Fixed, not guessed from the first line: a lone CR ends no row, it is a fault of the cell that it stands in.
    record_delimiter: ['\n', '\r\n'],
    relax_column_count: true,
    readableHighWaterMark: 1024,
  }
  const parser = parse(options)
  const feed = async (bytes: AsyncIterable<Buffer>) => {
    const decoder = new TextDecoder('utf-8', { fatal: true })
    for await (const chunk of bytes) {
      hash.update(chunk)
      if (!parser.write(decoder.decode(chunk, { stream: true })))
        await new Promise((drained) => parser.once('drain', drained))
    }
    parser.write(decoder.decode())
    parser.end()
  }
  const file = createReadStream(path)
  feed(file).catch((e: unknown) => void parser.destroy(e as Error))
  let builder: RegisterBuilder | undefined
  let line = 1
  try {
    await everyRow(parser, (row) => {
      const first = line
      // The parser can count them, but takes a third of the time for it.
      line += 1 + row.reduce((n, cell) => n + newlines(cell), 0)
      if (row.length === 1 && row[0] === '') return
      if (builder) builder.add(row, first)
      else builder = new RegisterBuilder({ spec, header: row, keyA: keys.a, keyB: keys.b, entity, asOf })
    })
  } catch (e) {
    throw registerError(e, where)
  } finally {
    file.destroy()
  }
  if (!builder)
    throw new PerdeError('REGISTER_INVALID', 'the register of consents is empty', {
      where,
      hints: ['a register without consents has at least its header'],
    })
  const compiled = builder.finish(asOf)
  refuseLostDenials(registerReports(compiled, spec), spec)
  return { ...compiled, keyedSha256: keyed(hash.digest(), keys) }
}

/** Rows as they come, several at a time: a promise a row would be a third of the time. */
function everyRow(parser: Parser, take: (row: string[]) => void): Promise<void> {
  return new Promise((done, fail) => {
    parser.on('readable', () => {
      try {
        for (let row = parser.read() as string[] | null; row !== null; row = parser.read() as string[] | null) take(row)
      } catch (e) {
        parser.destroy(e as Error)
      }
    })
    parser.on('error', fail)
    parser.on('end', done)
  })
}

function newlines(cell: string): number {
  let n = 0
  for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) n++
  return n
}

/** The digest that `readRegister` would give of the register as it is now. Throws as it does where it cannot be read. */
export async function registerDigest(spec: RegisterSpec, baseDir: string, keys: SubjectKeys): Promise<string> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(resolve(baseDir, spec.path)) as AsyncIterable<Buffer>) hash.update(chunk)
  } catch (e) {
    throw registerError(e, { part: spec.path })
  }
  return keyed(hash.digest(), keys)
}

function registerError(e: unknown, where: { part: string }): PerdeError {
  if (e instanceof PerdeError) return e.at(where)
  const code = systemCode(e)
  if (code === 'ENOENT')
    return new PerdeError('INPUT_NOT_FOUND', 'the register of consents does not exist', {
      where,
      hints: ['paths in a policy are relative to the policy file'],
    })
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return new PerdeError('INPUT_ENCODING', 'the register of consents is not UTF-8', { where })
  if (code === 'EISDIR') return new PerdeError('INPUT_UNREADABLE', 'the register of consents is a directory', { where })
  if (code?.startsWith('CSV_')) {
    const line = (e as { lines?: number }).lines
    return new PerdeError('REGISTER_INVALID', 'the register of consents is not well-formed CSV', {
      where: { ...where, ...(line !== undefined && { line }) },
    })
  }
  return ioError(e, 'reading the register of consents', where)
}
