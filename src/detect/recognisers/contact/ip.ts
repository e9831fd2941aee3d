// IPv4 and IPv6 addresses, checked by ipaddr.js
import ipaddr from 'ipaddr.js'
import type { Candidate, Recogniser } from '../../recogniser.ts'

const V4 = /(?<![\p{L}\p{N}.,-]|:[0-9A-Fa-f]{1,4}:)(?:\d{1,3}\.){3}\d{1,3}(?![\p{L}\p{N}]|[.-]\p{N})/gu
const V6 = /(?<![\p{L}\p{N}:.])[0-9A-Fa-f:]{0,39}::?[0-9A-Fa-f:.]{0,45}(?:%[0-9A-Za-z]{1,15})?(?![\p{L}\p{N}:])/gu
/** Every address of version 6 has two colons side by side, or six at least. */
const OF_V6 = /::|:(?:[0-9A-Fa-f]{1,4}:){5}/gu

export const recogniser = {
  entity: 'ip',
  aliases: ['IP_ADDRESS', 'IPV4', 'IPV6'],
  family: 'contact',
  role: 'identifier',
  checksum: false,
  patterns: [],
  prefilter: { minLength: 2 },
  find: addresses,
  needs: [V4, OF_V6],
  expressions: [V4, V6, OF_V6],
  context: ['ip', 'ipv4', 'ipv6', 'ip address', 'ip-адрес', 'адрес', 'host', 'хост', 'мекенжай*'],
  veto: ['version', 'rev', 'ver', 'версия', 'версии', 'нұсқа', 'section', 'release'],
  examples: {
    match: ['198.51.100.7', '2001:db8::1', 'ip: ::1', '2001:db8:7::203.0.113.9'],
    reject: ['300.1.1.1', '1.2.3', '12:34:56', 'version 1.2.3.4', '198.51.100.07', '::'],
  },
  source: 'RFC 791, RFC 4291; documentation ranges of RFC 5737 and RFC 3849 in the examples',
} satisfies Recogniser

/** Addresses that name a host on the internet score high; loopback, private and link-local ones lower. */
function addresses(text: string): Candidate[] {
  const found: Candidate[] = []
  if (text.includes('.'))
    for (const m of text.matchAll(V4))
      if (ipaddr.IPv4.isValidFourPartDecimal(m[0]) && !/(?:^|\.)0\d/.test(m[0]))
        found.push(candidate(m.index, m[0], 'ipv4'))
  if (text.includes(':'))
    for (const m of text.matchAll(V6)) {
      const address = m[0].replace(/(?<=[0-9A-Fa-f:])[.:]$/, (end) => (m[0].endsWith('::') ? end : ''))
      if (/^(?:[0-9A-Fa-f]{2}:){5,7}[0-9A-Fa-f]{2}$/.test(address)) continue // an EUI-64
      if ((address.match(/:/g)?.length ?? 0) >= 2 && ipaddr.IPv6.isValid(address) && !/[.:]0\d{1,2}\./.test(address))
        found.push(candidate(m.index, address, 'ipv6'))
    }
  return found
}

function candidate(start: number, address: string, name: string): Candidate {
  const score = address === '::' ? 0.2 : ipaddr.parse(address.replace(/%.*$/, '')).range() === 'unicast' ? 0.85 : 0.6
  return {
    start,
    end: start + address.length,
    score,
    validated: score > 0.2 ? true : undefined,
    why: [`pattern ${name}`],
  }
}
