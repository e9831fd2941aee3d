import { kAnonymity } from '../../src/anonymity/privacy-models/k-anonymity.ts'
import { solveFullDomain } from '../../src/anonymity/full-domain.ts'
import { adultCounts, type Adult } from './adult.ts'
import { table, timed, type Section } from './section.ts'

/** How long the exact search takes on nine quasi-identifiers at any limit of suppression. */
export function fullDomainTimes(adult: Adult): Section {
  return {
    title: 'Exact full-domain search, nine quasi-identifiers',
    lines() {
      const hierarchies = adult.header.map((field) => adult.hierarchies.get(field)!)
      const counts = adultCounts(adult, adult.header)
      const rows = [2, 5, 10, 100].flatMap((k) =>
        [0, 0.02, 0.04, 0.1, 1].map((limit) => {
          const models = [kAnonymity(k)]
          const { result, ms } = timed(() => solveFullDomain(counts, hierarchies, { models, suppressAtMost: limit }))
          const arx = adult.runs.find(
            (run) =>
              run.model === 'k-anonymity' &&
              run.metric === 'loss_am' &&
              run.qis.length === 9 &&
              run.k === k &&
              run.limit === limit,
          )
          return [
            k,
            `${limit * 100} %`,
            result.levels.join(''),
            result.checked,
            ms.toFixed(0),
            arx ? arx.ms.toFixed(0) : 'none',
          ]
        }),
      )
      return [
        'Milliseconds of processor time for the search alone, the table being counted; 12,960 nodes. The times of ARX are from the reference file, another machine.',
        '',
        ...table(['k', 'limit', 'levels', 'nodes looked at', 'ms', 'ms (ARX, reference file)'], rows),
      ]
    },
  }
}
