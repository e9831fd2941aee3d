// IEEE 802 MAC-48 and EUI-64 addresses: six or eight octets with one separator, or Cisco's dotted form
import { compact, number } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'mac',
  aliases: ['MAC_ADDRESS'],
  family: 'contact',
  role: 'identifier',
  checksum: false,
  patterns: [
    {
      expression: number(
        String.raw`(?<![:-])(?:[0-9A-F]{2}:){5}(?:[0-9A-F]{2}:[0-9A-F]{2}:)?[0-9A-F]{2}(?!:)|(?:[0-9A-F]{2}-){5}(?:[0-9A-F]{2}-[0-9A-F]{2}-)?[0-9A-F]{2}(?!-)|(?:[0-9A-F]{4}\.){2}[0-9A-F]{4}`,
        'giu',
      ),
      score: 0.6,
      name: 'mac',
    },
    {
      expression: number(String.raw`(?:[0-9A-F]{2} ){5}(?:[0-9A-F]{2} [0-9A-F]{2} )?[0-9A-F]{2}`, 'giu'),
      score: 0.35,
      name: 'mac with spaces',
    },
  ],
  prefilter: { minLength: 14 },
  validate: (match) => (/^(?:0+|F+)$/.test(compact(match)) ? false : undefined),
  context: [
    'mac',
    'mac address',
    'ethernet',
    'wi-fi',
    'bluetooth',
    'hardware address',
    'physical address',
    'мак',
    'мас-адрес',
    'mac-адрес',
  ],
  examples: {
    match: ['00:00:5E:00:53:01', '00-00-5e-00-53-af', '0000.5e00.5301', 'mac 00 00 5E 00 53 01'],
    reject: ['FF:FF:FF:FF:FF:FF', '00:00:5E:00:53', '00:00:5E-00-53-01', 'ZZ:00:5E:00:53:01'],
  },
  source: 'IEEE 802; documentation range of RFC 7042 in the examples',
} satisfies Recogniser
