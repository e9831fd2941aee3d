import { describe, expect, it } from 'vitest'
import { CONTRACT, project } from './perde.ts'

const POLICY = `perde: 1
dataset: { id: chats, sources: { chats: chats.jsonl }, provenance: { controller: Support } }
${CONTRACT}
keys: { main: { env: PERDE_KEY } }
detect: { patterns: { case-number: { pattern: 'CASE-[0-9]{4}' } } }
unlisted: fail
fields:
  chats:
    id: insensitive
    client: { role: identifier, type: person, do: { fake: { kind: person.name, domain: people } } }
    "messages[].content": { role: sensitive, do: { scrub: { with: fake, domain: { person: people } } } }
    "messages[].spans[].start": { role: insensitive, offset-in: "messages[].content" }
    "messages[].spans[].end": { role: insensitive, offset-in: "messages[].content" }
    "messages[].spans[].label": insensitive
`

interface Chat {
  id: number
  client: string
  messages: { content: string; spans: { start: number; end: number; label: string }[] }[]
}

/** The code points that a span covers, as a program in Python would cut them. */
const covered = ({ content, spans }: Chat['messages'][number]) =>
  spans.map(({ start, end }) => [...content].slice(start, end).join(''))

// Invented people; the emoji takes two UTF-16 units and one code point.
const CHATS: Chat[] = [
  {
    id: 1,
    client: 'Ахметова Айгүл',
    messages: [
      { content: '🙂 Айгүлге қоңырау шалыңыз, CASE-0042', spans: [{ start: 2, end: 9, label: 'WHO' }] },
      {
        content: 'Говорил с Ахметовой вчера, всё хорошо',
        spans: [
          { start: 10, end: 19, label: 'WHO' },
          { start: 20, end: 25, label: 'WHEN' },
        ],
      },
    ],
  },
  {
    id: 2,
    client: 'Никитин Павел',
    messages: [{ content: 'ждём до пятницы', spans: [{ start: 8, end: 15, label: 'WHEN' }] }],
  },
]

describe('texts of a release', () => {
  const p = () => {
    const made = project({
      'policy.yaml': POLICY,
      'chats.jsonl': CHATS.map((chat) => `${JSON.stringify(chat)}\n`).join(''),
    })
    return made
  }

  it('have the stand-in of their record’s name in its case, and labels on it', () => {
    const made = p()
    expect(made.perde(['run', 'policy.yaml', '--out', 'release', '--workers', '1'])).toMatchObject({ status: 0 })
    const lines = made.text('release/data/chats.jsonl').trimEnd().split('\n')
    const [first, second] = lines.map((line) => JSON.parse(line) as Chat) as [Chat, Chat]
    const [surname, given] = first.client.split(' ') as [string, string]
    const [call, talk] = first.messages as [Chat['messages'][number], Chat['messages'][number]]
    expect(`${first.client} ${call.content} ${talk.content}`).not.toMatch(/Айгүл|Ахметов|0042/)
    // A Kazakh dative and a Russian instrumental of a woman: the beginnings are those of the column.
    expect(covered(call)).toEqual([expect.stringMatching(new RegExp(`^${given.slice(0, 3)}.*[аеғгқк][еа]?$`, 'u'))])
    expect(call.content).toMatch(/ қоңырау шалыңыз, \[CASE-NUMBER-1\]$/)
    expect(covered(talk)).toEqual([expect.stringMatching(new RegExp(`^${surname.slice(0, 3)}.*ой$`, 'u')), 'вчера'])
    expect(second.messages).toEqual(CHATS[1]!.messages)
  })

  it('are the same whatever the size of the blocks and the number of workers', () => {
    const made = p()
    const runs = [
      ['--out', 'a', '--workers', '1'],
      ['--out', 'b', '--workers', '2', '--block', '1KiB'],
    ]
    for (const args of runs) expect(made.perde(['run', 'policy.yaml', ...args])).toMatchObject({ status: 0 })
    expect(made.text('b/data/chats.jsonl')).toBe(made.text('a/data/chats.jsonl'))
  })

  it('stop a run whose offsets lie outside of them, with the place and without the value', () => {
    const made = p()
    made.write(
      'chats.jsonl',
      JSON.stringify({
        ...CHATS[0],
        messages: [{ ...CHATS[0]!.messages[0], spans: [{ start: 2, end: 731, label: 'WHO' }] }],
      }),
    )
    const ran = made.perde(['run', 'policy.yaml', '--out', 'release', '--workers', '1'])
    expect(ran).toMatchObject({ status: 65 })
    expect(ran.stderr).toMatch(/no offset into its text/)
    expect(ran.stderr).not.toContain('731')
    expect(made.has('release')).toBe(false)
  })
})
