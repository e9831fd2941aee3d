import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { NewEntry } from '../../../src/evidence/log/entry-schemas.ts'
import { VERIFY_SH } from '../../../src/evidence/log/verify-sh.ts'
import { manifestSchema } from '../../../src/evidence/release/manifest-schema.ts'
import type { Schema } from '../../../src/schema/json-schema.ts'
import { openSignedLog } from '../../../src/evidence/log/log-reader.ts'
import { makeProofBundle, verifyProofBundle } from '../../../src/evidence/log/proof-bundle.ts'
import type { BundleFiles } from '../../../src/evidence/log/proof-bundle.ts'
import { signerOf } from '../../../src/evidence/log/vkey.ts'
import { COMMIT, OPTIONS, ORIGIN, PERMIT, SHA, UNSYNCED, part, temporaryFolder, useLog } from './sample-log.ts'

const RECORDS = 'a,b\n1,2\n'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const OUTPUT = `{"bytes":8,"path":"data/a.csv","plain":{"bytes":8,"sha256":"${SHA}"},"records":1,"sha256":"${sha256(RECORDS)}","source":"a"}`
const MANIFEST = `{"fields":[{"path":"a\\"}","sha256":"${SHA}"}],"files":[],"mode":"enforce","outputClass":"masked","outputs":[${OUTPUT}],"perde":"0.1.0","policySha256":"${SHA}","processing":"dpv-ai:ModelTraining","purpose":"dpv:ScientificResearch","records":{"in":1,"out":1}}`
const MANIFEST_SHA = sha256(MANIFEST)
const STRANGER = signerOf(ORIGIN, Buffer.alloc(32, 9)).vkey

/** The bundle of the permit and the commit of a log of `parts` parts, and the log's folder. */
function bundle(parts = 5, manifest = MANIFEST_SHA): { files: BundleFiles; dir: string; vkey: string } {
  const dir = temporaryFolder()
  const commit: NewEntry = { ...COMMIT, manifestSha256: manifest } as NewEntry
  return useLog(
    dir,
    (log) => {
      const [first] = log.append([PERMIT, ...Array.from({ length: parts }, (_, i) => part(i))])
      const [last] = log.append([commit])
      return { files: makeProofBundle(log, [last!, first!]), dir, vkey: log.vkey }
    },
    UNSYNCED,
  )
}

describe('a proof bundle', () => {
  it('has the entries asked for and no other', () => {
    const { files } = bundle()
    expect(Object.keys(files).sort()).toEqual([
      '1.entry.json',
      '1.tlog-proof',
      '7.entry.json',
      '7.tlog-proof',
      'SHA256SUMS',
      'checkpoint',
      'log.vkey',
      'verify.sh',
    ])
  })

  it('verifies at every size of the log to 40, also when made by a reader', () => {
    for (let parts = 0; parts < 38; parts++) {
      const { files, dir, vkey } = bundle(parts)
      expect(verifyProofBundle(files, { trust: vkey })).toMatchObject({ ok: true, trusted: 'external', problems: [] })
      expect(makeProofBundle(openSignedLog(dir), [1, parts + 2])).toEqual(files)
    }
  })

  it('gives back its entries, and is trusted only with something from outside', () => {
    const { files, vkey } = bundle()
    const report = verifyProofBundle(files)
    expect(report).toMatchObject({ ok: true, trusted: 'self', origin: ORIGIN, size: 8 })
    expect(report.entries.map(({ type, seq }) => [type, seq])).toEqual([
      ['purpose.check', 1],
      ['run.commit', 7],
    ])
    expect(verifyProofBundle(files, { trust: `${vkey}\n` }).trusted).toBe('external')
    expect(verifyProofBundle(files, { trust: files['checkpoint']!.toString() }).trusted).toBe('external')
  })

  it('is not decided by a checkpoint of another size, older or newer', () => {
    const { files, dir } = bundle()
    const older = readFileSync(join(dir, 'checkpoint'), 'utf8')
    const newer = useLog(dir, (log) => (log.append([part(9)]), log.checkpoint()), UNSYNCED)
    expect(verifyProofBundle(files, { trust: newer })).toMatchObject({ ok: true, trusted: 'self', undecided: true })
    const grown = makeProofBundle(openSignedLog(dir), [1, 7])
    expect(verifyProofBundle(grown, { trust: older })).toMatchObject({ ok: true, trusted: 'self', undecided: true })
    expect(verifyProofBundle(grown, { trust: newer })).not.toHaveProperty('undecided')
  })

  it('is not trusted with a key or a checkpoint of a stranger', () => {
    const { files } = bundle()
    expect(verifyProofBundle(files, { trust: STRANGER })).toMatchObject({ ok: false, trusted: 'self' })
    const other = useLog(temporaryFolder(), (log) => log.checkpoint(), { signingKey: Buffer.alloc(32, 9) })
    expect(verifyProofBundle(files, { trust: other })).toMatchObject({ ok: false, trusted: 'self' })
    expect(() => verifyProofBundle(files, { trust: 'no key' })).toThrow('malformed')
  })

  it('does not verify with any one of its files changed, missing or added', () => {
    const { files } = bundle()
    for (const name of Object.keys(files)) {
      for (const at of [0, files[name]!.length >> 1, files[name]!.length - 1]) {
        const changed = Buffer.from(files[name]!)
        changed[at]! ^= 1
        expect(verifyProofBundle({ ...files, [name]: changed }).ok, `${name} at ${at}`).toBe(false)
      }
      expect(verifyProofBundle(Object.fromEntries(Object.entries(files).filter(([n]) => n !== name))).ok).toBe(false)
    }
    expect(verifyProofBundle({ ...files, 'more.txt': Buffer.alloc(0) }).ok).toBe(false)
  })

  it.each<[string, (files: BundleFiles) => void, string]>([
    [
      'an entry changed',
      (f) => {
        f['7.entry.json'] = edited(f['7.entry.json']!, '"records":100', '"records":101')
      },
      'entry 7',
    ],
    [
      'the entries exchanged',
      (f) => {
        ;[f['1.entry.json'], f['7.entry.json']] = [f['7.entry.json']!, f['1.entry.json']!]
      },
      'entry 1',
    ],
    [
      'a proof under another name',
      (f) => {
        f['2.tlog-proof'] = f['1.tlog-proof']!
        f['2.entry.json'] = f['1.entry.json']!
      },
      'entry 2',
    ],
    [
      'a proof without its entry',
      (f) => {
        f['3.tlog-proof'] = f['1.tlog-proof']!
      },
      'entry 3',
    ],
    [
      'a proof for an older checkpoint',
      (f) => {
        f['1.tlog-proof'] = older().files['1.tlog-proof']!
      },
      'entry 1',
    ],
    [
      'the checkpoint of an older state',
      (f) => {
        f['checkpoint'] = older().files['checkpoint']!
      },
      'entry 1',
    ],
    [
      'the key of a stranger',
      (f) => {
        f['log.vkey'] = Buffer.from(`${STRANGER}\n`)
      },
      'checkpoint',
    ],
    [
      'a script of somebody else',
      (f) => {
        f['verify.sh'] = Buffer.from('echo verified\n')
      },
      'verify.sh',
    ],
    [
      'no entry at all',
      (f) => {
        for (const n of ['1', '7']) {
          Reflect.deleteProperty(f, `${n}.entry.json`)
          Reflect.deleteProperty(f, `${n}.tlog-proof`)
        }
      },
      'there is no entry',
    ],
  ])('with %s does not verify, though the sums are right', (_, change, place) => {
    const { files, vkey } = bundle()
    change(files)
    resum(files)
    const report = verifyProofBundle(files, place === 'checkpoint' ? {} : { trust: vkey })
    expect(report.ok).toBe(false)
    expect(report.problems.join()).toContain(place)
  })
})

function edited(bytes: Buffer, from: string, to: string): Buffer {
  return Buffer.from(bytes.toString().replace(from, to))
}

function older(): { files: BundleFiles } {
  return bundle(2)
}

function resum(files: BundleFiles): void {
  const names = Object.keys(files)
    .filter((name) => name !== 'SHA256SUMS')
    .sort()
  const sum = (name: string) => createHash('sha256').update(files[name]!).digest('hex')
  files['SHA256SUMS'] = Buffer.from(names.map((name) => `${sum(name)}  ${name}\n`).join(''))
}

/** What the script reads of the release below. */
const SPECIAL = [
  ...['data/a.csv', 'manifest.json', '_SUCCESS', 'report.html'],
  ...['checkpoint', 'log.vkey', 'verify.sh', 'SHA256SUMS', '7.entry.json', '7.tlog-proof'].map(
    (name) => `proof/${name}`,
  ),
]

const tools = ['sh', 'awk', 'xxd', 'openssl', 'sha256sum'].filter((tool) => spawnSync('which', [tool]).status !== 0)
if (tools.length > 0) console.warn(`verify.sh is not tested: ${tools.join(', ')} missing`)

describe.skipIf(tools.length > 0)('verify.sh', () => {
  let release: string
  let files: BundleFiles
  let trusted: string
  const proof = () => join(release, 'proof')

  beforeEach(() => {
    const folder = temporaryFolder()
    release = join(folder, 'release')
    mkdirSync(release)
    const made = bundle()
    files = made.files
    trusted = join(folder, 'trusted.vkey')
    writeFileSync(trusted, `${made.vkey}\n`)
    writeFileSync(join(release, 'manifest.json'), MANIFEST)
    mkdirSync(join(release, 'data'))
    writeFileSync(join(release, 'data/a.csv'), RECORDS)
    writeFileSync(join(release, '_SUCCESS'), `${MANIFEST_SHA}  manifest.json\n`)
    writeFileSync(join(release, 'report.html'), '')
    lay()
  })

  function lay(): void {
    rmSync(proof(), { recursive: true, force: true })
    mkdirSync(proof())
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(proof(), name), bytes)
  }

  function verify(args: string[] = [trusted], shell = 'sh', cwd = release): { status: number | null; text: string } {
    const { status, stdout, stderr } = spawnSync(shell, [join(proof(), 'verify.sh'), ...args], {
      cwd,
      encoding: 'utf8',
    })
    return { status, text: stdout + stderr }
  }

  it('ends with 0 for the trusted key', () => {
    const { status, text } = verify()
    expect(text).toContain(
      'entries proven: 2, in perde/visits/abcdefgh at size 8\nfiles of the release as the committed manifest names them: 1\nthe release was fit for use',
    )
    expect(status).toBe(0)
  })

  function sign(manifest: string): void {
    files = bundle(5, sha256(manifest)).files
    lay()
    writeFileSync(join(release, 'manifest.json'), manifest)
    writeFileSync(join(release, '_SUCCESS'), `${sha256(manifest)}  manifest.json\n`)
  }

  const changed = (from: string, to: string) => {
    expect(MANIFEST).toContain(from)
    return MANIFEST.replace(from, to)
  }

  it.each([
    ['a name that it does not know', changed('"files"', '"elsewhere":[],"files"')],
    ['a name of a file that it does not know', changed('"path":"data', '"part":1,"path":"data')],
    ['a name that comes twice', changed('"files":[]', '"files":[],"files":[]')],
    ['a path that comes twice in a file', changed('"path":"data/a.csv"', '"path":"data/a.csv","path":"data/b.csv"')],
    ['an escape in a path', changed('data/a.csv', 'data/\\u0061.csv')],
    ['a quote in a path', changed('data/a.csv', 'data/\\"a.csv')],
    ['a path that leads out', changed('data/a.csv', 'data/../../a.csv')],
    ['a path to what stands on standard input', changed('data/a.csv', '-')],
    ['a file without a digest', changed(`"sha256":"${sha256(RECORDS)}"`, '"text":8')],
    ['a digest of something in it only', changed(`"records":1,"sha256":"${sha256(RECORDS)}",`, '')],
    ['a digest that is none', changed(sha256(RECORDS), SHA.slice(1))],
    ['a path that is a number', changed('"path":"data/a.csv"', '"path":1')],
    ['files that are an object', changed('"files":[]', '"files":{}')],
    ['outputs in a list of their own', changed(`[${OUTPUT}]`, `[[${OUTPUT}]]`)],
    ['an output that is a word', changed(`[${OUTPUT}]`, `[${OUTPUT},"data/b.csv"]`)],
    ['no files', changed('"files":[],', '')],
    ['white space', changed('"files":[]', '"files": []')],
    ['something behind it', `${MANIFEST}{}`],
    ['a line break at its end', `${MANIFEST}\n`],
    ['its end missing', MANIFEST.slice(0, -1)],
    ['a comma too many', changed('"files":[]', '"files":[,]')],
    ['a list that ends as an object', changed('"files":[]', '"files":[}')],
    ['a number that is none', changed('"in":1', '"in":01')],
    ['nothing in it', ''],
    ['a list', '[]'],
  ])('does not call right what was signed with %s', (_, manifest) => {
    sign(MANIFEST)
    expect(verify()).toMatchObject({ status: 0 })
    sign(manifest)
    expect(verify()).toMatchObject({
      status: 2,
      text: expect.stringContaining('cannot check: manifest.json') as string,
    })
  })

  it('knows every name that a manifest may have', () => {
    const names = (of: Schema) => Object.keys(of['properties'] as object).sort()
    const own = (name: string) =>
      [...new RegExp(String.raw`\n +${name} = ((?:.*\\\n)*.*)`).exec(VERIFY_SH)![1]!.matchAll(/[A-Za-z0-9]+/g)].map(
        String,
      )
    const { outputs } = manifestSchema['properties'] as Record<string, { items: Schema }>
    expect(own('NAMES').sort()).toEqual(names(manifestSchema))
    expect(own('FILE_NAMES').sort()).toEqual(names(outputs!.items))
  })

  it.each([
    ['was fit for use when it was made: masked', MANIFEST],
    ['may never be used: the run only reported', changed('"enforce"', '"log"')],
    ['may never be used: the run only reported', changed('"enforce"', '"whatever"')],
    ['may not be used: nobody had approved', `{"approval":{"approved":[],"keys":["k"]},${MANIFEST.slice(1)}`],
    ['was fit for use when', `{"approval":{"approved":[{"vkey":"k"}],"keys":["k"]},${MANIFEST.slice(1)}`],
    ['is empty', changed('"out":1', '"out":0')],
  ])('says that a release %s', (verdict, manifest) => {
    sign(manifest)
    const { status, text } = verify()
    expect(text).toContain(`the release ${verdict}`)
    expect(text).toContain('  for dpv:ScientificResearch / dpv-ai:ModelTraining\n')
    expect(text).toContain('not checked here, but by perde verify: report.html')
    expect(status).toBe(0)
  })

  it('says where consents were accepted by hand', () => {
    const word = 'consents were accepted by hand'
    sign(MANIFEST)
    expect(verify().text).not.toContain(word)
    sign(`{"accepted":[{"of":"ledger"}],${MANIFEST.slice(1)}`)
    expect(verify()).toMatchObject({ status: 0, text: expect.stringContaining(word) as string })
  })

  it.each([
    ['purpose', changed('dpv:ScientificResearch', 'dpv:Advertising')],
    ['policy', changed(`"policySha256":"${SHA}"`, `"policySha256":"${sha256('')}"`)],
  ])('ends with 1 where the gate in the proof is of another %s', (_, manifest) => {
    sign(manifest)
    expect(verify()).toMatchObject({ status: 1, text: expect.stringContaining('is of another run') as string })
  })

  it.each(['x', '\n', ' ', '\0', `${MANIFEST_SHA}  manifest.json\n`])(
    'ends with 1 for a _SUCCESS with %j more',
    (more) => {
      appendFileSync(join(release, '_SUCCESS'), more)
      expect(verify()).toMatchObject({ status: 1, text: expect.stringContaining('_SUCCESS') as string })
    },
  )

  it('names a file that is missing in letters of any language, without what steers a terminal', () => {
    sign(changed('data/a.csv', 'data/қала=Алматы/a.csv'))
    mkdirSync(join(release, 'data/қала=Алматы'))
    renameSync(join(release, 'data/a.csv'), join(release, 'data/қала=Алматы/a.csv'))
    expect(verify().status).toBe(0)
    writeFileSync(join(release, 'data/қала=Алматы/a.csv'), '')
    expect(verify().text).toContain('data/қала=Алматы/a.csv')
    writeFileSync(join(release, 'data/қала=Алматы/a.csv'), RECORDS)
    writeFileSync(join(release, 'data/\u001b[2J\u009b2J'), '')
    expect(verify()).toMatchObject({ status: 1, text: 'MISMATCH: a file is not in manifest.json: data/[2J2J\n' })
  })

  it('ends with 1 where verify.sh here is another script, though the sums are right', () => {
    const own = join(temporaryFolder(), 'own.sh')
    cpSync(join(proof(), 'verify.sh'), own)
    files['verify.sh'] = Buffer.from('exit 0\n')
    resum(files)
    lay()
    const { status, stderr } = spawnSync('sh', [own, trusted, proof()], { encoding: 'utf8' })
    expect(stderr).toContain('verify.sh here is another script')
    expect(status).toBe(1)
  })

  it('ends with 1 where a file is not the one that the manifest names, or is gone', () => {
    writeFileSync(join(release, 'data/a.csv'), RECORDS.replace('2', '3'))
    expect(verify()).toMatchObject({ status: 1, text: expect.stringContaining('data/a.csv') as string })
    rmSync(join(release, 'data/a.csv'))
    expect(verify()).toMatchObject({ status: 1 })
  })

  it('ends with 1 where a file lies in the release that the manifest does not name, whatever it is called', () => {
    for (const name of ['data/b.csv', 'data/.hidden', 'readme', 'data/a.csv\nmanifest.json', 'data/a.cs']) {
      writeFileSync(join(release, name), RECORDS)
      expect(verify()).toMatchObject({
        status: 1,
        text: expect.stringContaining('a file is not in manifest.json') as string,
      })
      rmSync(join(release, name))
    }
    symlinkSync('/', join(release, 'data/link'))
    expect(verify().status).toBe(1)
    rmSync(join(release, 'data/link'))
    mkdirSync(join(release, 'a'))
    expect(verify()).toMatchObject({ status: 1, text: expect.stringContaining('a folder') as string })
    rmSync(join(release, 'a'), { recursive: true })
    renameSync(join(release, 'data/a.csv'), join(release, '../a.csv'))
    symlinkSync('../../a.csv', join(release, 'data/a.csv'))
    expect(verify()).toMatchObject({ status: 1, text: expect.stringContaining('is a link') as string })
  })

  const special = ['mkfifo PATH', ...(process.getuid?.() === 0 ? ['mknod PATH c 1 3'] : [])]
  it.each(special.flatMap((make) => SPECIAL.map((file) => [file, make] as const)))(
    'ends with 1, and reads nothing, where %s is what `%s` makes, whoever writes into it',
    (file, make) => {
      const path = join(release, file)
      const bytes = readFileSync(path)
      const own = join(release, '../own.sh')
      writeFileSync(own, VERIFY_SH)
      unlinkSync(path)
      const [tool, ...args] = make.split(' ')
      execFileSync(
        tool!,
        args.map((arg) => (arg === 'PATH' ? path : arg)),
      )
      writeFileSync(join(release, '../bytes'), bytes)
      const feed = spawn('sh', ['-c', 'while :; do cat ../bytes >"$1"; done', 'sh', path], {
        cwd: release,
        detached: true,
      })
      try {
        const { status, stderr, signal } = spawnSync('sh', [own, trusted, proof()], {
          encoding: 'utf8',
          timeout: 20_000,
        })
        expect([status, signal]).toEqual([1, null])
        expect(stderr).toMatch(/special file|is missing|there is no (manifest.json|_SUCCESS) above/)
      } finally {
        process.kill(-feed.pid!, 'SIGKILL')
      }
    },
  )

  it('goes by the manifest that was committed, whoever exchanges it while it is read', () => {
    const evil = MANIFEST.replaceAll(sha256(RECORDS), sha256('a,b\n6,6\n'))
    const folder = join(release, '..')
    writeFileSync(join(folder, 'evil.json'), evil)
    writeFileSync(join(release, 'data/a.csv'), 'a,b\n6,6\n')
    mkdirSync(join(folder, 'bin'))
    // Between the digest of the manifest and what is read from it.
    const [from, to] = [join(folder, 'evil.json'), join(release, 'manifest.json')]
    const exchange = `#!/bin/sh\ncase "$*" in *_SUCCESS) cp ${from} ${to} ;; esac\nPATH=\${PATH#*:} exec cmp "$@"\n`
    writeFileSync(join(folder, 'bin/cmp'), exchange, { mode: 0o755 })
    const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` }
    const { status, stderr } = spawnSync('sh', [join(proof(), 'verify.sh'), trusted], { env, encoding: 'utf8' })
    expect(readFileSync(join(release, 'manifest.json'), 'utf8')).toBe(evil)
    expect([status, stderr]).toEqual([1, expect.stringContaining('a file is not the one in manifest.json: data/a.csv')])
  })

  it('ends with 1 where the folder of proofs is a link, since what lies above it is another release', () => {
    const genuine = join(release, 'genuine')
    mkdirSync(genuine)
    renameSync(proof(), join(genuine, 'proof'))
    symlinkSync('genuine/proof', proof())
    for (const folder of [proof(), `${proof()}/`])
      expect(spawnSync('sh', [join(genuine, 'proof/verify.sh'), trusted, folder]).status).toBe(1)
  })

  it('ends with 3 without a key', () => {
    const { status, text } = verify([])
    expect(text).toContain('consistent with itself only')
    expect(status).toBe(3)
  })

  it("can be run from anywhere, with a path to the key from there, and as a copy of one's own", () => {
    expect(verify(['../../trusted.vkey'], 'sh', proof()).status).toBe(0)
    const own = join(temporaryFolder(), 'own.sh')
    cpSync(join(proof(), 'verify.sh'), own)
    expect(spawnSync('sh', [own, trusted, proof()]).status).toBe(0)
    writeFileSync(join(proof(), 'verify.sh'), 'exit 0\n')
    expect(spawnSync('sh', [own, trusted, proof()]).status).toBe(1)
  })

  it.each([0, 1, 2, 3, 4, 6, 13, 30])('holds in a log of %i parts as well', (parts) => {
    const made = bundle(parts)
    files = made.files
    lay()
    expect(verify()).toMatchObject({ status: 0 })
  })

  it('agrees with perde on the first entry of a log of one', () => {
    const dir = temporaryFolder()
    files = useLog(dir, (log) => makeProofBundle(log, [0]), UNSYNCED)
    lay()
    // The gate alone is not a release.
    expect(verify()).toMatchObject({ status: 1 })
    expect(verify(['--alone', trusted])).toMatchObject({ status: 0 })
  })

  it.each<[string, () => void, string]>([
    [
      'a file that was changed',
      () => writeFileSync(join(proof(), '7.entry.json'), '{}'),
      'a file is not the one in SHA256SUMS: 7.entry.json',
    ],
    ['a file that is missing', () => unlinkSync(join(proof(), '1.tlog-proof')), '1.tlog-proof'],
    [
      'a file that nobody listed',
      () => writeFileSync(join(proof(), 'more.txt'), ''),
      'a file is not in SHA256SUMS: more.txt',
    ],
    [
      'a file whose name is two that are listed',
      () => writeFileSync(join(proof(), 'log.vkey\nverify.sh'), ''),
      'a file is not in SHA256SUMS: log.vkeyverify.sh',
    ],
    [
      'a folder whose name is two that are there',
      () => mkdirSync(join(release, 'data\ndata')),
      'a file is not in manifest.json: its name has a line break',
    ],
    ['no sums', () => unlinkSync(join(proof(), 'SHA256SUMS')), 'SHA256SUMS is missing'],
    [
      'another manifest',
      () => writeFileSync(join(release, 'manifest.json'), `${MANIFEST}\n`),
      'manifest.json is not the one',
    ],
    ['no manifest', () => unlinkSync(join(release, 'manifest.json')), 'no manifest.json above'],
    ['no _SUCCESS', () => unlinkSync(join(release, '_SUCCESS')), 'no _SUCCESS above'],
    [
      'a _SUCCESS of another manifest',
      () => writeFileSync(join(release, '_SUCCESS'), `${SHA}  manifest.json\n`),
      '_SUCCESS does not agree',
    ],
    [
      'the key of a stranger',
      () => writeFileSync(trusted, `${STRANGER}\n`),
      'the checkpoint is not signed with this key',
    ],
    [
      'a key whose id is not its own',
      () => writeFileSync(trusted, STRANGER.replace(/\+[0-9a-f]{8}\+/, '+00000000+')),
      'does not have the id',
    ],
    [
      'the key of another log',
      () => writeFileSync(trusted, signerOf('perde/other/x', OPTIONS.signingKey!).vkey),
      'another log',
    ],
  ])('ends with 1 and a clear line for %s', (_, change, line) => {
    change()
    const { status, text } = verify()
    expect(text).toContain(`MISMATCH: `)
    expect(text).toContain(line)
    expect(status).toBe(1)
  })

  it.each<[string, () => void, string]>([
    [
      'an entry changed',
      () => {
        files['7.entry.json'] = edited(files['7.entry.json']!, '"records":100', '"records":101')
      },
      'is not the entry that stands in the log',
    ],
    [
      'an entry with a newline',
      () => {
        files['7.entry.json'] = Buffer.concat([files['7.entry.json']!, Buffer.of(10)])
      },
      'is not the entry that stands in the log',
    ],
    [
      'entries exchanged',
      () => {
        ;[files['1.entry.json'], files['7.entry.json']] = [files['7.entry.json']!, files['1.entry.json']!]
      },
      'is not the entry',
    ],
    [
      'a proof under another name',
      () => {
        files['2.tlog-proof'] = files['1.tlog-proof']!
        files['2.entry.json'] = files['1.entry.json']!
      },
      'another entry than it is named after',
    ],
    [
      'a hash of a proof changed',
      () => {
        files['1.tlog-proof'] = Buffer.from(files['1.tlog-proof']!.toString().replace(/(index 1\n)./, '$1/'))
      },
      'is not the entry',
    ],
    [
      'a proof too short',
      () => {
        files['1.tlog-proof'] = Buffer.from(files['1.tlog-proof']!.toString().replace(/(index 1\n).*\n/, '$1'))
      },
      'too short',
    ],
    [
      'a proof too long',
      () => {
        files['1.tlog-proof'] = Buffer.from(
          files['1.tlog-proof']!.toString().replace(/index 1\n(.*\n)/, 'index 1\n$1$1'),
        )
      },
      'too long',
    ],
    [
      'the checkpoint of an older state',
      () => {
        files['checkpoint'] = older().files['checkpoint']!
      },
      'for another checkpoint',
    ],
    [
      'a root changed everywhere',
      () => {
        const lines = files['checkpoint']!.toString().split('\n')
        const root = Buffer.alloc(32, 1).toString('base64')
        for (const name of ['checkpoint', '1.tlog-proof', '7.tlog-proof'])
          files[name] = edited(files[name]!, lines[2]!, root)
      },
      'the signature of the checkpoint does not hold',
    ],
    [
      'a size changed everywhere',
      () => {
        for (const name of ['checkpoint', '1.tlog-proof', '7.tlog-proof'])
          files[name] = edited(files[name]!, '\n8\n', '\n9\n')
      },
      'the signature of the checkpoint does not hold',
    ],
    [
      'no signature',
      () => {
        const [signature] = /\u2014.*\n/.exec(files['checkpoint']!.toString())!
        for (const name of ['checkpoint', '1.tlog-proof', '7.tlog-proof'])
          files[name] = edited(files[name]!, signature, '')
      },
      'not signed with this key',
    ],
    [
      'an entry without proof',
      () => {
        files['3.entry.json'] = files['1.entry.json']!
      },
      'has no proof',
    ],
    [
      'no proof at all',
      () => {
        files = { checkpoint: files['checkpoint']!, 'log.vkey': files['log.vkey']!, 'verify.sh': files['verify.sh']! }
      },
      'there is no proof',
    ],
  ])('ends with 1 for %s, though the sums are right', (_, change, line) => {
    change()
    resum(files)
    lay()
    const { status, text } = verify()
    expect(text).toContain(line)
    expect(status).toBe(1)
  })

  it('checks a folder by itself when told that there is no release', () => {
    unlinkSync(join(release, 'manifest.json'))
    unlinkSync(join(release, '_SUCCESS'))
    expect(verify(['--alone', trusted]).status).toBe(0)
    expect(verify(['--alone']).status).toBe(3)
  })

  it('ends with 2 where it cannot be run', () => {
    expect(verify([join(release, 'nowhere.vkey')])).toMatchObject({ status: 2 })
    const { status } = spawnSync('/bin/sh', [join(proof(), 'verify.sh')], { env: { PATH: '/nowhere' } })
    expect(status).toBe(2)
  })

  it('leaves nothing behind', () => {
    const temporary = temporaryFolder()
    const env = { ...process.env, TMPDIR: temporary }
    spawnSync('sh', [join(proof(), 'verify.sh'), trusted], { env })
    expect(execFileSync('ls', ['-A', temporary], { encoding: 'utf8' })).toBe('')
  })

  const shells = ['dash', 'bash --posix', 'busybox sh', 'ksh', 'zsh --emulate sh']
  const present = shells.filter((shell) => spawnSync('which', [shell.split(' ')[0]!]).status === 0)
  it.each(present)('does the same in %s', (command) => {
    const [shell, ...flags] = command.split(' ')
    const run = (args: string[]) => spawnSync(shell!, [...flags, join(proof(), 'verify.sh'), ...args]).status
    expect([run([trusted]), run([])]).toEqual([0, 3])
    writeFileSync(join(proof(), '1.entry.json'), readFileSync(join(proof(), '7.entry.json')))
    expect(run([trusted])).toBe(1)
  })
})
