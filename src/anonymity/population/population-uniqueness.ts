import { classesOf, type ClassHistogram } from './class-histogram.ts'
import { pitmanUniques } from './pitman.ts'
import { snbUniques } from './snb.ts'
import { zayatzUniques } from './zayatz.ts'

/** Share of the population that is alone in it, as estimated from the classes of a sample of it. */
export interface PopulationUniqueness {
  /** the estimate that the rule of Dankar et al. picks, and by which model */
  unique: number
  model: 'pitman' | 'zayatz' | 'snb' | 'none'
  /** null: the model does not fit this sample */
  pitman: number | null
  zayatz: number
  snb: number | null
}

/** A sample smaller than this share of the population goes by Pitman's model. */
const SMALL_SAMPLE = 0.1

/**
 * The rule: Pitman up to a tenth of the population; beyond, the lesser of Zayatz and slide negative binomial. F. Dankar, K. El
 * Emam, A. Neisa and T. Roffey, "Estimating the re-identification risk of clinical data sets", BMC Medical Informatics and
 * Decision Making 12:66, 2012. Where a model does not fit, Zayatz. Nobody alone in the sample: nobody is counted on to be
 * alone in the population.
 */
export function populationUniqueness(histogram: ClassHistogram, population: number): PopulationUniqueness {
  if (classesOf(histogram, 1) === 0) return { unique: 0, model: 'none', pitman: 0, zayatz: 0, snb: 0 }
  const share = (uniques: number | undefined) => (uniques === undefined ? null : uniques / population)
  const pitman = share(pitmanUniques(histogram, population))
  const zayatz = zayatzUniques(histogram, population) / population
  const snb = share(snbUniques(histogram, population))
  const small = histogram.records / population <= SMALL_SAMPLE
  if (small && pitman !== null) return { unique: pitman, model: 'pitman', pitman, zayatz, snb }
  if (!small && snb !== null && snb < zayatz) return { unique: snb, model: 'snb', pitman, zayatz, snb }
  return { unique: zayatz, model: 'zayatz', pitman, zayatz, snb }
}
