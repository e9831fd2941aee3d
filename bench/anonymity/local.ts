import { pathToFileURL } from 'node:url'
import { adultCounts, readAdult } from './adult.ts'
import { kAnonymity } from '../../src/anonymity/privacy-models/k-anonymity.ts'
import { informationLoss } from '../../src/anonymity/measures/information-loss.ts'
import { publishedClasses, type Recoding } from '../../src/anonymity/recoding.ts'
import { growTree, treeRecoding } from '../../src/anonymity/top-down.ts'
import { peel } from '../../src/anonymity/peeling.ts'

/** Local recoding of Adult: NCP, suppressed rows, classes, the smallest class, milliseconds of processor time. */
const adult = readAdult(pathToFileURL('test/vectors/anonymity/adult/'))
const QI9 = [
  'sex',
  'age',
  'race',
  'marital-status',
  'education',
  'native-country',
  'workclass',
  'occupation',
  'salary-class',
]
const SETS = [QI9, QI9.slice(0, 8), QI9.slice(0, 7), QI9.slice(0, 5)]
const [pattern = '', ...ks] = process.argv.slice(2)
for (const fields of SETS.slice(0, pattern === '' ? 4 : 1)) {
  const counts = adultCounts(adult, fields)
  const hierarchies = fields.map((field) => adult.hierarchies.get(field)!)
  for (const k of ks.length > 0 ? ks.map(Number) : [2, 5, 10, 50, 100]) {
    const models = [kAnonymity(k)]
    const ways: [string, () => Recoding][] = [
      ['top-down', () => treeRecoding(growTree(counts, hierarchies, { models }), counts, hierarchies)],
      ['peeling', () => peel(counts, hierarchies, { models, suppressAtMost: 0.01 })],
    ]
    for (const [name, solve] of ways) {
      if (!name.includes(pattern)) continue
      const begin = process.cpuUsage()
      const recoding = solve()
      const { user, system } = process.cpuUsage(begin)
      const { ncp, loss } = informationLoss(counts, hierarchies, recoding)
      const { rows } = publishedClasses(counts, hierarchies, recoding)
      const suppressed = counts.counts.reduce((n, rows, e) => n + (recoding.nodeOf[e]! < 0 ? rows : 0), 0)
      console.log(
        `qi${fields.length} k=${k} ${name}: NCP ${ncp.toFixed(4)} loss ${loss.toFixed(4)}, ${suppressed} suppressed, ${rows.length} classes, least ${Math.min(...rows)}, ${((user + system) / 1000).toFixed(0)} ms`,
      )
    }
  }
}
