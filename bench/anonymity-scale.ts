/**
 * k-anonymity in whole runs over large tables: seconds, CPU seconds, memory, beside the same run without it.
 *
 *   node dist/bench/anonymity-scale.js [--rows 1000000,5000000] [--rounds 3] [--write]
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { withSection } from './anonymity/page.ts'
import { measureScale } from './anonymity/scale.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000,5000000' },
    rounds: { type: 'string', default: '3' },
    write: { type: 'boolean' },
  },
})
const root = fileURLToPath(new URL('../..', import.meta.url))
const { title, lines } = await measureScale(
  { root, data: join(root, 'bench/data') },
  {
    rows: values.rows.split(',').map(Number),
    rounds: Number(values.rounds),
    say: (text) => process.stderr.write(`bench: ${text}\n`),
  },
)
process.stdout.write(`## ${title}\n\n${lines().join('\n')}\n`)
if (values.write) {
  const page = join(root, 'bench/anonymity.md')
  writeFileSync(page, withSection(readFileSync(page, 'utf8'), title, lines()))
}
