import type { Candidates, NextRelease, Refs, ReleaseHistory } from './released-people.ts'

/** Who was shown before beside who would be shown now: by link the member and the candidate, -1: none. */
export interface Links {
  member: number[]
  candidate: number[]
  /** number of what a reader would see of the link: NOWHERE, or 1 + a number of `targets` */
  target: number[]
  /** what the link counts where it is shown, and where the member is not shown any more */
  shown: number[]
  gone: number[]
  targets: { own: number; sign: Sign }[]
  /** by candidate */
  held: Uint8Array
}

/** The person was in this class before, with as many (=), fewer (+) or more (-) rows; '': was not. */
export type Sign = '' | '=' | '+' | '-'

export const NOWHERE = 0

export function linked(
  before: ReleaseHistory,
  { refs, classes, rows }: Candidates,
  { plan, unit }: NextRelease,
): Links {
  const { members, joint } = before
  const last = joint.map((shown) => lastClass(shown, plan))
  const samePlan = last.some((own) => own >= 0)
  const links: Links = {
    member: [],
    candidate: [],
    target: [],
    shown: [],
    gone: [],
    targets: [],
    held: new Uint8Array(classes.length),
  }
  const numbers = new Map<string, number>()
  const targetOf = (own: number, sign: Sign, person: string): number => {
    const name = `${own}${sign}${person}`
    let number = numbers.get(name)
    if (number === undefined) numbers.set(name, (number = links.targets.push({ own, sign })))
    return number
  }
  const link = (member: number, candidate: number, sign: Sign, person: string) => {
    const then = member < 0 ? 0 : members.rows[member]!
    const now = candidate < 0 ? 0 : rows[candidate]!
    links.member.push(member)
    links.candidate.push(candidate)
    links.target.push(candidate < 0 ? NOWHERE : targetOf(classes[candidate]!, sign, person))
    // People count once; records by the rows that a reader sees come, go or stay, whatever is fewest.
    links.shown.push(unit === 'subject' ? 1 : fewest(then, now, sign))
    links.gone.push(unit === 'subject' ? 1 : then)
  }
  for (let m = 0, c = 0; m < members.of.length || c < classes.length;) {
    const order = comparePlaces(members.refs, m, members.of.length, refs, c, classes.length)
    let olds = order <= 0 ? placesOf(members.refs, m, members.of.length) : []
    let news = order >= 0 ? placesOf(refs, c, classes.length) : []
    m += olds.length
    c += news.length
    if (samePlan)
      // Who stays where they were is no change, however many other rows they have.
      olds = olds.filter((old) => {
        const stays = news.find((n) => classes[n] === last[members.of[old]!])
        if (stays === undefined) return true
        news = news.filter((n) => n !== stays)
        const sign = signOf(members.rows[old]!, rows[stays]!)
        link(old, stays, sign === '=' && joint[members.of[old]!]!.at(-1) === '' ? '' : sign, '')
        return false
      })
    // Under another plan nobody knows which of several rows became which: such a person goes with those who are alike in all.
    const person =
      !samePlan && olds.length > 0 && olds.length + news.length > 2
        ? `|${olds.map((old) => members.of[old]!).join()}>${news.map((n) => classes[n]!).join()}`
        : ''
    for (let i = 0; i < Math.max(olds.length, news.length); i++) link(olds[i] ?? -1, news[i] ?? -1, '', person)
  }
  return links
}

function fewest(then: number, now: number, sign: Sign): number {
  if (then === 0 || sign === '=') return now
  return sign === '' ? Math.min(then, now) : Math.min(now, Math.abs(now - then))
}

function signOf(before: number, now: number): Sign {
  return now > before ? '+' : now < before ? '-' : '='
}

/** Class in which a member was last shown, if that followed the same plan; -1: another. */
function lastClass(shown: readonly string[], plan: number): number {
  const [of, own] = (shown.findLast((text) => text !== '') ?? '').split(':')
  return own !== undefined && Number(of) === plan ? Number.parseInt(own, 10) : -1
}

export function hold(links: Links, l: number): void {
  if (links.target[l] === NOWHERE) return
  links.target[l] = NOWHERE
  links.held[links.candidate[l]!] = 1
}

/** Order of two places; one past the end is after all. */
function comparePlaces(a: Refs, i: number, ends: number, b: Refs, j: number, stops: number): number {
  if (i >= ends || j >= stops) return i >= ends ? 1 : -1
  return a.high[i]! - b.high[j]! || a.low[i]! - b.low[j]!
}

/** The places of the one who stands at this place. */
function placesOf({ high, low }: Refs, first: number, end: number): number[] {
  const places = [first]
  for (let i = first + 1; i < end && high[i] === high[first] && low[i] === low[first]; i++) places.push(i)
  return places
}
