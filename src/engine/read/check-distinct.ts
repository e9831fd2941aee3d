import { basename, dirname, join, resolve, sep } from 'node:path'
import { PerdeError } from '../../errors.ts'
import { releaseFiles } from '../../evidence/release/release-files.ts'
import { logPaths } from '../../evidence/log/log-fs.ts'
import { partitionFolder } from '../../io/lake/partitions.ts'
import type { Reach } from '../../io/lake/reach.ts'
import { isObjectAddress, writtenAddress } from '../../io/stores/open-store.ts'
import { segmentName } from '../log/log-layout.ts'
import type { Input } from './input.ts'
import { outputPath } from './output-name.ts'
import { realPath } from './real-path.ts'

/** Where a source looks for its files. */
export interface ReadPlace {
  sourceName: string
  reach: Reach
}

/**
 * The output may not be, hold or lie in an input under any name, nor stand where a source would find what is written: the
 * next run would read the release as data. `target` is a path or an address; `divided`: inputs become several files each.
 * Throws OUTPUT_IS_INPUT.
 */
export function checkDistinct(
  target: string,
  inputs: readonly Input[],
  places: readonly ReadPlace[],
  divided: boolean,
): void {
  if (isObjectAddress(target)) checkDistinctObjects(writtenAddress(target), inputs)
  else checkDistinctFiles(target, inputs)
  const found = whoReads(target, releaseFiles(dataFiles(inputs, divided)), places, inputs)
  if (found)
    throw new PerdeError(
      'OUTPUT_IS_INPUT',
      'the output path lies where a source looks for its files, and the next run would read the release as data',
      {
        where: { source: found.sourceName, part: target },
        hints: ['choose an --out beside what the source reads, such as data/out beside data/in'],
      },
    )
}

/**
 * No source may find the log, which grows while it is read. `release`: the run that keeps its sidecars under the log; undefined:
 * none does. Throws OUTPUT_INVALID.
 */
export function checkLogOutside(log: string, places: readonly ReadPlace[], release?: string): void {
  const sidecars = release === undefined ? [] : releaseFiles([]).map((file) => `releases/${release}/${file}`)
  const found = whoReads(log, [...LOG_FILES, ...sidecars], places, [])
  if (found)
    throw new PerdeError(
      'OUTPUT_INVALID',
      'the log lies where a source looks for its files, and would be read as data',
      {
        where: { source: found.sourceName, part: log },
        hints: ['choose a --log beside what the source reads'],
      },
    )
}

/** One of each kind: all are read, or what a pattern means. */
const LOG_FILES = (() => {
  const { entries, leaves, checkpoint, checkpointOf, vkeyOf, seedOf, tail } = logPaths('')
  return [entries, leaves, checkpoint, checkpointOf(1), vkeyOf(1), seedOf(1), tail, segmentName(0), 'releases/0.json']
})()

/** Where records may stand in the release; what becomes of the values in names of folders is not known yet. */
function dataFiles(inputs: readonly Input[], divided: boolean): string[] {
  const files = new Set<string>()
  for (const { output, options } of inputs)
    for (const folders of [[], options.partition?.map(partitionFolder) ?? []])
      files.add(`data/${outputPath(output, folders, divided ? 0 : undefined)}`)
  return [...files]
}

/** The first place that finds one of the files below a folder or an address. */
function whoReads(
  folder: string,
  files: readonly string[],
  places: readonly ReadPlace[],
  inputs: readonly Input[],
): ReadPlace | undefined {
  const isObjects = isObjectAddress(folder)
  const separator = isObjects ? '/' : sep
  const start = isObjects ? `${writtenAddress(folder).replace(/\/+$/, '')}/` : withEnd(realPath(resolve(folder)))
  return places.find(({ sourceName, reach }) => {
    if (isObjectAddress(reach.folder) !== isObjects) return false
    const own = isObjects ? [] : inputs.filter((input) => input.sourceName === sourceName)
    const names: Names = isObjects ? [[reach.folder, '']] : foldersOf(reach, own)
    return names.some(([place, below]) => {
      if (!start.startsWith(place) && !place.startsWith(start)) return false
      return files.some((file) => {
        const path = start + file.split('/').join(separator)
        return path.startsWith(place) && reach.reads(below + path.slice(place.length).split(separator).join('/'))
      })
    })
  })
}

/** Where folders really are, and what they are called below the place that is looked into: each with a slash at its end, or ''. */
type Names = (readonly [place: string, below: string])[]

/** The folders that are looked into, also behind links. */
function foldersOf({ folder }: Reach, inputs: readonly Input[]): Names {
  const names: Names = [[withEnd(realPath(folder)), '']]
  const seen = new Set<string>()
  for (const { path } of inputs)
    for (let at = dirname(path ?? folder); at.startsWith(withEnd(folder)) && !seen.has(at); at = dirname(at)) {
      seen.add(at)
      names.push([withEnd(realPath(at)), `${at.slice(withEnd(folder).length).split(sep).join('/')}/`])
    }
  return names
}

function checkDistinctObjects(out: string, inputs: readonly Input[]): void {
  const folder = `${out.replace(/\/+$/, '')}/`
  for (const input of inputs)
    if (input.path !== undefined && (input.path.startsWith(folder) || folder.startsWith(`${input.path}/`)))
      throw isInput(input)
}

function checkDistinctFiles(target: string, inputs: readonly Input[]): void {
  const out = realPath(resolve(target))
  for (const input of inputs) {
    if (input.path === undefined || isObjectAddress(input.path)) continue
    // The file, and the name it is found by: replacing the folder of a link would take the link away.
    const names = [realPath(input.path), join(realPath(dirname(resolve(input.path))), basename(input.path))]
    if (names.some((file) => file === out || file.startsWith(withEnd(out)) || out.startsWith(withEnd(file))))
      throw isInput(input)
  }
}

function isInput({ sourceName, bytes }: Input): PerdeError {
  return new PerdeError('OUTPUT_IS_INPUT', 'the output path holds an input', {
    where: { source: sourceName, part: bytes.name },
    hints: ['choose an --out outside the inputs; perde never writes in place'],
  })
}

function withEnd(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep
}
