/**
 * k-anonymity on the Adult data: the optimum of ARX, time, and what local recoding loses. Writes bench/anonymity.md.
 *
 *   npm run bench:anonymity [-- --only TITLE] [--no-write]
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { readAdult } from './anonymity/adult.ts'
import { fullDomainTimes } from './anonymity/full-domain.ts'
import { localRecoding } from './anonymity/local-recoding.ts'
import { sectionOf, withSection } from './anonymity/page.ts'
import { referenceRuns } from './anonymity/reference.ts'
import { SCALE_TITLE } from './anonymity/scale.ts'
import type { Section } from './anonymity/section.ts'

const VECTORS = pathToFileURL('test/vectors/anonymity/adult/')
const options = process.argv.slice(2)
const only = options.includes('--only') ? options[options.indexOf('--only') + 1]! : ''
const adult = readAdult(VECTORS)
const sections: Section[] = [fullDomainTimes(adult), localRecoding(adult, new URL(VECTORS)), referenceRuns(adult)]

const page = [
  '# k-anonymity, measured',
  '',
  'Written by `npm run bench:anonymity`. The data are the 30,162 rows of Adult with the hierarchies of ARX (test/vectors/anonymity/README.md); qi5 to qi9 are its first five to nine fields. Node ' +
    `${process.versions.node}; the processor is shared with others, so times are processor time.`,
]
for (const { title, lines } of sections)
  if (title.toLowerCase().includes(only.toLowerCase())) page.push('', `## ${title}`, '', ...lines())
process.stdout.write(`${page.join('\n')}\n`)
if (only === '' && !options.includes('--no-write')) {
  const file = 'bench/anonymity.md'
  const runs = sectionOf(readFileSync(file, 'utf8'), SCALE_TITLE)
  const text = `${page.join('\n')}\n`
  writeFileSync(file, runs ? withSection(text, SCALE_TITLE, runs) : text)
}
