/**
 * k-anonymity on the Adult data: the optimum of ARX, time, and what local recoding loses. Writes bench/anonymity.md.
 *
 *   npm run bench:anonymity [-- --only TITLE] [--no-write]     a section alone is written where it stood
 *   node dist/bench/anonymity.js --tree K                      milliseconds of one tree in a process of its own
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { readAdult } from './anonymity/adult.ts'
import { fullDomainTimes } from './anonymity/full-domain.ts'
import { localRecoding, treeTime } from './anonymity/local-recoding.ts'
import { sectionOf, withSection } from './anonymity/page.ts'
import { referenceRuns } from './anonymity/reference.ts'
import { SCALE_TITLE } from './anonymity/scale.ts'
import type { Section } from './anonymity/section.ts'

const VECTORS = pathToFileURL('test/vectors/anonymity/adult/')
const options = process.argv.slice(2)
const only = options.includes('--only') ? options[options.indexOf('--only') + 1]! : ''
const adult = readAdult(VECTORS)
const sections: Section[] = [fullDomainTimes(adult), localRecoding(adult, new URL(VECTORS)), referenceRuns(adult)]

const tree = options.includes('--tree') ? Number(options[options.indexOf('--tree') + 1]) : undefined
if (tree !== undefined) process.stdout.write(`${treeTime(adult, tree)}\n`)
else writePage()

function writePage(): void {
  const file = 'bench/anonymity.md'
  const before = readFileSync(file, 'utf8')
  const made = sections
    .filter(({ title }) => title.toLowerCase().includes(only.toLowerCase()))
    .map(({ title, lines }) => ({ title, lines: lines() }))
  const text =
    only === ''
      ? wholePage(made, before)
      : made.reduce((page, { title, lines }) => withSection(page, title, lines), before)
  process.stdout.write(made.map(({ title, lines }) => `## ${title}\n\n${lines.join('\n')}\n`).join('\n'))
  if (!options.includes('--no-write')) writeFileSync(file, text)
}

function wholePage(made: readonly { title: string; lines: string[] }[], before: string): string {
  const page = [
    '# k-anonymity, measured',
    '',
    'Written by `npm run bench:anonymity`. The data are the 30,162 rows of Adult with the hierarchies of ARX (test/vectors/anonymity/README.md); qi5 to qi9 are its first five to nine fields. Node ' +
      `${process.versions.node}; the processor is shared with others, so times are processor time.`,
  ]
  for (const { title, lines } of made) page.push('', `## ${title}`, '', ...lines)
  const runs = sectionOf(before, SCALE_TITLE)
  const text = `${page.join('\n')}\n`
  return runs ? withSection(text, SCALE_TITLE, runs) : text
}
