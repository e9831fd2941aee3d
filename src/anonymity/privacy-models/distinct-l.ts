import { several, type Histogram, type PrivacyModel } from './privacy-model.ts'

/**
 * Distinct l-diversity: every class has at least l different sensitive values. A. Machanavajjhala et al., "l-diversity:
 * privacy beyond k-anonymity", TKDD 1(1), 2007. One value may still be nearly certain. Cost: none beyond the histogram.
 */
export function distinctL(l: number, field: number): PrivacyModel {
  return {
    name: `distinct ${l}-diversity`,
    field,
    monotone: 'absorbing',
    holds: (_, histogram) => distinctValues(histogram) >= l,
    reached: (_, histogram) => several(distinctValues(histogram), 'different value'),
  }
}

export function distinctValues({ distinct }: Histogram): number {
  return distinct
}
