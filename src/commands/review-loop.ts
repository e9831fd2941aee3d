import type { ReviewDocument } from '../engine/review/review-sample.ts'
import type { Judgement } from '../evidence/review/judgements.ts'
import { thousands } from './numbers.ts'
import { documentLines, frameText, pageOf, shownOf, topOf, type Look, type ShownText } from './review-screen.ts'
import type { Screen } from './terminal.ts'

export interface Review {
  documents: readonly ReviewDocument[]
  /** by number of the document; what is judged is added here */
  judgements: Map<number, Judgement>
  /** a document's texts, with what perde finds in them */
  look(document: ReviewDocument): ShownText[]
  /** `release`: what is marked should not be there any more */
  kind: 'release' | 'input'
  /** how marks are shown; default: by styles */
  style?: Look
  /** keeps the judgements; called after each */
  save(): void
}

export type ReviewEnd = 'done' | 'quit' | 'interrupted' | 'closed'

/** Keys by what they do. A key has the same place on the Russian and the Kazakh keyboard, so their letters count too. */
const ACTIONS: Readonly<Record<string, Judgement | 'back' | 'forward' | 'up' | 'down' | 'quit' | 'stop'>> = {
  c: 'clean',
  с: 'clean',
  l: 'leak',
  д: 'leak',
  u: 'unsure',
  г: 'unsure',
  b: 'back',
  и: 'back',
  left: 'back',
  backspace: 'back',
  right: 'forward',
  q: 'quit',
  й: 'quit',
  space: 'down',
  ' ': 'down',
  down: 'down',
  pagedown: 'down',
  up: 'up',
  pageup: 'up',
  'ctrl-c': 'stop',
}

const FOOT = 'c clean · l leak · u unsure · b back · q quit and keep'

/** Milliseconds in which nobody has read anything: a key that is held down, or was pressed before, is no judgement. */
const UNREAD = 100

/** Shows one document after the other and takes one key a judgement, from the first that is not judged. */
export async function judge(
  review: Review,
  screen: Screen,
  out: (text: string) => Promise<void>,
  now: () => number = Date.now,
): Promise<ReviewEnd> {
  const { documents, judgements, style } = review
  let at = nextOpen(review, 0)
  let top = 0
  let since = { at: -1, time: 0 }
  const read = new Map<number, ReadSoFar>()
  let unread = false
  // Of the document that is shown: finding and wrapping is not done for every key.
  let shown: { at: number; columns: number; texts: ShownText[]; lines: string[] } | undefined
  const lines = (columns: number) => {
    const document = documents[at]
    if (!document) return []
    if (shown?.at !== at || shown.columns !== columns) {
      const texts = shown?.at === at ? shown.texts : review.look(document)
      shown = { at, columns, texts, lines: documentLines(texts, columns, style) }
    }
    return shown.lines
  }
  for await (const key of screen.keys()) {
    const size = screen.size()
    const page = pageOf(size.rows)
    const action = ACTIONS[key.toLowerCase()]
    if (action === 'quit') return judgements.size === documents.length ? 'done' : 'quit'
    if (action === 'stop') return 'interrupted'
    if (at >= documents.length && (key === 'return' || key === 'enter')) return 'done'
    if (action === 'down' || action === 'up') {
      const step = Math.max(1, page - 1) * (action === 'down' ? 1 : -1)
      top = topOf(top + step, lines(size.columns).length, page)
    } else if (action === 'back' && at > 0) [at, top] = [at - 1, 0]
    else if (action === 'forward' && judgements.has(at))
      [at, top] = [at + 1 < documents.length ? at + 1 : nextOpen(review, 0), 0]
    else if ((action === 'clean' || action === 'leak' || action === 'unsure') && at < documents.length) {
      if (now() - since.time < UNREAD) continue
      // A leak is seen where it stands; that there is none, only at the end.
      unread = action === 'clean' && !isRead(read.get(at), size.columns, lines(size.columns).length)
      if (!unread) {
        judgements.set(at, action)
        review.save()
        ;[at, top] = [nextOpen(review, at + 1), 0]
      }
    } else if (key !== 'redraw') continue
    const body = lines(size.columns)
    const frame = frameOf(review, at, shown?.at === at ? shown.texts : [], body, top)
    if (unread) frame.head.splice(2, 1, NOT_READ)
    await out(frameText(frame, size, style))
    unread = false
    read.set(at, readOn(read.get(at), size.columns, top, shownOf(size.rows)))
    if (since.at !== at) since = { at, time: now() }
  }
  return 'closed'
}

/** Lines of a document that were on the screen, from the first on; another width wraps them anew. */
interface ReadSoFar {
  columns: number
  lines: number
}

const NOT_READ = 'not shown to its end: Space for more, or a taller window; then c'

function isRead(read: ReadSoFar | undefined, columns: number, lines: number): boolean {
  return read !== undefined && read.columns === columns && read.lines >= lines
}

function readOn(read: ReadSoFar | undefined, columns: number, top: number, shown: number): ReadSoFar {
  const before = read?.columns === columns ? read.lines : 0
  return { columns, lines: top <= before ? Math.max(before, top + shown) : before }
}

/** The next document without a judgement, from this one on and then from the first; behind the last: all are judged. */
function nextOpen({ documents, judgements }: Review, from: number): number {
  for (let i = 0; i < documents.length; i++) {
    const at = (from + i) % documents.length
    if (!judgements.has(at)) return at
  }
  return documents.length
}

function frameOf(review: Review, at: number, texts: readonly ShownText[], lines: string[], top: number) {
  const { documents, judgements, kind } = review
  const document = documents[at]
  if (!document)
    return {
      head: ['perde review · every document is judged', soFar(judgements), ''],
      lines: ['', 'b goes back to the last one, q or Enter ends.'],
      top: 0,
      foot: 'b back · q end',
    }
  const own = judgements.get(at)
  const place = `${document.source}, record ${thousands(document.record)}`
  return {
    head: [
      `perde review · document ${thousands(at + 1)} of ${thousands(documents.length)} · ${place}${own ? ` · judged ${own}` : ''}`,
      `${soFar(judgements)} · perde ${kind === 'release' ? 'still finds' : 'marks'} ${markedText(texts)}`,
      MEANING[kind],
    ],
    lines,
    top,
    foot: FOOT,
  }
}

/** What a leak is: of a release what is left in it, of an input what a run would leave. */
const MEANING = {
  release: 'leak: something here, marked or not, tells of a person',
  input: 'leak: something that is not marked tells of a person',
}

function soFar(judgements: ReadonlyMap<number, Judgement>): string {
  if (judgements.size === 0) return 'nothing judged yet'
  const of = (judgement: Judgement) => [...judgements.values()].filter((j) => j === judgement).length
  return `${of('clean')} clean, ${of('leak')} leak, ${of('unsure')} unsure`
}

/** `2 person, 1 phone` */
function markedText(texts: readonly ShownText[]): string {
  const counts = new Map<string, number>()
  for (const { marks } of texts) for (const { entity } of marks) counts.set(entity, (counts.get(entity) ?? 0) + 1)
  return [...counts].map(([entity, n]) => `${n} ${entity}`).join(', ') || 'nothing'
}
