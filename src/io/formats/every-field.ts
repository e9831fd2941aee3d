import type { FieldNode } from '../../record/field-node.ts'
import { formatName } from '../../record/path.ts'

/** A tree that asks for every value; `met` is told the path of each place that is come to, in the order of its columns. */
export function everyField(met: (path: string) => void): FieldNode {
  let columns = 0
  const nodeAt = (path: string): FieldNode => {
    const below = new Map<string, FieldNode>()
    const under = (own: string, whole: string): FieldNode => {
      let node = below.get(own)
      if (!node) below.set(own, (node = nodeAt(whole)))
      return node
    }
    const step = (own: string) => under(own, path === '' ? own : `${path}.${own}`)
    met(path)
    return {
      path,
      column: columns++,
      whole: 'no',
      bare: false,
      repeats: 'any',
      textApart: false,
      deeper: true,
      child: (name) => step(formatName(name)),
      element: () => under('[]', `${path}[]`),
      attribute: (name) => step(`@${formatName(name)}`),
      part: (part) => step(`#${part}`),
      meet: () => undefined,
    }
  }
  return nodeAt('')
}
