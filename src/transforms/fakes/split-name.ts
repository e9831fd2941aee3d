/** A name whose parts stand in columns of their own: they are one person, and the person's gender is that of all of them. */
import type { Gender, NameIndex } from './name-index.ts'
import { genderOfParts } from './name-shape.ts'
import type { NamePart } from './name-shape.ts'

/** One column's part of a name. */
export interface SplitPart {
  part: NamePart
  /** the columns of one person have the same: the path of the object that they stand in */
  group: string
  text: string
}

/** Which part a kind of fake stands for; undefined: a whole name, or none. */
export function partOfKind(kind: string): NamePart | undefined {
  return PARTS[kind]
}

const PARTS: Readonly<Record<string, NamePart>> = {
  'person.last': 'surname',
  'person.first': 'given',
  'person.patronymic': 'patronymic',
}

/** The group of a column by its path; undefined: it is a list, of which nobody says what belongs together. */
export function groupOfPath(path: string): string | undefined {
  return path.includes('[]') ? undefined : path.slice(0, path.lastIndexOf('.') + 1)
}

/**
 * The parts that are one person, by group. A part that a group has twice (`client_last`, `manager_last`) leaves open
 * whose the others are, so that none of them belong together.
 */
export function joinSplitParts<Part extends SplitPart>(parts: readonly Part[]): Part[][] {
  const groups = new Map<string, Part[]>()
  for (const part of parts) {
    const group = groups.get(part.group)
    if (group) group.push(part)
    else groups.set(part.group, [part])
  }
  return [...groups.values()].filter(
    (group) => group.length > 1 && new Set(group.map(({ part }) => part)).size === group.length,
  )
}

/** Of all parts together. */
export function genderOfSplit(parts: readonly SplitPart[], index: NameIndex): Gender | undefined {
  return genderOfParts(parts.map(({ part, text }) => ({ part, facts: index(text.trim()) })))
}
