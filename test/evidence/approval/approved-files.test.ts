import { describe, expect, it } from 'vitest'
import {
  approvedFiles,
  approvedFilesSha256,
  approvedFilesText,
  parseApprovedFiles,
  unlikeApproved,
} from '../../../src/evidence/approval/approved-files.ts'

const SALT = '0a'.repeat(32)
const FILES = { 'jobs.csv': 'a1'.repeat(32), 'levels/city.csv': 'b2'.repeat(32) }

describe('the list of the files that were approved', () => {
  it('is read as it was written, and its digest hangs on every file and on the salt', () => {
    const list = approvedFiles(FILES, SALT)
    expect(parseApprovedFiles(approvedFilesText(list))).toEqual(list)
    const others = [
      approvedFiles({ ...FILES, 'jobs.csv': 'c3'.repeat(32) }, SALT),
      approvedFiles({ 'jobs.csv': FILES['jobs.csv'] }, SALT),
      approvedFiles(FILES, '0b'.repeat(32)),
    ]
    expect(new Set([list, ...others].map(approvedFilesSha256)).size).toBe(4)
  })

  it('does not hold the digest of a file, which could be tried out', () => {
    for (const sha256 of Object.values(FILES))
      expect(approvedFilesText(approvedFiles(FILES, SALT))).not.toContain(sha256)
  })

  it('names what changed, came and went, whatever its name is', () => {
    const list = approvedFiles(FILES, SALT)
    expect(unlikeApproved(list, FILES)).toEqual([])
    expect(unlikeApproved(list, { ...FILES, 'jobs.csv': 'c3'.repeat(32) })).toEqual(['jobs.csv'])
    expect(unlikeApproved(list, { 'jobs.csv': FILES['jobs.csv'], toString: 'd4'.repeat(32) })).toEqual([
      'levels/city.csv',
      'toString',
    ])
  })

  it.each([
    ['no JSON', 'list'],
    ['another form', JSON.stringify({ perde: 'approved-files/2', salt: SALT, files: {} })],
    ['a salt that is none', approvedFilesText({ salt: 'short', files: {} })],
    ['a digest that is none', approvedFilesText({ salt: SALT, files: { a: 'b' } })],
    ['more than a list', approvedFilesText({ salt: SALT, files: {} }).replace('{', '{"a":1,')],
    ['nothing', ''],
  ])('is refused with %s', (_, text) => {
    expect(() => parseApprovedFiles(text)).toThrow(expect.objectContaining({ code: 'APPROVAL_INVALID' }))
  })
})
