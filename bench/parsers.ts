/**
 * What reading a document costs one thread: perde's cutter and reader beside the parsers of others, in CPU seconds of one
 * process, interleaved. Parsers are those of bench/peers; one that is not installed is said to be skipped.
 *
 *   node dist/bench/parsers.js INPUT [ROUNDS]        INPUT: a table of people as .xml, .json or .jsonl (bench/README.md)
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname } from 'node:path'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { everyField } from '../src/io/formats/every-field.ts'
import { formatFor } from '../src/io/formats/format-named.ts'
import type { FieldNode } from '../src/record/field-node.ts'
import { SILENT } from '../src/io/formats/silent-node.ts'

type Measured = (bytes: Uint8Array) => Promise<number> | number

const places = createRequire(`${process.cwd()}/bench/peers/package.json`)
const peer = async <T>(name: string) => {
  const module = (await import(pathToFileURL(places.resolve(name)).href)) as T & { default?: T }
  // What is no ES module has its names below `default`.
  return typeof module.default === 'object' ? { ...module.default, ...module } : module
}
const RECORD: Record<string, string> = { '.xml': '/people/person', '.json': '/people' }
const BLOCK = 1024 * 1024

/** Blocks of whole records, as workers get them. */
function* blocks(input: string, bytes: Uint8Array) {
  const format = formatFor(undefined, input, {})!
  if ('index' in format) throw new Error('blocks of this format are cut by an index, not here')
  const record = RECORD[extname(input)]
  const { layout, start } = format.open(bytes, record === undefined ? {} : { record }, true)!
  for (let at = start; at < bytes.length;) {
    const { length, last } = format.cut(bytes.subarray(at, at + BLOCK), layout, at + BLOCK >= bytes.length)
    if (last === true && length === 0) return
    yield { format, layout, block: bytes.subarray(at, at + length) }
    at += length
  }
}

function reading(input: string, root: () => FieldNode): Measured {
  return (bytes) => {
    let records = 0
    for (const { format, layout, block } of blocks(input, bytes))
      records += format.read(block, layout, root()).batch.records
    return records
  }
}

function casesOf(input: string): Record<string, () => Measured | Promise<Measured>> {
  const own: Record<string, () => Measured> = {
    'perde: cut into blocks': () => (bytes) => [...blocks(input, bytes)].length,
    'perde: cut, checked, no field asked for': () => reading(input, () => SILENT),
    'perde: cut, checked, every field decoded': () => reading(input, () => everyField(() => undefined)),
  }
  if (extname(input) === '.xml')
    return { ...own, 'saxes: events of the whole': saxes, 'fast-xml-parser: record by record': () => fastXml(input) }
  const parse = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString()) as { people: unknown[] }
  if (extname(input) === '.json')
    return {
      ...own,
      'JSON.parse: the whole at once': () => (bytes) => parse(bytes).people.length,
      'stream-json: pick, streamArray': () => streamJson({}),
      'stream-json: … without streaming keys and values': () =>
        streamJson({ streamKeys: false, streamStrings: false, streamNumbers: false }),
    }
  return {
    ...own,
    'JSON.parse: line by line': () => (bytes) => {
      let records = 0
      for (let at = 0, end = 0; (end = Buffer.from(bytes.buffer).indexOf(10, at)) >= 0; at = end + 1)
        records += JSON.parse(Buffer.from(bytes.subarray(at, end)).toString()) === undefined ? 0 : 1
      return records
    },
  }
}

async function saxes(): Promise<Measured> {
  const { SaxesParser } = await peer<{
    SaxesParser: new (o: object) => { on(e: string, f: () => void): void; write(t: string): { close(): void } }
  }>('saxes')
  return (bytes) => {
    let records = 0
    const parser = new SaxesParser({})
    for (const event of ['opentag', 'text', 'cdata']) parser.on(event, () => undefined)
    parser.on('closetag', () => void records++)
    parser.write(Buffer.from(bytes).toString()).close()
    return records
  }
}

async function fastXml(input: string): Promise<Measured> {
  const { XMLParser } = await peer<{
    XMLParser: new (o: object) => { parse(text: string): unknown }
  }>('fast-xml-parser')
  const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false, trimValues: false })
  return (bytes) => {
    let records = 0
    for (const { block } of blocks(input, bytes))
      for (const record of Buffer.from(block).toString().split('</person>'))
        if (record.trim() !== '') records += parser.parse(`${record}</person>`) === undefined ? 0 : 1
    return records
  }
}

async function streamJson(options: object): Promise<Measured> {
  const { parser } = await peer<{ parser: (o: object) => unknown }>('stream-json')
  const { pick } = await peer<{ pick: (o: object) => unknown }>('stream-json/filters/pick.js')
  const { streamArray } = await peer<{ streamArray: () => unknown }>('stream-json/streamers/stream-array.js')
  const { chain } = await peer<{ chain: (parts: unknown[]) => AsyncIterable<unknown> }>('stream-chain')
  return async (bytes) => {
    const pieces = Array.from({ length: Math.ceil(bytes.length / 65536) }, (_, i) =>
      Buffer.from(bytes.subarray(i * 65536, (i + 1) * 65536)),
    )
    const stream = chain([parser(options), pick({ filter: 'people' }), streamArray()])
    Readable.from(pieces).pipe(stream as unknown as NodeJS.WritableStream)
    let records = 0
    for await (const _ of stream) records++
    return records
  }
}

async function main([input, rounds = '3']: string[]): Promise<void> {
  const bytes = new Uint8Array(readFileSync(input!))
  const ready: [string, Measured, number[]][] = []
  for (const [name, make] of Object.entries(casesOf(input!)))
    try {
      ready.push([name, await make(), []])
    } catch (e) {
      process.stdout.write(`${name}: skipped, ${(e as Error).message.split('\n')[0]}\n`)
    }
  for (let round = 0; round < Number(rounds); round++)
    for (const [, run, speeds] of ready) {
      const before = process.cpuUsage()
      await run(bytes)
      const { user, system } = process.cpuUsage(before)
      speeds.push(bytes.length / (user + system))
    }
  for (const [name, , speeds] of ready) {
    const sorted = speeds.sort((a, b) => a - b)
    process.stdout.write(`${sorted[sorted.length >> 1]!.toFixed(1).padStart(7)} MB a CPU second  ${name}\n`)
  }
}

await main(process.argv.slice(2))
