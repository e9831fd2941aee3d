import { statSync, type Stats } from 'node:fs'
import { resolve } from 'node:path'
import { isObjectAddress, keyOf, writtenAddress } from '../stores/open-store.ts'
import { isData } from './found-input.ts'
import { fixedPart, isPattern, meant, restOf } from './pattern.ts'

/** Where the path of a source looks for files or objects, and which it would take: of those that are not there yet too. */
export interface Reach {
  /** an absolute folder, or the address of one with a slash at its end */
  folder: string
  /** Would this be read? By its path below the folder, with forward slashes. */
  reads(below: string): boolean
}

/** By the same meaning of a path as `findInputs`; no store is asked. undefined: one file, and nothing else. */
export function reachOf(path: string, baseDir: string): Reach | undefined {
  return isObjectAddress(path) ? reachOfObjects(writtenAddress(path)) : reachOfFiles(path, baseDir)
}

function reachOfFiles(path: string, baseDir: string): Reach | undefined {
  const literal = resolve(baseDir, path)
  const there = statOf(literal)
  if (there?.isDirectory()) return { folder: literal, reads: isData }
  if (there || !isPattern(path)) return undefined
  return { folder: resolve(baseDir, fixedPart(path)), reads: dataMeant(restOf(path)) }
}

/** undefined: nothing is there, or nothing that can be reached; who opens it says why. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}

function reachOfObjects(address: string): Reach {
  const key = keyOf(address)
  const folder = isPattern(key) ? fixedPart(key) : key
  const prefix = folder === '' || folder.endsWith('/') ? folder : `${folder}/`
  return {
    folder: address.slice(0, address.length - key.length) + prefix,
    reads: isPattern(key) ? dataMeant(key.slice(prefix.length)) : isData,
  }
}

function dataMeant(rest: string): (below: string) => boolean {
  const matches = meant(rest)
  return (below) => isData(below) && matches(below)
}
