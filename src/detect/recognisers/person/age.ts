// Ages in running text: "aged 47", "47 years old", "just turned 47"
import { nearDigits } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'age',
  aliases: ['AGE'],
  family: 'date',
  role: 'quasi-identifier',
  checksum: false,
  patterns: [
    {
      expression: nearDigits(
        () =>
          /(?<![\p{L}\p{N}.,-])(?:1[01]\d|[1-9]?\d)(?=(?: |-)(?:years?|yrs?|y)(?: |-|\/)?(?:old|o|of age)(?![\p{L}]))/gu,
        1,
        2,
        3,
      ),
      score: 0.6,
      name: 'years old',
    },
    {
      expression: nearDigits(
        () =>
          /(?<=(?<![\p{L}])(?:aged?|just turned|turning|turned|at the age of) )(?:1[01]\d|[1-9]?\d)(?![\p{L}\p{N}]|[.,:%-]\p{N})/gu,
        1,
        2,
        3,
      ),
      score: 0.55,
      name: 'aged',
    },
    {
      expression: nearDigits(
        () => /(?<![\p{L}\p{N}.,-])(?:1[01]\d|[1-9]\d)(?= (?:жаста|жастағы|жасар)(?![\p{L}]))/gu,
        2,
        3,
      ),
      score: 0.55,
      name: 'жаста',
    },
  ],
  prefilter: { digits: 1, letters: true, minLength: 6 },
  offByDefault: true,
  proseOnly: true,
  examples: {
    match: ['she is 47 years old', 'this 31 year old patient came', 'i have just turned 47 today'],
    reject: ['a 10 year plan for the city', 'the war of 47'],
  },
  source: 'usual phrases',
} satisfies Recogniser
