/**
 * openredaction on requests of `perde detect`: JSON lines in, JSON lines out, all of its patterns, default settings.
 * Its names of types are turned into the ones that the labelled data uses where it means the same thing; the rest stay
 * as they are and count as "found, but as something else".
 */
import { createInterface } from 'node:readline'
import { OpenRedaction } from 'openredaction'

const SAME = {
  NAME: 'PERSON', EMAIL: 'EMAIL_ADDRESS', SSN: 'US_SSN', ITIN: 'US_ITIN', IBAN: 'IBAN_CODE', IPV4: 'IP_ADDRESS',
  IPV6: 'IP_ADDRESS', MAC_ADDRESS: 'MAC_ADDRESS', ADDRESS_STREET: 'STREET_ADDRESS', ADDRESS_PO_BOX: 'STREET_ADDRESS',
  DATE: 'DATE_TIME', ZIP_CODE_US: 'ZIP_CODE', POSTCODE_UK: 'UK_POSTCODE', SWIFT_BIC: 'SWIFT_BIC', IMEI_NUMBER: 'IMEI',
  NATIONAL_INSURANCE_UK: 'UK_NINO', NHS_NUMBER: 'UK_NHS', UTR_UK: 'UK_UTR', PASSPORT_UK: 'UK_PASSPORT',
  PASSPORT_US: 'US_PASSPORT', DRIVING_LICENSE_UK: 'UK_DRIVING_LICENCE', DRIVING_LICENSE_US: 'US_DRIVER_LICENSE',
  UK_LICENSE_PLATE: 'UK_VEHICLE_REGISTRATION', GERMAN_LICENSE_PLATE: 'DE_KFZ', SIN_CA: 'CA_SIN', CANADIAN_SIN: 'CA_SIN',
  INDIAN_AADHAAR: 'IN_AADHAAR', AUSTRALIAN_TFN: 'AU_TFN', AUSTRALIAN_MEDICARE: 'AU_MEDICARE', SOUTH_KOREAN_RRN: 'KR_RRN',
  TURKEY_ID: 'TR_NATIONAL_ID', SOUTH_AFRICA_ID: 'ZA_ID_NUMBER', NIGERIA_NIN: 'NG_NIN', SPANISH_DNI: 'ES_NIF',
  ITALIAN_FISCAL_CODE: 'IT_FISCAL_CODE', POLISH_PESEL: 'PL_PESEL', SINGAPORE_NRIC: 'SG_NRIC_FIN',
  THAILAND_NATIONAL_ID: 'TH_TNIN', GERMAN_TAX_ID: 'DE_TAX_ID', BANK_ACCOUNT_UK: 'UK_BANK_NUMBER',
  ROUTING_NUMBER_US: 'ABA_ROUTING_NUMBER', BITCOIN_ADDRESS: 'CRYPTO', ETHEREUM_ADDRESS: 'CRYPTO_ETH', JWT_TOKEN: 'JWT',
  DEA_NUMBER: 'MEDICAL_LICENSE', NPI_NUMBER: 'US_NPI', KAZAKHSTAN_IIN: 'KZ_IIN', RUSSIAN_SNILS: 'RU_SNILS',
  RUSSIAN_PASSPORT: 'RU_PASSPORT', UZBEKISTAN_STIR: 'UZ_PINFL', KYRGYZSTAN_PIN: 'KG_PIN', VIN_NUMBER: 'VIN',
  EMERGENCY_CONTACT: 'PHONE_NUMBER', INSTAGRAM_USERNAME: 'USERNAME', SOCIAL_MEDIA_HANDLE: 'USERNAME',
}
const BIOMETRIC = new Set(['BIOMETRIC_ID', 'DNA_SEQUENCE', 'GENETIC_MARKER'])
const same = (type) => SAME[type] ?? (/^PHONE_/.test(type) ? 'PHONE_NUMBER' : type)

const shield = new OpenRedaction({ enableCache: false })

/** It takes the domains that are set aside for examples for nobody's; another of the same length is in their place. */
const inhabited = (text) => text.replaceAll('example.', 'exampla.').replaceAll('.example', '.exampla')

async function detections(text) {
  const { detections } = await shield.detect(inhabited(text))
  return detections.map(({ type, position: [start, end], confidence = 1 }) => ({
    start, end, entity: same(type), score: confidence, type,
  }))
}

/** No column detector: a column is what most of its values hold, if at least half hold it. */
async function column(values) {
  const counts = new Map()
  let filled = 0
  for (const value of values) {
    const text = typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value)
    if (text.trim() === '') continue
    filled++
    const found = await detections(text)
    for (const type of new Set(found.filter((d) => d.score >= 0.5).map((d) => d.type)))
      counts.set(type, (counts.get(type) ?? 0) + 1)
  }
  const [type, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['', 0]
  if (count * 2 < filled || count === 0) return { entity: '', role: 'insensitive', confidence: 0 }
  const role = BIOMETRIC.has(type) ? 'biometric' : type === 'DATE' ? 'quasi-identifier' : 'identifier'
  return { entity: same(type), role, confidence: count / filled }
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line === '') continue
  const { id, text, values } = JSON.parse(line)
  const answer = typeof text === 'string' ? { detections: await detections(text) } : await column(values)
  process.stdout.write(`${JSON.stringify({ id, ...answer })}\n`)
}
