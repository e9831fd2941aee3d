import { pathToFileURL } from 'node:url'
import { adultCounts, METRICS, modelsOf, outputDigest, readAdult } from './anonymity/adult.ts'
import { histogramOf } from '../src/anonymity/privacy-models/privacy-model.ts'
import { solveFullDomain } from '../src/anonymity/full-domain.ts'
import { topOf } from '../src/anonymity/hierarchy.ts'

/**
 * All full-domain runs of the reference file: same levels, suppressed rows, loss and output? One line a run that differs
 * and a summary. Arguments: a pattern that the run's model must match, and one for its identifier.
 */
const [model = '', id = ''] = process.argv.slice(2)
const adult = readAdult(pathToFileURL('test/vectors/anonymity/adult/'))
let same = 0
let differ = 0
let slowest = 0
let total = 0
let theirs = 0
for (const run of adult.runs) {
  if (!new RegExp(model).test(run.model) || !new RegExp(id).test(run.id)) continue
  const hierarchies = run.qis.map((field) => adult.hierarchies.get(field)!)
  const counts = adultCounts(adult, run.qis, run.sensitive)
  const { models, tables } = modelsOf(adult, run, counts)
  const begin = performance.now()
  const plan = solveFullDomain(counts, hierarchies, {
    models,
    tables,
    suppressAtMost: run.limit,
    metric: METRICS[run.metric],
  })
  const ms = performance.now() - begin
  slowest = Math.max(slowest, ms)
  total += ms
  theirs += run.ms
  // ARX reports a table that is generalised to the top as suppressed where suppression is allowed.
  const isTop = plan.levels.every((level, c) => level === topOf(hierarchies[c]!))
  const faults = []
  if (plan.levels.join() !== run.levels.join()) faults.push(`levels ${run.levels.join('')} → ${plan.levels.join('')}`)
  if (plan.suppressed !== run.suppressed && !(isTop && run.suppressed === counts.rows))
    faults.push(`suppressed ${run.suppressed} → ${plan.suppressed}`)
  if (Math.abs(plan.loss - run.loss) > 1e-9) faults.push(`loss ${run.loss} → ${plan.loss}`)
  if (tables.length === 0) {
    const leafIds = run.sensitive === undefined ? undefined : adult.hierarchies.get(run.sensitive)!.leafIds
    const digest = outputDigest(
      adult,
      run.qis,
      plan.levels,
      (size, values) => {
        const histogram = new Float64Array(leafIds?.size ?? 0)
        for (const [text, n] of values) histogram[leafIds!.get(text)!] = n
        return models.every((m) => m.holds(size, histogramOf(histogram)))
      },
      run.sensitive,
    )
    if (digest !== run.sha256) faults.push('digest')
  }
  if (faults.length > 0) {
    differ++
    console.log(
      `${run.id} ${run.model} k=${run.k} ${JSON.stringify(run.params ?? {})} limit ${run.limit} ${run.metric} qi${run.qis.length}: ${faults.join('; ')} (value ${plan.value}, ARX ${run.score})`,
    )
  } else same++
  if (process.env['VERBOSE'])
    console.log(
      `${run.id} ${run.model} k=${run.k} limit ${run.limit} ${run.metric} qi${run.qis.length}: ${ms.toFixed(0)} ms (ARX ${run.ms}), ${plan.checked} nodes`,
    )
}
console.log(
  `${same} equal, ${differ} differ; ${(total / 1000).toFixed(1)} s (ARX ${(theirs / 1000).toFixed(1)} s), slowest ${slowest.toFixed(0)} ms`,
)
