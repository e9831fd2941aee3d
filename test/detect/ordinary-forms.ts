/** Forms of ordinary values, drawn from a seed: what tables hold beside people. */

export type Draw = () => string

/** Numbers 0…1, always the same (numbers of Lehmer's kind; good enough to draw digits). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48271) % 2147483647) / 2147483647
}

export function ordinaryForms(random: () => number): { coded: Record<string, Draw>; bare: Record<string, Draw> } {
  const int = (least: number, most: number) => least + Math.floor(random() * (most - least + 1))
  const pick = (words: readonly string[]) => words[int(0, words.length - 1)]!
  const digits = (n: number) => Array.from({ length: n }, () => int(0, 9)).join('')
  const capitals = (n: number) => Array.from({ length: n }, () => String.fromCharCode(65 + int(0, 25))).join('')
  const hex = (n: number) => Array.from({ length: n }, () => '0123456789abcdef'[int(0, 15)]).join('')
  const two = (least: number, most: number) => String(int(least, most)).padStart(2, '0')
  const day = () => `${int(2013, 2026)}-${two(1, 12)}-${two(1, 28)}`
  const time = () => `${two(0, 23)}:${two(0, 59)}:${two(0, 59)}`
  const gtin = (head: string, n: number) => {
    const body = head + digits(n - 1 - head.length)
    const sum = [...body].reduceRight((s, d, i) => s + Number(d) * ((n - i) % 2 === 0 ? 3 : 1), 0)
    return body + ((10 - (sum % 10)) % 10)
  }
  const coded = {
    'order number': () => String(int(1, 99_999_999)),
    'order number with a year': () => `ORD-${int(2019, 2026)}-${digits(6)}`,
    'order number of a day': () => `${day().replaceAll('-', '')}${digits(4)}`,
    invoice: () => `INV-${digits(6)}`,
    ticket: () => `#${digits(5)}`,
    issue: () => `${capitals(4)}-${int(1, 9999)}`,
    contract: () => `№ ${digits(3)}/${digits(2)}-${int(2019, 2026)}`,
    'stock keeping unit': () => `${capitals(3)}-${digits(5)}`,
    'stock keeping unit of three parts': () => `${capitals(2)}${digits(4)}-${capitals(2)}`,
    'part number': () => `${digits(5)}-${capitals(3)}-${digits(3)}`,
    'part number in dots': () => `${digits(2)}.${digits(4)}.${digits(3)}`,
    'part number behind a letter': () => `${capitals(1)}${digits(7)}`,
    'serial number': () => `SN${digits(10)}`,
    'serial number with zeros': () => `${pick(['A', 'B', 'D', 'M', 'S', 'Q', 'AB', 'SN'])}000${digits(5)}`,
    'batch of a day': () => `${capitals(int(1, 2))}${day().replaceAll('-', '')}`,
    lot: () => `L${digits(6)}`,
    'seconds since 1970': () => String(int(1.3e9, 1.9e9)),
    'time stamp': () => `${day()}T${time()}Z`,
    'time stamp of digits': () => `${day()}${time()}`.replace(/[-:]/g, ''),
    day,
    time,
    amount: () => `${int(1, 9999)}.${digits(2)}`,
    'amount in groups': () => `${int(1, 99)} ${digits(3)} ${digits(3)}`,
    'amount of money': () => `${pick(['$', '€', '₸ '])}${int(1, 99999)}`,
    'round amount': () => String(int(1, 999) * 1_000_000),
    percentage: () => `${int(0, 99)}.${int(0, 9)} %`,
    'small number': () => `${int(1, 9)}.${digits(3)}e-${int(1, 12)}`,
    version: () => `${int(0, 20)}.${int(0, 20)}.${int(0, 200)}`,
    'version of a candidate': () => `v${int(0, 9)}.${int(0, 20)}.${int(0, 20)}-rc.${int(1, 9)}`,
    'ISBN-13 in parts': () => `978-${int(0, 9)}-${digits(4)}-${digits(4)}-${digits(1)}`,
    'EAN-8': () => gtin(pick(['2', '4', '9']), 8),
    UUID: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    'SHA-256': () => hex(64),
    'SHA-1': () => hex(40),
    'short hash': () => hex(7),
    latitude: () => `${int(-89, 89)}.${digits(6)}`,
    place: () => `${int(30, 60)}.${digits(4)}, ${int(40, 80)}.${digits(4)}`,
    year: () => String(int(1900, 2030)),
    years: () => `${int(1990, 2010)}-${int(2011, 2026)}`,
    extension: () => `доб. ${digits(4)}`,
    room: () => `каб. ${digits(3)}`,
    size: () => `${int(10, 300)}x${int(10, 300)}x${int(10, 300)}`,
    diagnosis: () => `${capitals(1)}${digits(2)}.${digits(1)}`,
    flight: () => `${capitals(2)} ${digits(3)}`,
    'customs code': () => `${digits(4)}.${digits(2)}.${digits(2)}`,
    model: () => `${pick(['Galaxy', 'ThinkPad', 'Latitude', 'Canon'])} ${capitals(1)}${digits(2)}`,
    product: () => `${pick(['LED', 'USB', 'SSD', 'RAM', 'HDMI'])} ${int(1, 999)}${pick(['W', 'G', 'V', 'M'])}`,
    system: () => `${pick(['HP-UX', 'OS-X', 'AC-DC', 'MS-OS'])} ${int(1, 99)}`,
    ratio: () => `${int(1, 99)}/${int(1, 99)}`,
  }
  const bare = {
    'nine digits': () => String(int(1e8, 999_999_999)),
    'ten digits': () => String(int(2e9, 9_999_999_999)),
    'number of 32 bits': () => String(int(1e9, 4_294_967_295)),
    'eleven digits': () => String(int(1e10, 99_999_999_999)),
    'twelve digits': () => String(int(1e11, 999_999_999_999)),
    'thirteen digits': () => String(int(1e12, 9_999_999_999_999)),
    'EAN-13': () => gtin(pick(['3', '40', '46', '487', '50', '87', '978']), 13),
    'UPC-A': () => gtin(pick(['0', '1', '6', '7', '8']), 12),
    'milliseconds since 1970': () => String(int(1.3e12, 1.9e12)),
  }
  return { coded, bare }
}
