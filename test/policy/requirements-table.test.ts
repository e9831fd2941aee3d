import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { gdpr } from '../../src/policy/rule-sets/gdpr.ts'
import { general } from '../../src/policy/rule-sets/general.ts'
import { hipaaSafeHarbor } from '../../src/policy/rule-sets/hipaa-safe-harbor.ts'
import { kzAi } from '../../src/policy/rule-sets/kz-ai.ts'
import { kzAiPlatform } from '../../src/policy/rule-sets/kz-ai-platform.ts'
import { kzPersonalData } from '../../src/policy/rule-sets/kz-personal-data.ts'

const root = join(import.meta.dirname, '../..')
const RULE_SETS = {
  'kz-ai': kzAi,
  'kz-personal-data': kzPersonalData,
  'kz-ai-platform': kzAiPlatform,
  gdpr,
  'hipaa-safe-harbor': hipaaSafeHarbor,
}

interface Row {
  id: string
  kind: string
  ruleSets: string
  tests: string
}

const rows: Row[] = readFileSync(join(root, 'policies/README.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| R\d\d \|/.test(line))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
  .map(([, id, kind, , ruleSets, , tests]) => ({ id: id!, kind: kind!, ruleSets: ruleSets!, tests: tests! }))

/** `file` or `file: title` between backquotes. */
function testsOf({ tests }: Row): { file: string; title: string | undefined }[] {
  return [...tests.matchAll(/`(test\/[^`:]+\.ts)(?:: ([^`]+))?`/g)].map(([, file, title]) => ({ file: file!, title }))
}

describe('the table of requirements in policies/README.md', () => {
  test('has every requirement from R01 to R51 once, and each that the code checks', () => {
    const ids = rows.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const listed = Array.from({ length: 51 }, (_, i) => `R${String(i + 1).padStart(2, '0')}`)
    const checked = [general, ...Object.values(RULE_SETS)].flat().map(({ id }) => id)
    expect([...listed, ...checked].filter((id) => !ids.includes(id))).toEqual([])
  })

  test('names for each requirement the rule sets that the code has it in', () => {
    for (const [name, ruleSet] of Object.entries(RULE_SETS))
      for (const { id } of ruleSet)
        expect(rows.find((row) => row.id === id)!.ruleSets, `${id} of ${name}`).toContain(`\`${name}\``)
  })

  test.each(rows)('$id names tests that are there, or what it waits for', (row) => {
    const tests = testsOf(row)
    if (row.kind === 'M' && tests.length === 0) expect(row.tests).toMatch(/^comes with /)
    for (const { file, title } of tests) {
      expect(existsSync(join(root, file)), file).toBe(true)
      const text = readFileSync(join(root, file), 'utf8')
      // Without a title, one that begins with the number; a file about one thing has it in its groups.
      const found = title === undefined ? text.includes(`'${row.id}: `) : text.includes(title)
      expect(found, `${file}: ${title ?? row.id}`).toBe(true)
    }
  })

  test('waits for nothing that the code checks', () => {
    const checked = new Set([general, ...Object.values(RULE_SETS)].flat().map(({ id }): string => id))
    expect(rows.filter(({ id, tests }) => checked.has(id) && /^comes with /.test(tests)).map(({ id }) => id)).toEqual(
      [],
    )
  })
})
