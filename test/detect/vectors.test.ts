import { describe, expect, it } from 'vitest'
import { createTextDetector } from '../../src/detect/detect-text.ts'
import vectors from '../vectors/identifiers/identifiers.json' with { type: 'json' }

interface Vector {
  value: string
  reason?: string
  note?: string
}

/** vector set → entity, and the field's name under which it is looked for, as a document would say it */
const SETS: Record<string, [entity: string, header: string]> = {
  kz_iin: ['iin', 'ИИН'],
  kz_bin: ['bin', ''],
  kz_iban: ['iban', ''],
  kz_phone: ['phone', ''],
  ru_phone: ['phone', ''],
  kz_plate: ['kz-plate', 'госномер'],
  ru_plate: ['ru-plate', ''],
  kz_id_card: ['kz-id-card', 'удостоверение личности'],
  kz_passport: ['kz-passport', 'паспорт'],
  kz_driver_licence: ['kz-driving-licence', 'водительское удостоверение'],
  kz_postcode: ['kz-postcode', 'почтовый индекс'],
  ru_inn10: ['ru-inn-organisation', 'ИНН'],
  ru_inn12: ['ru-inn', ''],
  ru_snils: ['ru-snils', ''],
  ru_ogrn: ['ru-ogrn', 'ОГРН'],
  ru_ogrnip: ['ru-ogrnip', ''],
  ru_passport: ['ru-passport', 'паспорт'],
  uz_pinfl: ['uz-pinfl', ''],
  kg_pin: ['kg-pin', ''],
}

/** Invalid as written in the vectors, for reasons that are no fault of the detector. */
const EXPECTED_FINDS: Record<string, RegExp> = {
  // Look-alikes are folded before matching, and then the number is valid.
  kz_iban: /Cyrillic/,
  kz_plate: /look-alikes/,
  // A number of another country's plan, or of +997, is still a phone number.
  kz_phone: /RU |997/,
  ru_phone: /^KZ,/,
  // Valid once the word stands beside it, which is how it is asked here.
  kz_id_card: /without|no context/,
  kz_driver_licence: /no keyword/,
  ru_passport: /without passport keyword/,
  kz_postcode: /Cyrillic/,
}

describe.each(Object.entries(SETS))('the vectors of %s', (set, [entity, header]) => {
  const { valid, invalid } = (vectors as unknown as Record<string, { valid: Vector[]; invalid: Vector[] }>)[set]!
  const detect = createTextDetector({ find: [entity], locales: [], confidence: 0.5 })
  const finds = (value: string) =>
    detect(value, header).some((d) => d.entity === entity && d.end - d.start >= value.length - 1)

  it('are found where they are valid', () => {
    expect(valid.filter(({ value }) => !finds(value)).map(({ reason }) => reason ?? 'valid')).toEqual([])
  })

  it('are left where they are not', () => {
    const wrong = invalid.filter(
      ({ value, reason, note }) => finds(value) && !EXPECTED_FINDS[set]?.test(`${reason}, ${note}`),
    )
    expect(wrong.map(({ reason }) => reason)).toEqual([])
  })
})
