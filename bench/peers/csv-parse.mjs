// The job of bench/policy.yaml as a Node program would be written without perde: a stream of rows through csv-parse,
// an HMAC-SHA-256 a value, csv-stringify. No digests, no log, no checks.
//
//   node bench/peers/csv-parse.mjs IN.csv OUT.csv
import { createHmac } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import { stringify } from 'csv-stringify'

const [from, to] = process.argv.slice(2)
const KEY = 'a key of the bench, nobody’s secret'

const pseudonym = (domain, text) =>
  createHmac('sha256', KEY).update(domain).update('\0').update(text).digest('base64url').slice(0, 16)
const masked = (text, first) => text.slice(0, first) + '*'.repeat(Math.max(0, text.length - first))

let records = -1
let at
const transform = new Transform({
  objectMode: true,
  transform(row, _, done) {
    records++
    if (!at) at = Object.fromEntries(row.map((name, i) => [name, i]))
    else {
      row[at.iin] = pseudonym('person', row[at.iin])
      row[at.phone] = pseudonym('phone', row[at.phone])
      row[at.email] = pseudonym('email', row[at.email])
      row[at.full_name] = masked(row[at.full_name], 1)
      row[at.address] = masked(row[at.address], 0)
    }
    row.splice(at.id, 1)
    done(null, row)
  },
})

await pipeline(createReadStream(from), parse(), transform, stringify(), createWriteStream(to))
process.stdout.write(`${JSON.stringify({ records })}\n`)
