// RFC 3986 web addresses; the host must end in a public suffix or be an IP address
import ipaddr from 'ipaddr.js'
import { parse } from 'tldts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'url',
  aliases: ['URL', 'WEBSITE'],
  family: 'contact',
  // A link says something about a person only where the field is one of a person.
  role: 'insensitive',
  checksum: false,
  patterns: [
    {
      expression: /(?<![\p{L}\p{N}])(?:(?:https?|ftp):\/\/|www\.)[^\s<>"'«»{}|\\^\u0060]{3,2048}/giu,
      score: 0.6,
      name: 'url',
    },
  ],
  prefilter: { dot: true, letters: true, minLength: 8 },
  validate: hasHost,
  chance: 0.005,
  context: ['url', 'website', 'homepage', 'link', 'сайт', 'сайты', 'ссылка', 'сілтеме'],
  offByDefault: true,
  examples: {
    match: ['https://www.example.com/a?b=c', 'www.example.kz', 'http://пример.рф/'],
    reject: ['http://999.1.1.1/', 'http://example', 'https://example.notatld/'],
  },
  source: 'RFC 3986; publicsuffix.org through tldts',
} satisfies Recogniser

function hasHost(match: string): boolean {
  const { isIcann, isIp, domain, hostname } = parse(match)
  if (isIp || /^[\d.]+$/.test(hostname ?? '')) return ipaddr.isValid(hostname ?? '')
  return isIcann === true && domain !== null
}
