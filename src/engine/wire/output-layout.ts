import type { Layout } from '../../io/formats/format.ts'
import type { Plan } from '../../plan/plan.ts'

/** A layout with what the policy says of outputs. */
export function outputLayout({ formula, compression }: Plan, layout: Layout): Layout {
  if (formula !== 'neutralise' && compression === undefined) return layout
  const options = {
    ...layout.options,
    ...(formula === 'neutralise' && { neutralise: true }),
    ...(compression !== undefined && { compression }),
  }
  return { ...layout, options }
}
