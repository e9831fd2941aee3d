// Handles of social networks: @name in talk, the name in the address of a profile, or any name behind "username is", "ник", "телеграм:"
import { late } from '../../boundary.ts'
import { loginExpressions, madeLogins, PARTED } from '../../made-logins.ts'
import { isEnglishWord } from '../../names/vocabulary.ts'
import { IN_A_FOLDER, OF_A_NETWORK, profileNames } from '../../profile-addresses.ts'
import type { Candidate, Recogniser } from '../../recogniser.ts'
import { isProse } from '../../surroundings.ts'

const HANDLE = /(?<![\p{L}\p{N}@._/])@[A-Za-z][A-Za-z0-9_.]{1,28}[A-Za-z0-9_](?![\p{L}\p{N}@(/-])/gu
const LABEL =
  'user ?name|user ?id|user|gamer ?tag|psn|xbox live|ign|in-game name|account name|twitch|logged in as|signed in as|screenname|log-?in|nick ?name|nick|handle|screen name|skype|discord|snapchat|insta(?:gram)?|telegram|tiktok|tik tok|twitter|steam|логин|ник|никнейм|юзернейм|инста|инстаграмм?|телеграмм?|телега|тг|тикток|скайп|дискорд|пайдаланушы аты|linkedin|facebook|wechat|viber|вайбер'
/** Group 1: what binds the label to the name; group 2: the name. */
const LABELLED = late(
  () =>
    new RegExp(
      `(?<![\\p{L}\\p{N}@])(?:${LABEL})(?:[аеуы]м?|ым|ымыз|ың|ыңыз|м|мыз|ң|ңыз|сы|ім|і|да|де|те)?((?:\\/[\\p{L}]{2,12})?(?: (?:is|was|мой|менің|в игре|в телеге|в инсте|в тг|в дискорде))?(?: ?[:=–—-] ?| ))["'«]?([a-z][a-z0-9_.-]{1,28}[a-z0-9_])(?![\\p{L}\\p{N}@/(:-]|\\.\\p{L})`,
      'giu',
    ),
)
/** "user mbrown cannot log in": a word that no dictionary has, and what is said of users. */
const OF_A_USER = late(
  () =>
    /(?<![\p{L}\p{N}@._-])(?:users?|accounts?|employee|member|login) ([a-z][a-z.]{4,24}) (?:cannot|can['’]?t|could|couldn['’]?t|is|was|has|had|reports?|reported|says|said|got|gets|locked|unable|tried|tries|logged|needs|wants|does|did|complains)(?!\p{L})/giu,
)
/** "gritty_moose#4471", "r.brown88": a name of a network, and one that is locked or logged in. */
const TAG = /(?<![\p{L}\p{N}@._/#-])[A-Za-z][A-Za-z0-9._]{1,30}#\d{4}(?![\p{L}\p{N}])/gu
const LOCKED = late(
  () =>
    /(?<![\p{L}\p{N}])(?:(?:account|user|login|profile)s?(?: (?:is|was|has been))? (?:locked|blocked|disabled|suspended|banned|created|deleted|hacked)|logged in as|signed in as|locked out|can you (?:reset|unlock)|please (?:reset|unlock)):? ([A-Za-z][A-Za-z0-9._-]{2,28}[A-Za-z0-9])(?![\p{L}\p{N}@/(:-]|\.\p{L})/giu,
)
const CYRILLIC = /\p{Script=Cyrillic}{3}/u

export const recogniser = {
  entity: 'username',
  aliases: ['USERNAME', 'NICKNAME', 'SOCIAL_HANDLE'],
  family: 'contact',
  role: 'identifier',
  checksum: false,
  patterns: [],
  prefilter: { letters: true, latin: true, minLength: 4 },
  find: handles,
  needs: [HANDLE, LABELLED, OF_A_USER, TAG, LOCKED, OF_A_NETWORK, IN_A_FOLDER, PARTED],
  expressions: [HANDLE, LABELLED, OF_A_USER, TAG, LOCKED, OF_A_NETWORK, IN_A_FOLDER, ...loginExpressions],
  context: [
    'telegram*',
    'телеграм*',
    'тг',
    'tg',
    'instagram*',
    'insta',
    'инст*',
    'twitter',
    'tiktok',
    'тикток*',
    'username',
    'login',
    'логин*',
    'nick',
    'ник',
    'whatsapp',
    'discord',
    'snapchat',
    'вк',
    'vk',
    'follow*',
    'подпи*',
    'аккаунт*',
    'жазыл*',
  ],
  examples: {
    match: [
      'телеграм @some_person',
      'instagram: @someone',
      'сен инстада @some.person ма?',
      'напиши @some_person2 вечером',
      'my username is some_person',
      'мой ник some_person77, добавляйся',
      'login: someone7',
      'user somebrown cannot log in',
      'Reporter: rsomebrown (Rosalind Somebrown)',
      'Skype/other: some_person',
      'Ticket 30918: User somebrown77 reports an error',
      'gamertag xX_Some0ne_Xx got banned',
      'on discord im some_moose#4471',
      'Account locked: s.person88, please reset it',
      'https://instagram.com/some.person',
      'пишите в t.me/some_person',
      'https://www.tiktok.com/@some_person?lang=ru',
      'https://medium.com/%40some_person',
      'https://example.com/u/some.person.1904',
      'example.kz/users/some_person/orders',
    ],
    reject: [
      '@some_person',
      'telegram @a',
      'someone@example.com',
      '@all please read it now',
      '@here жиналыс қазір басталады',
      '@Component({ selector })',
      'the @angular/core package is new',
      'login is required for it',
      'the user login was slow, user accounts are fine',
      'order#1234 and ticket#4471',
      'see utils (Helper Functions) and cfg (Base Config)',
      'user guide is here, users cannot log in',
      'Account locked: too many tries',
      'логин и пароль забыл',
      'https://instagram.com/explore',
      'https://t.me/joinchat',
      'https://example.com/users/settings',
      'https://example.com/users/1042',
      '/home/users/someone',
      'src/users/list.ts',
      'and/or users/groups',
      'write to us on telegram or by mail',
    ],
  },
  source: 'forms of the networks: a letter, then letters, digits, low lines and dots',
} satisfies Recogniser

function handles(text: string): Candidate[] {
  const found = [...profileNames(text), ...madeLogins(text)]
  if (text.includes('@')) {
    const talk = isProse(text)
    for (const m of text.matchAll(HANDLE)) {
      const name = m[0].slice(1)
      if (GROUPS.has(name.toLowerCase()) || (m.index > 0 && m[0].length < 4)) continue
      // In a line of code it stands first.
      const opens = m.index === 0 || text[m.index - 1] === '\n'
      const likely = talk && !opens && (/[_\d]/.test(name) || CYRILLIC.test(text))
      found.push({ start: m.index, end: m.index + m[0].length, score: likely ? 0.55 : 0.4, why: ['pattern handle'] })
    }
  }
  for (const m of text.matchAll(LABELLED.regexp())) {
    const [all, bond, name] = m as unknown as [string, string, string]
    if (!isName(name, bond.trim() !== '')) continue
    const end = m.index + all.length
    found.push({ start: end - name.length, end, score: 0.6, why: ['behind a label'] })
  }
  for (const m of text.matchAll(OF_A_USER.regexp())) {
    if (!isName(m[1]!, true) || NO_USERS.has(m[1]!.toLowerCase())) continue
    const start = m.index + m[0].indexOf(' ') + 1
    found.push({ start, end: start + m[1]!.length, score: 0.6, why: ['what is said of a user'] })
  }
  for (const m of text.matchAll(TAG))
    if (/[._\d]/.test(m[0].slice(0, -5)) || /discord/i.test(text))
      found.push({ start: m.index, end: m.index + m[0].length, score: 0.6, why: ['name and number'] })
  for (const m of text.matchAll(LOCKED.regexp())) {
    if (!/[._\d]/.test(m[1]!) || !isName(m[1]!, true)) continue
    const end = m.index + m[0].length
    found.push({ start: end - m[1]!.length, end, score: 0.6, why: ['what is done to a user'] })
  }
  return found
}

/** What users are made of, and no dictionary has. */
const NO_USERS = new Set(
  'login signup config admin admins auth info email emails username password backend frontend sysadmin helpdesk dashboard website online offline onboarding'.split(
    ' ',
  ),
)

/** A plain word is a name only behind a colon or a verb, and where no dictionary has it. */
function isName(name: string, bound: boolean): boolean {
  if (/[_\d]/.test(name)) return /[a-z]/i.test(name)
  if (!bound || name.length < 4) return false
  return name.split(/[.-]/).some((part) => part.length > 1 && !isEnglishWord(part.toLowerCase()))
}

/** Who is called all at once, and the words that comments of code begin with. */
const GROUPS = new Set(
  'all here channel everyone everybody team group admin admins support param params return returns throws type typedef deprecated see since author override media import include font-face charset property staticmethod classmethod test before after'.split(
    ' ',
  ),
)
