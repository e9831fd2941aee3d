import { createEntryCheck, createSizeCheck } from './check-entries.ts'
import type { Requirements } from './check-classes.ts'
import type { ClassCounts } from './class-table.ts'
import type { Clusters } from './clusters.ts'

/** Pairs of a cluster and an entry that each kind of move may weigh; a second or so for all of them. */
const BUDGET = 5_000_000
/** Clusters of more members are left alone: every move looks at all of them. */
const MOST_MEMBERS = 256
/** Below this gain a move is rounding. Cost is rows × loss summed over the columns. */
const LEAST_GAIN = 1e-9

/**
 * Local search over clusters that all hold: dissolves clusters whose members cost less elsewhere, moves single entries, and
 * exchanges an entry for one that another cluster can spare. Every move lowers the cost and leaves clusters that hold, so
 * the result is never worse. Dear clusters come first; the work is bounded by a count and not by a clock: equal tables give
 * equal results. After A. Gionis and T. Tassa, TKDE 21(2), 2009, who refine clusters in this way.
 */
export function refineClusters(counts: ClassCounts, clusters: Clusters, requirements: Requirements): void {
  const search = createSearch(counts, clusters, requirements)
  for (const move of [dissolve, relocate, exchange]) {
    search.begin()
    for (const cluster of search.order.toReversed()) {
      if (search.isSpent()) break
      if (clusters.loss[cluster]! > 0 && clusters.members[cluster]!.length <= MOST_MEMBERS) move(search, cluster)
    }
  }
}

/**
 * Puts entries that are in no cluster where they cost least, each at most `most` for each of its rows; those that found no
 * place.
 */
export function placeEntries(
  counts: ClassCounts,
  clusters: Clusters,
  requirements: Requirements,
  entries: readonly number[],
  most: number,
): number[] {
  const search = createSearch(counts, clusters, requirements)
  search.begin()
  return entries.filter((entry) => {
    const place = search.cheapest(entry, NO_CLUSTER, most * counts.counts[entry]!)
    if (place) clusters.insert(place.cluster, entry)
    return place === undefined
  })
}

const NO_CLUSTER = -1

interface Place {
  cluster: number
  /** what the cluster costs more with the entry */
  cost: number
}

interface Search {
  counts: ClassCounts
  clusters: Clusters
  /** clusters by rising loss, as it was at the beginning */
  order: number[]
  /** a new round: the order as it is now, and a full budget */
  begin(): void
  isSpent(): boolean
  spend(): void
  fits(rows: number): boolean
  /** whether some entries may be a class */
  holds(entries: readonly number[], rows: number): boolean
  /** the cluster that takes an entry at the least cost below `most` and holds with it */
  cheapest(entry: number, except: number, most: number): Place | undefined
}

function createSearch(counts: ClassCounts, clusters: Clusters, requirements: Requirements): Search {
  const { members, rows, loss } = clusters
  const holds = createEntryCheck(counts, requirements)
  const anyHoldsMore = requirements.models.every((model) => model.monotone === 'absorbing')
  let weighed = 0
  const search: Search = {
    counts,
    clusters,
    order: [],
    begin() {
      search.order = [...members.keys()]
        .filter((c) => members[c]!.length > 0)
        .sort((a, b) => loss[a]! - loss[b]! || a - b)
      weighed = 0
    },
    isSpent: () => weighed >= BUDGET,
    spend: () => void weighed++,
    fits: createSizeCheck(requirements),
    holds,
    cheapest(entry, except, most) {
      const n = counts.counts[entry]!
      let cluster = NO_CLUSTER
      let cost = most
      for (const c of search.order) {
        // Those that follow lose more in the entry alone, unless they were changed in this round.
        if (n * loss[c]! >= cost) break
        if (c === except || members[c]!.length === 0) continue
        weighed++
        const own = rows[c]! * loss[c]!
        const all = rows[c]! + n
        const more = all * clusters.lossWith(c, entry, (cost + own) / all) - own
        if (more >= cost - LEAST_GAIN || !(anyHoldsMore || holds([...members[c]!, entry], all))) continue
        cluster = c
        cost = more
      }
      return cluster === NO_CLUSTER ? undefined : { cluster, cost }
    },
  }
  return search
}

/** Gives all members of a cluster to others, the largest first, if that costs less than the cluster. */
function dissolve({ counts, clusters, cheapest }: Search, from: number): void {
  const { members, rows, loss, insert, remove } = clusters
  const entries = members[from]!.toSorted((a, b) => counts.counts[b]! - counts.counts[a]! || a - b)
  let left = rows[from]! * loss[from]!
  const places: number[] = []
  for (const entry of entries) {
    const place = cheapest(entry, from, left)
    if (!place) {
      for (const [i, cluster] of places.entries()) remove(cluster, entries[i]!)
      return
    }
    insert(place.cluster, entry)
    places.push(place.cluster)
    left -= place.cost
  }
  for (const entry of entries) remove(from, entry)
}

/** Moves members that the cluster can spare to where they cost less. */
function relocate({ counts, clusters, fits, holds, cheapest, isSpent }: Search, from: number): void {
  const { members, rows, loss, insert, remove } = clusters
  for (const entry of [...members[from]!]) {
    if (isSpent()) return
    const left = rows[from]! - counts.counts[entry]!
    if (!fits(left)) continue
    if (!holds(without(members[from]!, entry), left)) continue
    const saved = rows[from]! * loss[from]! - left * clusters.lossWithout(from, entry)
    const place = cheapest(entry, from, saved)
    if (!place) continue
    remove(from, entry)
    insert(place.cluster, entry)
  }
}

/** Gives a member away and takes one that another cluster can spare instead. */
function exchange(search: Search, from: number): void {
  const { counts, clusters, fits, holds, cheapest } = search
  const { members, rows, loss, insert, remove } = clusters
  for (const entry of [...members[from]!]) {
    if (members[from]!.length < 2) return
    const before = rows[from]! * loss[from]!
    // Only what makes the cluster dear is worth giving away.
    if (clusters.lossWithout(from, entry) > loss[from]! - LEAST_GAIN) continue
    const place = cheapest(entry, from, before)
    if (!place) continue
    remove(from, entry)
    insert(place.cluster, entry)
    const size = rows[from]!
    let most = before - place.cost - LEAST_GAIN
    let found: [cluster: number, entry: number] | undefined
    for (const other of search.order) {
      if (other === from || members[other]!.length < 2 || members[other]!.length > MOST_MEMBERS) continue
      const own = rows[other]! * loss[other]!
      for (const spare of members[other]!) {
        const n = counts.counts[spare]!
        if (!fits(rows[other]! - n) || !fits(size + n)) continue
        search.spend()
        const taken = (size + n) * clusters.lossWith(from, spare, (most + own) / (size + n))
        if (taken - own >= most) continue
        const more = taken - own + (rows[other]! - n) * clusters.lossWithout(other, spare)
        if (more >= most) continue
        if (!holds(without(members[other]!, spare), rows[other]! - n)) continue
        if (!holds([...members[from]!, spare], size + n)) continue
        most = more
        found = [other, spare]
      }
    }
    if (found) {
      remove(...found)
      insert(from, found[1])
    } else {
      remove(place.cluster, entry)
      insert(from, entry)
    }
    if (search.isSpent()) return
  }
}

function without(entries: readonly number[], entry: number): number[] {
  return entries.filter((other) => other !== entry)
}
