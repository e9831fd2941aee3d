// Host names without a scheme, under the suffixes that prose and file names do not use
import { parse } from 'tldts'
import { word } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'domain',
  aliases: ['DOMAIN_NAME', 'DOMAIN'],
  family: 'contact',
  role: 'insensitive',
  checksum: false,
  patterns: [
    {
      expression: word(
        String.raw`(?<![@./])[a-z0-9][a-z0-9-]{1,62}(?:\.[a-z0-9-]{2,62}){0,3}\.(?:com|org|net|info|biz|edu|gov|io|kz|ru|рф|қаз|de|co\.uk|fr|it|es|nl|eu)`,
        'giu',
      ),
      score: 0.5,
      name: 'domain',
    },
  ],
  prefilter: { dot: true, letters: true, minLength: 5 },
  validate: (match) => parse(match).domain !== null && parse(match).isIcann === true,
  chance: 0.02,
  context: ['website', 'site', 'domain', 'сайт', 'домен'],
  offByDefault: true,
  proseOnly: true,
  examples: {
    match: ['please look at example.com for more', 'біздің сайт example.kz деп аталады бүгін'],
    reject: ['version 3.5 of the file notes.txt', 'example.com'],
  },
  source: 'publicsuffix.org through tldts',
} satisfies Recogniser
