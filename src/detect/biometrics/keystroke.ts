// Keystroke dynamics: hold and flight times (column families of the CMU benchmark)
import type { Modality } from '../modality.ts'
import { hasKeys } from '../json-keys.ts'

export const modality = {
  entity: 'keystroke',
  aliases: ['KEYSTROKE_DYNAMICS', 'TYPING_PROFILE'],
  names: {
    strong: [
      'keystroke',
      'keystrokes',
      'keystroke dynamics',
      'typing profile',
      'typing pattern',
      'dwell time',
      'flight time',
      'клавиатурн* почерк*',
      'перне ырғағ*',
    ],
    falseFriends: ['count', 'total', 'number'],
  },
  needs: [/[[{]/u, /"(?:H|DD|UD)\./u],
  ofText: (text) => {
    const families = new Set([...text.slice(0, 2000).matchAll(/"(H|DD|UD)\.[^"]{1,20}"/g)].map((m) => m[1]))
    if (families.size >= 2) return { confidence: 0.95, evidence: 'hold and flight times by key' }
    return hasKeys(text, [
      ['key_down', 'keydown', 'press', 'dwell', 'dwell_time', 'hold'],
      ['key_up', 'keyup', 'release', 'flight', 'flight_time'],
    ])
      ? { confidence: 0.8, evidence: 'hold and flight times' }
      : undefined
  },
  examples: { match: ['{"H.t": [0.1], "DD.t.i": [0.2], "UD.t.i": [0.1]}'], reject: ['{"key": "value"}'] },
  source: 'column families of the CMU keystroke benchmark',
} satisfies Modality
