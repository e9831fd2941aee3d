import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { checkPlaces } from '../../../src/engine/run/check-places.ts'
import { temporaryFolder } from '../plans.ts'

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
  for (const name of ['policy', 'log/releases', 'lake/log']) mkdirSync(join(folder, name), { recursive: true })
  symlinkSync(join(folder, 'log'), join(folder, 'link'))
})

describe('the places of a run', () => {
  const cases: [string, string, string, boolean][] = [
    // how they lie, output, log, whether they may
    ['beside each other', 'out', 'log', true],
    ['with names that begin alike', 'logs', 'log', true],
    ['the output inside the log', 'log/out', 'log', false],
    ['the output inside the log, behind a link', 'link/out', 'log', false],
    ['the output among the log’s own releases', 'log/releases/01JD9ZQ0V7Q3Y6B2W8K4M5N6P7', 'log', true],
    ['the output is the log', 'log', 'log', false],
    ['the log inside the output', 'lake', 'lake/log', false],
    ['the log inside the output, not there yet', 'new', 'new/log', false],
    ['the policy inside the output', '.', 'log', false],
    ['the output is the folder of the policy', 'policy', 'log', false],
    ['the output inside the folder of the policy', 'policy/out', 'log', true],
  ]
  it.each(cases)('are looked at before anything is done: %s', (_, target, log, allowed) => {
    const check = () =>
      checkPlaces({ target: join(folder, target), log: join(folder, log), baseDir: join(folder, 'policy') })
    if (allowed) expect(check).not.toThrow()
    else expect(check).toThrow(expect.objectContaining({ code: 'OUTPUT_INVALID' }))
  })

  it.each([
    // where what leads back to people lies, whether it may
    ['beside both', 'keys/main.key', true],
    ['in the output', 'out/main.key', false],
    ['in the log', 'log/main.key', false],
    ['in the log, behind a link', 'link/main.key', false],
  ])('R26: a key or a table of replacements %s', (_, place, allowed) => {
    const at = (name: string) => join(folder, name)
    const check = () =>
      checkPlaces({
        target: at('out'),
        log: at('log'),
        baseDir: at('policy'),
        secrets: [{ what: 'the key "main"', path: at(place) }],
      })
    if (allowed) expect(check).not.toThrow()
    else expect(check).toThrow(expect.objectContaining({ code: 'OUTPUT_INVALID' }))
  })
})
