import { describe, expect, it } from 'vitest'
import { judge, type Review } from '../../src/commands/review-loop.ts'
import type { Judgement } from '../../src/evidence/review/judgements.ts'
import { fakeScreen } from './terminal.ts'

function review(count: number, more: Partial<Review> = {}): Review & { saved: number } {
  const made = {
    documents: Array.from({ length: count }, (_, i) => ({
      source: 'notes',
      record: 10 * (i + 1),
      stratum: 0,
      part: 'notes.jsonl',
      texts: [{ field: 'note', text: `document ${i} says something` }],
    })),
    judgements: new Map<number, Judgement>(),
    look: (d: Review['documents'][number]) => d.texts.map((t) => ({ ...t, marks: [] })),
    kind: 'release' as const,
    saved: 0,
    save: () => void made.saved++,
    ...more,
  }
  return made
}

/** What is judged after these keys, how it ended, and what was drawn last. */
async function press(of: Review, keys: string[], clock?: () => number, size?: { columns: number; rows: number }) {
  let drawn = ''
  let time = 0
  const end = await judge(
    of,
    fakeScreen(['redraw', ...keys], size),
    async (text) => void (drawn = text),
    clock ?? (() => (time += 1000)),
  )
  return { end, drawn, judged: [...of.judgements].map(([at, j]) => `${at} ${j}`) }
}

describe('a key', () => {
  it('judges the document that is shown, keeps the judgement and shows the next', async () => {
    const of = review(5)
    const { judged, end, drawn } = await press(of, ['c', 'l', 'u', 'q'])
    expect(judged).toEqual(['0 clean', '1 leak', '2 unsure'])
    expect(end).toBe('quit')
    expect(of.saved).toBe(3)
    expect(drawn).toContain('document 4 of 5 · notes, record 40')
    expect(drawn).toContain('1 clean, 1 leak, 1 unsure')
  })

  it('is the same on a Russian or Kazakh keyboard, and as a capital', async () => {
    expect((await press(review(5), ['с', 'д', 'г', 'и', 'Д', 'C', 'й'])).judged).toEqual([
      '0 clean',
      '1 leak',
      '2 leak',
      '3 clean',
    ])
  })

  it('goes back to what was judged, which can be judged again', async () => {
    const { judged, drawn } = await press(review(3), ['c', 'c', 'b', 'b', 'l'])
    expect(judged).toEqual(['0 leak', '1 clean'])
    // and on to the next that is open
    expect(drawn).toContain('document 3 of 3')
    expect((await press(review(3), ['c', 'b'])).drawn).toContain('document 1 of 3 · notes, record 10 · judged clean')
    expect((await press(review(3), ['b'])).drawn).toContain('document 1 of 3')
    expect((await press(review(3), ['c', 'b', 'right'])).drawn).toContain('document 2 of 3')
    expect((await press(review(3), ['right'])).drawn).toContain('document 1 of 3')
  })

  it('pages through a long text and is not needed for a short one', async () => {
    const long = Array.from({ length: 40 }, (_, i) => `line ${i + 1}`).join('\n')
    const of = () => review(1, { look: () => [{ field: 'note', text: long, marks: [] }] })
    expect((await press(of(), ['space'])).drawn).toContain('lines 18–35 of 41')
    expect((await press(of(), ['space', 'down', 'down'])).drawn).toContain('lines 24–41 of 41')
    expect((await press(of(), ['down', 'up'])).drawn).toContain('lines 1–18 of 41 · Space for more')
    expect((await press(review(1), ['space'])).drawn).not.toContain('lines')
  })

  it('judges a text clean only when all of it was on the screen', async () => {
    const long = Array.from({ length: 40 }, (_, i) => `line ${i + 1}`).join('\n')
    const of = () => review(2, { look: () => [{ field: 'note', text: long, marks: [] }] })
    const early = await press(of(), ['c', 'space', 'c'])
    expect(early.judged).toEqual([])
    expect(early.drawn).toContain('not shown to its end')
    expect((await press(of(), ['c', 'space'])).drawn).not.toContain('not shown to its end')
    expect((await press(of(), ['space', 'space', 'c', 'c'])).judged).toEqual(['0 clean'])
    expect((await press(of(), ['l', 'u'])).judged).toEqual(['0 leak', '1 unsure'])
  })

  it('judges nothing clean in a window that has no room for the text', async () => {
    expect((await press(review(2), ['c', 'c'], undefined, { rows: 4, columns: 60 })).judged).toEqual([])
    expect((await press(review(2), ['c', 'c'], undefined, { rows: 5, columns: 60 })).judged).toEqual([])
    expect((await press(review(2), ['down', 'c'], undefined, { rows: 5, columns: 60 })).judged).toEqual(['0 clean'])
  })

  it('that means nothing does nothing', async () => {
    expect((await press(review(3), ['x', 'escape', '', 'ctrl-x', 'return', 'tab'])).judged).toEqual([])
  })

  it('that was pressed before anybody could read is no judgement', async () => {
    // Held down: thirty times a second.
    let time = 0
    const { judged } = await press(review(10), new Array<string>(9).fill('c'), () => (time += 33))
    expect(judged.length).toBeLessThan(9)
    let still = 0
    expect((await press(review(10), ['c', 'c', 'c'], () => still++)).judged).toEqual([])
  })
})

describe('a review', () => {
  it('ends where every document is judged, after a last look', async () => {
    const done = await press(review(2), ['c', 'c', 'return'])
    expect(done.end).toBe('done')
    expect(done.drawn).toContain('every document is judged')
    expect((await press(review(2), ['c', 'c', 'q'])).end).toBe('done')
    expect((await press(review(2), ['c', 'c', 'b', 'l', 'q'])).judged).toEqual(['0 clean', '1 leak'])
    // A judgement where no document is shown would be of nothing.
    expect((await press(review(1), ['c', 'l'])).judged).toEqual(['0 clean'])
  })

  it('goes on from the first document that is open', async () => {
    const judgements = new Map<number, Judgement>([
      [0, 'clean'],
      [2, 'leak'],
    ])
    const { drawn, judged } = await press(review(4, { judgements }), ['u'])
    expect(judged).toEqual(['0 clean', '2 leak', '1 unsure'])
    expect(drawn).toContain('document 4 of 4')
  })

  it('is interrupted by Ctrl-C, and closed with its terminal', async () => {
    expect(await press(review(3), ['c', 'ctrl-c', 'l'])).toMatchObject({ end: 'interrupted', judged: ['0 clean'] })
    expect(await press(review(3), ['c'])).toMatchObject({ end: 'closed', judged: ['0 clean'] })
  })

  it('shows marks as brackets, and no style, where none is wanted', async () => {
    const marks = [
      { start: 0, end: 4, entity: 'person', sure: true },
      { start: 9, end: 10, entity: 'phone', sure: false },
    ]
    const look = () => [{ field: 'note', text: 'Jane has 5', marks }]
    const { drawn } = await press(review(1, { look, style: 'plain' }), [])
    expect(drawn).toContain('[[Jane]] has [?5?]')
    // Where the cursor goes and what is wiped is no style.
    expect(drawn.replace(/\u001b\[[HKJ]/g, '')).not.toContain('\u001b')
    expect((await press(review(1, { look }), [])).drawn).toContain('\u001b[7mJane')
  })

  it('says what perde finds, and what a leak is', async () => {
    const look = () => [
      {
        field: 'note',
        text: 'Asan or Dana, 12',
        marks: [
          { start: 0, end: 4, entity: 'person', sure: true },
          { start: 8, end: 12, entity: 'person', sure: true },
          { start: 14, end: 16, entity: 'age', sure: false },
        ],
      },
    ]
    const release = await press(review(1, { look }), [])
    expect(release.drawn).toContain('nothing judged yet · perde still finds 2 person, 1 age')
    expect(release.drawn).toContain('leak: something here, marked or not')
    const input = await press(review(1, { look, kind: 'input' }), [])
    expect(input.drawn).toContain('perde marks 2 person, 1 age')
    expect(input.drawn).toContain('leak: something that is not marked')
  })

  it('whose judgement cannot be kept stops with the failure', async () => {
    const of = review(2, {
      save: () => {
        throw new Error('no space')
      },
    })
    await expect(press(of, ['c'])).rejects.toThrow('no space')
  })
})
