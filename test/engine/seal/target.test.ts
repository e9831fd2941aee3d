import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { removeLeftovers } from '../../../src/engine/seal/target.ts'
import { temporaryFolder } from '../plans.ts'

const RUN = '01JD9ZQ0V7Q3Y6B2W8K4M5N6P7'
let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})

function layRelease(name: string): void {
  const manifest = JSON.stringify({ perde: '0', release: name, outputs: [], files: [] })
  mkdirSync(join(folder, name))
  writeFileSync(join(folder, name, 'manifest.json'), manifest)
  const digest = createHash('sha256').update(manifest).digest('hex')
  writeFileSync(join(folder, name, '_SUCCESS'), `${digest}  manifest.json\n`)
}
const left = () => {
  removeLeftovers(join(folder, 'out'))
  return readdirSync(folder).sort()
}

describe('what earlier runs left beside an output path', () => {
  it('is removed where it was never committed, and nothing else is', () => {
    for (const name of [`.out.perde-${RUN}`, '.out.perde-mine', `.outer.perde-${RUN}`]) mkdirSync(join(folder, name))
    expect(left()).toEqual(['.out.perde-mine', `.outer.perde-${RUN}`])
  })

  it('is removed where it is a release that was replaced', () => {
    layRelease('out')
    layRelease(`.out.perde-old-${RUN}`)
    expect(left()).toEqual(['out'])
  })

  it('stays where it is the only release that is left', () => {
    layRelease(`.out.perde-old-${RUN}`)
    expect(left()).toEqual([`.out.perde-old-${RUN}`])
  })

  it('stays where it was committed and waits for the next command on its log', () => {
    layRelease(`.out.perde-${RUN}`)
    expect(left()).toEqual([`.out.perde-${RUN}`])
  })
})
