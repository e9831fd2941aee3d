/**
 * The least that any CSV job costs: finds every cell, decodes none, and copies all records, block by block on one thread.
 *
 *   node dist/bench/copy.js IN.csv OUT.csv
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { csv } from '../src/io/formats/csv.ts'
import type { Layout } from '../src/io/formats/format.ts'
import { SILENT } from '../src/io/formats/silent-node.ts'

const BLOCK = 1024 * 1024

function copy(from: string, to: string): { records: number } {
  const [input, output] = [openSync(from, 'r'), openSync(to, 'w')]
  let layout: Layout | undefined
  let records = 0
  let held: Uint8Array = new Uint8Array()
  for (let complete = false; !complete;) {
    const block = Buffer.allocUnsafeSlow(held.length + BLOCK)
    block.set(held)
    const n = readSync(input, block, held.length, BLOCK, null)
    complete = n === 0
    const bytes = block.subarray(0, held.length + n)
    let start = 0
    if (!layout) {
      const opened = csv.open(bytes, {}, complete)!
      ;({ layout, start } = opened)
      writeSync(output, bytes.subarray(0, start))
    }
    const end = start + csv.cut(bytes.subarray(start), layout, complete).length
    const read = csv.read(bytes.subarray(start, end), layout, SILENT)
    writeSync(output, read.splice([], new Uint8Array(read.batch.records).fill(1), new Set()))
    records += read.batch.records
    held = bytes.subarray(end)
  }
  closeSync(input)
  closeSync(output)
  return { records }
}

const [from, to] = process.argv.slice(2)
process.stdout.write(`${JSON.stringify(copy(from!, to!))}\n`)
