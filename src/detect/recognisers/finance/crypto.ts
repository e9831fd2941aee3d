// Bitcoin addresses (base58check, BIP 173 and BIP 350 bech32) and Ethereum addresses
import { createHash } from 'node:crypto'
import { number } from '../../boundary.ts'
import type { Recogniser, Validation } from '../../recogniser.ts'

export const recogniser = {
  entity: 'crypto-address',
  aliases: ['CRYPTO', 'BITCOIN_ADDRESS', 'CRYPTO_ETH'],
  family: 'finance',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number('[13][1-9A-HJ-NP-Za-km-z]{25,34}'), score: 0.5, name: 'base58check' },
    {
      expression: number('(?:bc|tb)1[ac-hj-np-z02-9]{6,87}|(?:BC|TB)1[AC-HJ-NP-Z02-9]{6,87}'),
      score: 0.6,
      name: 'bech32',
    },
    { expression: number('0x[0-9A-Fa-f]{40}'), score: 0.6, name: 'ethereum' },
  ],
  prefilter: { digits: 1, latin: true, run: 9, minLength: 14 },
  validate: isAddress,
  chance: 0.0001,
  context: ['bitcoin', 'btc', 'wallet', 'ethereum', 'crypto', 'кошелек', 'кошелёк', 'биткоин*', 'әмиян'],
  examples: {
    // the burn address; the example of BIP 173
    match: ['1BitcoinEaterAddressDontSendf59kuE', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
    reject: ['1BitcoinEaterAddressDontSendf59kuF', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5'],
  },
  source: 'base58check of Bitcoin, BIP 173, BIP 350, EIP-55 without its letter check',
} satisfies Recogniser

function isAddress(match: string): Validation {
  if (match.startsWith('0x')) return /^0x(.)\1*$/.test(match) ? false : undefined
  return /^(?:bc|tb)1/i.test(match) ? isBech32(match.toLowerCase()) : isBase58Check(match)
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

function isBase58Check(address: string): boolean {
  let n = 0n
  for (const c of address) n = n * 58n + BigInt(BASE58.indexOf(c))
  const hex = n.toString(16).padStart(50, '0')
  if (hex.length !== 50) return false
  const bytes = Buffer.from(hex, 'hex')
  const digest = sha256(sha256(bytes.subarray(0, 21)))
  return bytes.subarray(21).equals(digest.subarray(0, 4))
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]

function isBech32(address: string): boolean {
  const at = address.lastIndexOf('1')
  const prefix = [...address.slice(0, at)].map((c) => c.charCodeAt(0))
  const data = [...address.slice(at + 1)].map((c) => BECH32.indexOf(c))
  let check = 1
  for (const value of [...prefix.map((c) => c >> 5), 0, ...prefix.map((c) => c & 31), ...data]) {
    const top = check >>> 25
    check = ((check & 0x1ffffff) << 5) ^ value
    for (let i = 0; i < 5; i++) if ((top >> i) & 1) check ^= GENERATOR[i]!
  }
  return check === (data[0] === 0 ? 1 : 0x2bc830a3)
}
