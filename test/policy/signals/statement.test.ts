import { expect, test } from 'vitest'
import { readStatement } from '../../../src/policy/signals/statement.ts'

test.each([
  ['the IETF signal as a header', 'Content-Usage: train-ai=n', 'deny'],
  ['the IETF signal with others', 'search=y, train-ai = n', 'deny'],
  ['a permission', 'train-ai=y', 'allow'],
  ['a prohibition beside a permission', 'train-ai=y\ntrain-ai=n', 'deny'],
  ['only a statement about search', 'search=n', 'unknown'],
  ['a reserved right', 'tdm-reservation: 1', 'deny'],
  [
    'a reserved right in JSON',
    '[{"location": "/", "tdm-reservation": 1, "tdm-policy": "https://example.com/p"}]',
    'deny',
  ],
  ['a right that is not reserved', '{"tdm-reservation": 0}', 'allow'],
  ['a CAWG assertion against training', '{"cawg.ai_training": {"use": "notAllowed"}}', 'deny'],
  ['a CAWG assertion with constraints', 'cawg.ai_generative_training: constrained', 'deny'],
  ['a CAWG assertion for training', 'cawg.ai_training: allowed', 'allow'],
  [
    'robots.txt that shuts out one that gathers for training',
    'User-agent: *\nAllow: /\n\nUser-agent: GPTBot\nDisallow: /\n',
    'deny',
  ],
  ['robots.txt that shuts out everybody', 'User-Agent: *\r\nDisallow: /\r\n', 'deny'],
  ['robots.txt that shuts everybody out of a folder', 'User-agent: *\nDisallow: /admin\n', 'unknown'],
  [
    'robots.txt that shuts out one that does not',
    'User-agent: OtherBot\nDisallow: /\nUser-agent: *\nAllow: /\n',
    'unknown',
  ],
  ['a meta tag', '<meta name="robots" content="noai, noimageai">', 'deny'],
  ['the name of a file', 'robots.txt', 'unknown'],
  ['nothing', '', 'unknown'],
])('%s', (_, text, expected) => {
  expect(readStatement(text)).toBe(expected)
})
