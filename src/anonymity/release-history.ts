import type { Candidates, Members, NextRelease, ReleaseHistory } from './released-people.ts'
import { hold, linked, NOWHERE, type Links, type Sign } from './release-links.ts'

export interface JoinedRelease {
  history: ReleaseHistory
  /** 1: the candidate waits for a later release */
  held: Uint8Array
  /** rows shown for the first time, or elsewhere than before; rows shown before that are not any more */
  came: number
  went: number
}

export const NO_RELEASES: ReleaseHistory = {
  releases: [],
  joint: [],
  members: {
    refs: { high: new Uint32Array(), low: new Uint32Array() },
    of: new Uint32Array(),
    rows: new Uint32Array(),
  },
}

/**
 * Decides who waits, so that every joint class stays whole or falls into parts of at least k, people who are not shown any
 * more being such a part. Pure; who waits among equals is decided by the reference, which is keyed.
 */
export function joinRelease(before: ReleaseHistory, candidates: Candidates, next: NextRelease): JoinedRelease {
  const links = linked(before, candidates, next)
  settle(links, before, next)
  return {
    history: grown(before, candidates, links, next),
    held: links.held,
    ...changes(before, candidates, links),
  }
}

/** As if the release had not been: joint classes that only it told apart are one again. */
export function withoutRelease(history: ReleaseHistory, release: string): ReleaseHistory {
  const at = history.releases.indexOf(release)
  if (at < 0) return history
  const joint = createJoint()
  const place = history.joint.map((shown) => {
    const left = shown.toSpliced(at, 1)
    return left.every((text) => text === NOT_SHOWN) ? -1 : joint.number(left)
  })
  const { refs, of, rows } = history.members
  const kept = [...of.keys()].filter((m) => place[of[m]!]! >= 0)
  return {
    releases: history.releases.toSpliced(at, 1),
    joint: joint.all,
    members: {
      refs: { high: pick(refs.high, kept), low: pick(refs.low, kept) },
      of: Uint32Array.from(kept, (m) => place[of[m]!]!),
      rows: pick(rows, kept),
    },
  }
}

const NOT_SHOWN = ''

function shownAs(plan: number, { own, sign }: { own: number; sign: Sign }): string {
  return `${plan}:${own}${sign === '=' ? '' : sign}`
}

/** Holds candidates back until no joint class falls into small parts and every class holds. */
function settle(links: Links, { members }: ReleaseHistory, { k, failing }: NextRelease): void {
  for (;;) {
    const parts = [...partsOf(links, members).values()]
    // Who was together and stays where they were is as safe as before.
    const isSafe = ({ target, whole }: Part) => whole && links.targets[target - 1]!.sign === '='
    const small = parts.filter((p) => p.target !== NOWHERE && p.weight < k && !isSafe(p))
    const few = parts.filter((p) => p.target === NOWHERE && p.weight < k && !p.whole)
    if (small.length > 0) for (const part of small) for (const l of part.links) hold(links, l)
    else if (few.length > 0) for (const part of few) fill(links, part, parts, k)
    else if (!holdClasses(links, failing(links.held))) return
  }
}

/** False: nobody was left in these classes. */
function holdClasses(links: Links, classes: readonly number[]): boolean {
  const failing = new Set(classes)
  const own = [...links.target.keys()].filter((l) => failing.has(links.targets[links.target[l]! - 1]?.own ?? -1))
  for (const l of own) hold(links, l)
  return own.length > 0
}

/** Links of one joint class (-1: never shown) that a reader would see the same of. */
interface Part {
  joint: number
  target: number
  links: number[]
  weight: number
  /** there is no other part of the joint class */
  whole: boolean
}

/** Who was never shown and is not now is in no part. */
function partsOf(links: Links, { of }: Members): Map<number, Part> {
  const parts = new Map<number, Part>()
  const sizes = new Map<number, number>()
  const width = links.targets.length + 1
  links.target.forEach((target, l) => {
    const joint = links.member[l]! < 0 ? -1 : of[links.member[l]!]!
    if (joint < 0 && target === NOWHERE) return
    const name = (joint + 1) * width + target
    let part = parts.get(name)
    if (!part) {
      parts.set(name, (part = { joint, target, links: [], weight: 0, whole: false }))
      sizes.set(joint, (sizes.get(joint) ?? 0) + 1)
    }
    part.links.push(l)
    part.weight += target === NOWHERE ? links.gone[l]! : links.shown[l]!
  })
  for (const part of parts.values()) part.whole = sizes.get(part.joint) === 1
  return parts
}

/** Those who are not shown any more are fewer than k: others of their joint class wait with them. */
function fill(links: Links, part: Part, parts: readonly Part[], k: number): void {
  const others = parts
    .filter(({ joint, target }) => joint === part.joint && target !== NOWHERE)
    .sort((a, b) => b.weight - a.weight || a.links[0]! - b.links[0]!)
  let need = k - part.weight
  for (const other of others) {
    let left = other.weight
    for (const l of other.links) {
      if (need <= 0) return
      if (left - links.shown[l]! < k) continue
      hold(links, l)
      left -= links.shown[l]!
      need -= links.gone[l]!
    }
  }
  // No part has anybody to spare: the smallest one waits as a whole.
  if (need > 0) for (const l of others.at(-1)!.links) hold(links, l)
}

function grown(before: ReleaseHistory, { refs, rows }: Candidates, links: Links, next: NextRelease): ReleaseHistory {
  const joint = createJoint()
  const never = before.releases.map(() => NOT_SHOWN)
  const kept = [...links.target.keys()].filter((l) => links.member[l]! >= 0 || links.target[l] !== NOWHERE)
  const numbers = new Map<string, number>()
  const of = Uint32Array.from(kept, (l) => {
    const [member, target] = [links.member[l]!, links.target[l]!]
    const old = member < 0 ? -1 : before.members.of[member]!
    const name = `${old}>${target}`
    let number = numbers.get(name)
    if (number === undefined) {
      const shown = target === NOWHERE ? NOT_SHOWN : shownAs(next.plan, links.targets[target - 1]!)
      numbers.set(name, (number = joint.add([...(old < 0 ? never : before.joint[old]!), shown])))
    }
    return number
  })
  const half = (side: 'high' | 'low') =>
    Uint32Array.from(kept, (l) =>
      links.member[l]! >= 0 ? before.members.refs[side][links.member[l]!]! : refs[side][links.candidate[l]!]!,
    )
  return {
    releases: [...before.releases, next.release],
    joint: joint.all,
    members: {
      refs: { high: half('high'), low: half('low') },
      of,
      rows: Uint32Array.from(kept, (l) =>
        links.target[l] === NOWHERE ? before.members.rows[links.member[l]!]! : rows[links.candidate[l]!]!,
      ),
    },
  }
}

function changes({ joint, members }: ReleaseHistory, { rows }: Candidates, links: Links) {
  const wasShown = joint.map((shown) => (shown.at(-1) ?? NOT_SHOWN) !== NOT_SHOWN)
  let came = 0
  let went = 0
  links.target.forEach((target, l) => {
    const member = links.member[l]!
    const before = member >= 0 && wasShown[members.of[member]!]! ? members.rows[member]! : 0
    const now = target === NOWHERE ? 0 : rows[links.candidate[l]!]!
    came += Math.max(0, now - before)
    went += Math.max(0, before - now)
  })
  return { came, went }
}

/** Numbers of joint classes. */
function createJoint() {
  const all: string[][] = []
  const known = new Map<string, number>()
  return {
    all,
    add: (shown: string[]) => all.push(shown) - 1,
    /** the same for the same */
    number(shown: string[]): number {
      const name = shown.join('\n')
      let number = known.get(name)
      if (number === undefined) known.set(name, (number = all.push(shown) - 1))
      return number
    },
  }
}

function pick(values: Uint32Array, places: readonly number[]): Uint32Array {
  return Uint32Array.from(places, (place) => values[place]!)
}
