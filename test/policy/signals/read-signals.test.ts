import { describe, expect, test } from 'vitest'
import type { SignalFile, SignalKind } from '../../../src/policy/policy.ts'
import { readSignals } from '../../../src/policy/signals/read-signals.ts'

function read(kind: SignalKind, text: string, at?: string) {
  const signal: SignalFile = { file: 'f', kind, ...(at !== undefined && { at }) }
  const [checked] = readSignals({ signals: [signal] }, { f: text })
  return checked!.fault ?? checked!.result
}

describe('robots.txt', () => {
  test.each<[what: string, text: string, at: string | undefined, expected: string]>([
    ['shuts a training agent out', 'User-agent: GPTBot\nDisallow: /\n', undefined, 'deny'],
    [
      'shuts a training agent out of a part, and nobody says which was taken',
      part('CCBot', '/news/'),
      undefined,
      'deny',
    ],
    ['shuts a training agent out of another part', part('CCBot', '/news/'), '/wiki/a', 'unknown'],
    ['shuts a training agent out of this part', part('ccbot', '/news/'), '/news/a', 'deny'],
    // RFC 9309, 2.2.1: several lines of agents begin one group
    ['has several agents in a group', 'User-agent: a\nUser-agent: GPTBot\nDisallow: /\n', undefined, 'deny'],
    // 2.2.2: the longest rule holds, of two as long the one that allows
    ['allows a part of what it forbids', `${part('GPTBot', '/')}Allow: /open/\n`, '/open/x', 'unknown'],
    ['allows and forbids the same', `${part('GPTBot', '/a')}Allow: /a\n`, '/a', 'unknown'],
    // 2.2.3: stars and ends
    ['has a star in a path', part('GPTBot', '/*/private$'), '/x/private', 'deny'],
    ['has an end in a path', part('GPTBot', '/*/private$'), '/x/private/y', 'unknown'],
    ['shuts everybody out', part('*', '/'), undefined, 'deny'],
    ['shuts everybody out of a part', part('*', '/admin'), undefined, 'unknown'],
    ['has an empty rule, which forbids nothing', part('GPTBot', ''), undefined, 'unknown'],
    ['names an agent that does not train', part('Googlebot', '/'), undefined, 'unknown'],
    ['says no to training', 'User-agent: *\nContent-Usage: train-ai=n\n', undefined, 'deny'],
    ['says yes to training', 'User-agent: *\nContent-Usage: train-ai=y\n', undefined, 'allow'],
    ['says no to training on a part', 'User-agent: *\nContent-Usage: /a train-ai=n\n', '/b', 'unknown'],
    ['says yes to a part and no to the rest', usage('/ train-ai=n', '/open train-ai=y'), '/open/x', 'allow'],
    [
      'says yes to a part and no to the rest, and nobody says which',
      usage('/ train-ai=n', '/o train-ai=y'),
      undefined,
      'deny',
    ],
    ['has a comment in a rule', 'User-agent: GPTBot # them\nDisallow: / # all\n', undefined, 'deny'],
    [
      'has a byte order mark and lines of Windows',
      `\ufeff${part('GPTBot', '/').replaceAll('\n', '\r\n')}`,
      undefined,
      'deny',
    ],
  ])('%s', (_, text, at, expected) => {
    expect(read('robots', text, at)).toBe(expected)
  })
  test('that is none says so', () => {
    expect(read('robots', '<html>404</html>')).toBe('it has no line "User-agent"')
    expect(read('robots', '')).toBe('it has no line "User-agent"')
  })
})

function part(agent: string, path: string): string {
  return `User-agent: ${agent}\nDisallow: ${path}\n`
}

function usage(...lines: string[]): string {
  return `User-agent: *\n${lines.map((line) => `Content-Usage: ${line}\n`).join('')}`
}

describe('tdmrep.json', () => {
  const rule = (location: string, reservation: number) => ({ location, 'tdm-reservation': reservation })
  test.each([
    ['reserves all', [rule('/', 1)], undefined, 'deny'],
    ['reserves nothing', [rule('/', 0)], undefined, 'allow'],
    ['reserves a part, and nobody says which was taken', [rule('/', 0), rule('/p', 1)], undefined, 'deny'],
    ['reserves another part', [rule('/open', 0), rule('/p', 1)], '/open/x', 'allow'],
    ['reserves this part in one of two rules', [rule('/', 0), rule('/p/*.html$', 1)], '/p/a.html', 'deny'],
    ['says nothing about this part', [rule('/p', 1)], '/q', 'unknown'],
    [
      'has a policy that could be agreed on',
      [{ ...rule('/', 1), 'tdm-policy': 'https://example.com' }],
      undefined,
      'deny',
    ],
    ['is an empty list', [], undefined, 'unknown'],
  ])('%s', (_, rules, at, expected) => {
    expect(read('tdmrep', JSON.stringify(rules), at)).toBe(expected)
  })
  test.each([
    ['<html>', 'it is not JSON'],
    ['{"location":"/"}', 'it is no list of places'],
    ['[null]', 'a rule in it has no location'],
    ['[{"location":"/","tdm-reservation":"1"}]', 'a tdm-reservation in it is neither 0 nor 1'],
  ])('that is none says so: %s', (text, fault) => {
    expect(read('tdmrep', text)).toBe(fault)
  })
})

describe('ai.txt', () => {
  test.each([
    ['User-Agent: *\nDisallow: *.txt\n', undefined, 'deny'],
    ['User-Agent: *\nAllow: /\n', undefined, 'allow'],
    ['User-Agent: *\nAllow: /\nDisallow: *.jpg\n', '/a.html', 'allow'],
    ['User-Agent: *\nAllow: /\nDisallow: *.jpg\n', '/a.jpg', 'deny'],
    ['User-Agent: *\nDisallow:\n', undefined, 'allow'],
    ['User-Agent: *\n', undefined, 'it has no line "Allow" or "Disallow"'],
  ])('%j at %s: %s', (text, at, expected) => {
    expect(read('ai-txt', text, at)).toBe(expected)
  })
})

describe('headers, pages and assertions', () => {
  test.each<[SignalKind, string, string]>([
    ['headers', 'HTTP/1.1 200 OK\r\nContent-Usage: search=y, train-ai=n\r\n', 'deny'],
    ['headers', 'content-usage: train-ai=y;exp=1', 'allow'],
    ['headers', 'Content-Usage: train-ai', 'unknown'],
    ['headers', 'Content-Usage: xtrain-ai=n', 'unknown'],
    ['headers', 'TDM-Reservation: 1', 'deny'],
    ['headers', 'tdm-reservation: yes', 'a tdm-reservation in it is neither 0 nor 1'],
    ['headers', 'X-Robots-Tag: bot: noai, noindex', 'deny'],
    ['headers', 'X-Robots-Tag: noindex', 'unknown'],
    ['headers', 'nothing here', 'it has no line "name: value"'],
    ['html', '<head><meta name="robots" content="index, NoAI"></head>', 'deny'],
    ['html', "<meta content='1' name='tdm-reservation'>", 'deny'],
    ['html', '<meta name=tdm-reservation content=0>', 'allow'],
    ['html', '<meta http-equiv="Content-Usage" content="train-ai=n">', 'deny'],
    ['html', '<p>noai</p>', 'unknown'],
    ['html', 'noai', 'it has no tag of HTML'],
    ['assertions', '{"a":[{"cawg.ai_training":{"use":"notAllowed"}}]}', 'deny'],
    ['assertions', '{"entries":{"cawg.ai_generative_training":{"use":"constrained"}}}', 'deny'],
    ['assertions', '{"c2pa.data_mining":"allowed"}', 'allow'],
    ['assertions', '{"cawg.ai_inference":{"use":"notAllowed"}}', 'unknown'],
    ['assertions', '{"cawg.ai_training":{"use":"no"}}', 'a use in it is neither allowed, notAllowed nor constrained'],
    ['assertions', '{', 'it is not JSON'],
    ['assertions', `${'['.repeat(200)}${']'.repeat(200)}`, 'it is nested too deeply'],
  ])('%s %j: %s', (kind, text, expected) => {
    expect(read(kind, text)).toBe(expected)
  })
})

describe('a signal of a policy', () => {
  const texts = {
    'sites/example.org-robots.txt': 'User-agent: GPTBot\nDisallow: /\n',
    'notes.txt': 'they told us: train-ai=y',
    'ai.txt': 'Allow: /\n',
  }
  test('is read by the kind that its name says, else as a statement', () => {
    const signals = [...Object.keys(texts), 'Content-Usage: train-ai=n']
    expect(readSignals({ signals }, texts).map(({ kind, result }) => [kind, result])).toEqual([
      ['robots', 'deny'],
      ['statement', 'allow'],
      ['ai-txt', 'allow'],
      ['statement', 'deny'],
    ])
  })
  test('is unreadable where its kind is not known or its file is not there', () => {
    const signals = [{ file: 'notes.txt' }, { file: 'gone/robots.txt' }]
    expect(readSignals({ signals }, texts).map(({ fault }) => fault)).toEqual([
      'its kind is not known from its name',
      'it is not there',
    ])
  })
})
