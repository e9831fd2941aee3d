import { checkRun, type Adult, type CheckedRun, type ReferenceRun } from './adult.ts'
import { table, type Section } from './section.ts'

/** All full-domain runs of the reference file: the same levels, suppressed rows, loss and output? */
export function referenceRuns(adult: Adult): Section {
  return {
    title: 'The same optimum as ARX',
    lines() {
      const runs = adult.runs.map((run) => ({ run, checked: checkRun(adult, run) }))
      const groups = [...new Set(runs.map(({ run }) => nameOf(run)))]
      const rows = groups.map((name) => {
        const own = runs.filter(({ run }) => nameOf(run) === name)
        return [
          name,
          `${equal(own)} of ${own.length}`,
          seconds(own, ({ checked }) => checked.ms),
          seconds(own, ({ run }) => run.ms),
        ]
      })
      return [
        `${equal(runs)} of ${runs.length} full-domain runs give the levels, the suppressed rows, the loss (to 1e-9) and the SHA-256 of the output that ARX 3.9.2 gave.`,
        'Bounds on average risk and on unique records leave open which of the smallest classes are suppressed: there the levels and the number of suppressed rows are the same, and the loss is no greater; the digest is not compared.',
        'Seconds are sums, processor time of one thread; those of ARX are from the reference file, another machine.',
        '',
        ...table(['model, metric', 'equal', 's', 's (ARX, reference file)'], rows),
        '',
        ...runs.flatMap(({ run, checked }) => differences(run, checked)),
      ]
    },
  }
}

function nameOf({ model, metric }: ReferenceRun): string {
  return `${model}, ${metric}`
}

type Run = { run: ReferenceRun; checked: CheckedRun }

function equal(runs: readonly Run[]): number {
  return runs.filter(({ checked }) => checked.faults.length === 0).length
}

function seconds(runs: readonly Run[], of: (run: Run) => number): string {
  return (runs.reduce((sum, run) => sum + of(run), 0) / 1000).toFixed(1)
}

function differences(run: ReferenceRun, { faults, tie }: CheckedRun): string[] {
  if (faults.length === 0) return []
  const why = tie
    ? 'another node of exactly the same value'
    : run.model === 'entropy-l-shannon'
      ? 'a class of two, two and two values is exactly at log 3, which the sum of logarithms of ARX falls below'
      : 'unexplained'
  return [
    `- \`${run.id}\` (${run.model}, k = ${run.k}, ${run.limit * 100} %, qi${run.qis.length}): ${faults.join('; ')}: ${why}`,
  ]
}
