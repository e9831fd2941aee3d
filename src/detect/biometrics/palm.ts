// Palm prints, veins, hand and ear geometry: ANSI/NIST-ITL type 15, else by name
import type { Modality } from '../modality.ts'

export const modality = {
  entity: 'palm',
  aliases: ['PALM', 'PALMPRINT', 'VEIN', 'HAND_GEOMETRY', 'EAR'],
  names: {
    strong: [
      'palmprint*',
      'palm print',
      'palm vein*',
      'vein pattern',
      'hand geometry',
      'ear image',
      'ладон*',
      'рисунок вен',
      'вен* рисунок',
      'алақан*',
      'тамыр үлгісі',
    ],
    weak: ['palm', 'vein', 'ear', 'hand', 'тамыр*'],
    falseFriends: ['oil', 'device', 'beach', 'os', 'tree'],
  },
  container: 'image',
  examples: { match: [], reject: ['palm oil'] },
  source: 'ANSI/NIST-ITL 1-2011 type 15',
} satisfies Modality
