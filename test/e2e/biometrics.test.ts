import { expect, it } from 'vitest'
import { project } from './perde.ts'

/** Embeddings as lists of numbers, and pictures under names that say little: a scan's first policy takes them out. */

const DECLARED = ['--controller', 'C', '--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv:Analyse', '--basis', 'contract', '--justification', 'c'] // prettier-ignore

/** Noise from 0 to 1. */
function random(seed: number): () => number {
  let state = seed
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
}

const next = random(5)
function vector(dimensions: number, norm: number): number[] {
  const raw = Array.from({ length: dimensions }, () => next() - 0.5)
  const length = Math.hypot(...raw)
  return raw.map((x) => Number(((x / length) * norm).toFixed(6)))
}
const image = () =>
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...Array.from({ length: 90 }, () => Math.floor(256 * next()))])
const finger = () =>
  Buffer.concat([
    Buffer.from('FMR\0 20\0\0\0\0\x6c', 'latin1'),
    Buffer.from(Array.from({ length: 96 }, () => Math.floor(256 * next()))),
  ]).toString('base64')

const RECORDS = Array.from({ length: 40 }, (_, n) => ({
  client_id: 70_000 + n,
  visits: n % 7,
  f1: vector(512, 1),
  enc: vector(128, 1.45),
  shots: [{ v: vector(192, 1) }, { v: vector(192, 1) }],
  foto: image().toString('base64'),
  img: `data:image/png;base64,${image().toString('base64')}`,
  attachment: `\\x${image().toString('hex')}`,
}))

it('a scan sees lists of numbers and pictures, and its policy leaves them out', () => {
  const p = project({
    'people.jsonl': RECORDS.map((record) => `${JSON.stringify(record)}\n`).join(''),
    'people.csv': `client_id,emb\n${RECORDS.map(({ client_id, f1 }) => `${client_id},"${JSON.stringify(f1)}"\n`).join('')}`,
  })
  for (const [name, ending, paths] of [
    ['people', 'jsonl', ['f1[]', 'enc[]', 'shots[].v[]', 'foto', 'img', 'attachment']],
    ['people', 'csv', ['emb']],
  ] as const) {
    const scan = p.perde(['scan', `${name}.${ending}`, '--json', '--policy-out', `${ending}.yaml`, ...DECLARED])
    const { fields } = JSON.parse(scan.stdout) as { fields: { path: string; role: string; confidence: number }[] }
    const seen = fields.filter(({ role, confidence }) => role === 'biometric' && confidence >= 0.5)
    expect(seen.map(({ path }) => path)).toEqual(paths)
    expect(p.perde(['run', `${ending}.yaml`, '--out', `out-${ending}`])).toMatchObject({ status: 0 })
    const released = p.text(`out-${ending}/data/people.${ending}`)
    expect(released).toContain('client_id')
    expect(released).not.toMatch(/0\.\d{4}|iVBOR|89504e47/)
  }
})

const HEAD = `perde: 1
dataset: { id: x, sources: { people: people.jsonl }, provenance: { controller: C } }
purpose: { id: dpv:ServiceOptimisation, processing: dpv:Analyse, basis: contract, justification: c }
keys: { main: { ephemeral: true } }
fields:
  people:
    client_id: { role: identifier, do: pseudonym client-id }
`

it('a run does not take it from a policy that pictures and vectors beside a person are harmless', () => {
  const p = project({
    'people.jsonl': RECORDS.map((record) => `${JSON.stringify(record)}\n`).join(''),
    'policy.yaml': `${HEAD}    '**': insensitive\n`,
    'detect.yaml': `${HEAD}unlisted: detect\n`,
  })
  const ran = p.perde(['run', 'policy.yaml', '--out', 'out'])
  expect(ran).toMatchObject({ status: 65 })
  expect(ran.stderr).toContain('INPUT_SURPRISE')
  for (const path of ['f1[]', 'enc[]', 'shots[].v[]', 'foto', 'img', 'attachment'])
    expect(ran.stderr).toContain(`"${path}" of "people"`)
  expect(p.perde(['run', 'detect.yaml', '--out', 'detected'])).toMatchObject({ status: 0 })
  const released = p.text('detected/data/people.jsonl')
  expect(released).toContain('visits')
  expect(released).not.toMatch(/0\.\d{4}|iVBOR|89504e47/)
})

it('a scrubbed chat has neither the picture nor the template that stood in its texts', () => {
  const chats = Array.from({ length: 60 }, (_, n) => ({
    n,
    messages: [
      { role: 'user', content: 'Здравствуйте, это Дерюгин Прохор, вот моё удостоверение' },
      { role: 'user', content: `data:image/png;base64,${image().toString('base64')}` },
      { role: 'user', content: `шаблон пальца ${finger()}, посмотрите` },
      { role: 'bot', content: 'Спасибо, мы посмотрим и ответим вам' },
    ],
  }))
  const p = project({ 'chats.jsonl': chats.map((chat) => `${JSON.stringify(chat)}\n`).join('') })
  expect(p.perde(['scan', 'chats.jsonl', '--policy-out', 'policy.yaml', ...DECLARED])).toMatchObject({ status: 0 })
  expect(p.perde(['run', 'policy.yaml', '--out', 'out'])).toMatchObject({ status: 0 })
  const [first] = p.text('out/data/chats.jsonl').split('\n')
  expect((JSON.parse(first!) as (typeof chats)[0]).messages.map(({ content }) => content)).toEqual([
    'Здравствуйте, это [PERSON-1], вот моё удостоверение',
    '[FACE-1]',
    'шаблон пальца [FINGER-1], посмотрите',
    'Спасибо, мы посмотрим и ответим вам',
  ])
  expect(p.text('out/data/chats.jsonl')).not.toMatch(/iVBOR|Rk1S/)
})
