import { createHierarchy, TOP, type Hierarchy } from '../hierarchy.ts'

/** What a field without a hierarchy gets: its values, then `*`. */
export function flatHierarchy(values: Iterable<string>): Hierarchy {
  return createHierarchy([...values].map((text) => [text, TOP]))
}
