import { sha256Hex } from '../../evidence/release/manifest.ts'
import type { Input } from './input.ts'

/** Names the inputs of a run and their versions, in their order: another file, another size or another time gives another. */
export function listingDigest(inputs: readonly Input[]): string {
  return sha256Hex(
    JSON.stringify(
      inputs.map(({ source, name, path, bytes }) => [source, name, path ?? '-', bytes.size, bytes.version]),
    ),
  )
}
