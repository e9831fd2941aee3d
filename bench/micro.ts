/**
 * Inner loops of one thread, measured alone.
 *
 *   node dist/bench/micro.js pseudonyms|decisions [--quick]
 */
import { decisions } from './micro/decisions.ts'
import { pseudonyms } from './micro/pseudonyms.ts'

const [name, option] = process.argv.slice(2)
const micro = { pseudonyms, decisions }[name ?? '']
if (!micro) throw new Error('usage: node dist/bench/micro.js pseudonyms|decisions [--quick]')
process.stdout.write(`${JSON.stringify(micro(option === '--quick'))}\n`)
