import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../vectors/log/', import.meta.url))

export function vectorBytes(path: string): Buffer {
  return readFileSync(join(root, path))
}

export function vectorJson<T>(path: string): T {
  return JSON.parse(vectorBytes(path).toString('utf8')) as T
}

/** Files below a folder of vectors whose name ends so, as paths that the functions above take. */
export function vectorFiles(folder: string, suffix: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => name.endsWith(suffix))
    .map((name) => join(folder, name))
    .sort()
}
