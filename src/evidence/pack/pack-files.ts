import { sha256Hex, type Manifest } from '../release/manifest.ts'
import type { ReadFile } from '../release/verify-stated.ts'
import { auditPack } from './audit-pack.ts'
import { VERIFY } from './how-to-check.ts'
import { writeTar, type ArchiveFile } from './tar.ts'

/** The folder that everything in an archive stands in. */
export const FOLDER = 'audit-pack'

/**
 * The archive of a release: its sidecars, its proof and `audit-pack.json`, which is made of them. `proof`: names of its
 * files. Equal releases make equal bytes. Throws PACK_INVALID.
 */
export function packArchive(manifest: Manifest, proof: readonly string[], read: ReadFile): Buffer {
  const names = [
    ...[...manifest.files.map(({ path }) => path), 'manifest.json', '_SUCCESS', 'report.html'].sort(),
    ...proof.map((name) => `proof/${name}`).sort(),
  ]
  const taken = names.flatMap((path): ArchiveFile[] => {
    const bytes = read(path)
    return bytes ? [{ path: `release/${path}`, bytes }] : []
  })
  const own: ArchiveFile[] = [
    { path: 'audit-pack.json', bytes: packBytes(read) },
    { path: 'HOW-TO-CHECK.txt', bytes: Buffer.from(VERIFY) },
    ...taken,
  ]
  const sums = { path: 'SHA256SUMS', bytes: Buffer.from(sumsOf(own)) }
  const time = Math.floor(new Date(manifest.created).getTime() / 1000)
  return writeTar(
    [...own, sums].map(({ path, bytes }) => ({ path: `${FOLDER}/${path}`, bytes })),
    time,
  )
}

export function packBytes(read: ReadFile): Buffer {
  return Buffer.from(`${JSON.stringify(auditPack(read), undefined, 2)}\n`)
}

/** In the form of `sha256sum`. */
export function sumsOf(files: readonly ArchiveFile[]): string {
  return files.map(({ path, bytes }) => `${sha256Hex(bytes)}  ${path}\n`).join('')
}
