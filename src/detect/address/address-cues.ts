/** Words before an address: "located at", "lives at", "Address:", "the corner of". Points are those of `latin-address.ts`. */
import { Gap } from './items.ts'
import type { Item } from './items.ts'

export interface Cue {
  points: number
  /** "the corner of": two streets follow, joined by "and" */
  corner: boolean
}

const NONE: Cue = { points: 0, corner: false }
const CORNER: Cue = { points: 2, corner: true }
const STRONG: Cue = { points: 2, corner: false }
const WEAK: Cue = { points: 1, corner: false }

/** The cue that ends right before the item. */
export function cueBefore(items: readonly Item[], at: number): Cue {
  const item = items[at]!
  const last = wordOf(items[at - 1])
  if (!last || item.gap & (Gap.hard | Gap.dot)) return NONE
  if (item.gap & Gap.colon) return LABELLED.has(last) ? STRONG : NONE
  if (item.lines > 0) return item.lines < 3 && last === 'address' ? STRONG : NONE
  const two = wordOf(items[at - 2]) ?? ''
  switch (last) {
    case 'of':
      return two === 'corner' || two === 'intersection' || two === 'junction' || two === 'resident' ? CORNER : NONE
    case 'at':
      return AT.has(two) || (BEING.has(two) && addressed(items, at - 2)) ? STRONG : WEAK
    case 'on':
      return ON.has(two) || (BEING.has(two) && addressed(items, at - 2)) ? STRONG : WEAK
    case 'near':
    case 'onto':
    case 'along':
    case 'off':
    case 'outside':
    case 'opposite':
    case 'behind':
    case 'around':
    case 'down':
      return WEAK
    case 'in':
      return LIVING.has(two) ? STRONG : NONE
    case 'to':
      return TO.has(two) ? STRONG : WEAK
    case 'from':
      return FROM.has(two) ? STRONG : NONE
    case 'is':
    case 'was':
    case 'are':
      return addressed(items, at - 1) ? STRONG : NONE
    case 'now':
      return BEING.has(two) && addressed(items, at - 2) ? STRONG : NONE
    default:
      return LABELLED.has(last) ? WEAK : NONE
  }
}

const BEING: ReadonlySet<string> = new Set(['is', 'was', 'are', 'were'])

/** "address" within the eight words before, in the same sentence. */
function addressed(items: readonly Item[], at: number): boolean {
  for (let i = at; i > Math.max(0, at - 9); i--) {
    if (items[i]!.gap & Gap.hard || (items[i]!.gap & Gap.dot && (wordOf(items[i - 1])?.length ?? 0) > 3)) return false
    if (ADDRESSES.has(wordOf(items[i - 1]) ?? '')) return true
  }
  return false
}

function wordOf(item: Item | undefined): string | undefined {
  return item?.token?.word.lower
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/))

const ADDRESSES = set(
  'address addresses residence headquarters headquartered office offices location home house whereabouts',
)
const LABELLED = set(
  'address addresses residence location same street adresse home billing shipping mailing ship-to venue where',
)
const LIVING = set(
  'live lives living lived reside resides residing resided located situated based stay stays staying stayed settled',
)
const AT = set(
  `live lives living lived reside resides residing resided located situated stay stays staying stayed off up office offices office's home house store shop restaurant hotel flat apartment property headquarters headquartered branch building party wedding meeting based
  stop stops arrive arrives arrived delivered deliver delivery registered me us him her them meet address parked station held lands land building café cafe bar clinic salon studio church place clinic warehouse`,
)
const ON = set(
  'enter located situated live lives living lived parked stop stops house office store shop restaurant flat apartment turn park home',
)
const TO = set(
  `sent send sends sending return returned returns ship shipped shipping deliver delivered delivery mail mailed post posted forward forwarded taxi cab uber lyft ride drive driven go going get it them this that me us package parcel order letter invoice card
  directions route moved moving move relocated relocate address came come invitation walk bring brought take taken bus`,
)
const FROM = set('up collect collected taxi cab ride moved pick picked pickup departing leaving')
