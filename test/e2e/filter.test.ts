import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, truncateSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { keptProject } from './kept-project.ts'
import { CLI, CONSENT, KEY, consent, consentsOf, people, peopleCsv, peoplePolicy, project } from './perde.ts'
import type { Person, Project } from './perde.ts'
import { entriesOf, expectLogHolds } from './refusal.ts'

const FILTER = CONSENT.replace('consent:\n', 'consent:\n  on-withdrawal: filter\n')
const TERMS = ['--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining', '--by', 'ml']
const EVERYBODY = people(30)

/** Two files of people, released, and a folder for private places. */
const released = keptProject((after) => {
  const p = project(
    {
      'people/a.csv': peopleCsv(EVERYBODY.slice(0, 15)),
      'people/b.csv': peopleCsv(EVERYBODY.slice(15)),
      'policy.yaml': peoplePolicy(FILTER, { input: 'people' }),
      'consents.csv': consentsOf(EVERYBODY),
    },
    after,
  )
  mkdirSync(p.path('private'))
  const ran = p.perde(['run', 'policy.yaml', '--out', 'out', '--workers', '1', '--quiet'])
  expect(ran).toMatchObject({ status: 0, stderr: '' })
  return p
})

/** A command that goes on; where perde is killed nothing that it holds keeps the output open. */
const GOES_ON = 'exec sleep 60 >/dev/null 2>&1'

const env = (p: Project) => ({ PERDE_PRIVATE: p.path('private') })
const use = (p: Project, script = 'while read -r f; do cat "$f"; done <<EOF\n$PERDE_DATA\nEOF\n') =>
  p.perde(['use', 'out', ...TERMS, '--', 'sh', '-c', script], { env: env(p) })

function withdraw(p: Project, ...who: Person[]): void {
  appendFileSync(p.path('consents.csv'), who.map((o) => `${consent(o.iin, 'withdrawn').join(',')}\n`).join(''))
}

/** The lines of the files of a release, without those of some of its records, by file and number. */
function linesWithout(p: Project, ...gone: [file: string, record: number][]): string {
  return ['people/part-00000.csv', 'people/part-00001.csv']
    .map((file) =>
      p
        .text(`out/data/${file}`)
        .split('\n')
        .filter((_, n) => !gone.some(([of, m]) => of === file && m === n))
        .join('\n'),
    )
    .join('')
}

describe('a release that is filtered', () => {
  it('is handed out as it stands while nobody has withdrawn', () => {
    const p = released()
    expect(use(p, 'echo "$PERDE_RELEASE_DIR"')).toMatchObject({ status: 0, stdout: `${p.path('out')}\n` })
    expect(readdirSync(p.path('private'))).toEqual([])
  })

  it('is handed out without the records of who withdrew, which the log counts', () => {
    const p = released()
    withdraw(p, EVERYBODY[3]!, EVERYBODY[15]!)
    const used = use(p)
    expect(used.status).toBe(0)
    expect(used.stdout).toBe(linesWithout(p, ['people/part-00000.csv', 4], ['people/part-00001.csv', 1]))
    expect(used.stderr).toContain('28 records (2 without consent by now left out)')
    expect(entriesOf(p).at(-1)).toMatchObject({ type: 'use.check', decision: 'permit', withdrawn: 2, withheld: 2 })
    expectLogHolds(p)
  })

  it('stands in a folder that nobody else may enter, and that is gone when the command has ended', () => {
    const p = released()
    withdraw(p, EVERYBODY[3]!)
    const used = use(
      p,
      'stat -c "%a %n" "$PERDE_RELEASE_DIR"; stat -Lc %a $PERDE_DATA; cd "$PERDE_RELEASE_DIR"; find . | sort; exit 7',
    )
    expect(used.status).toBe(7)
    const [folder, mode, , ...rest] = used.stdout.trimEnd().split('\n')
    expect(folder).toMatch(new RegExp(`^700 ${p.path('private')}/perde-use-[0-9A-Z]{26}$`))
    expect(mode).toBe('600')
    expect(rest).toEqual([
      '.',
      './data',
      './data/people',
      './data/people/part-00000.csv',
      './data/people/part-00001.csv',
    ])
    expect(readdirSync(p.path('private'))).toEqual([])
  })

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('is gone when the use is ended by %s', async (signal, status) => {
    const p = released()
    withdraw(p, EVERYBODY[3]!)
    const { child, ended } = p.start(['use', 'out', ...TERMS, '--', 'sh', '-c', `touch started; ${GOES_ON}`], {
      env: env(p),
    })
    while (!p.has('started')) await wait(20)
    expect(readdirSync(p.path('private'))).not.toEqual([])
    child.kill(signal)
    expect([status, 143]).toContain((await ended).status)
    expect(readdirSync(p.path('private'))).toEqual([])
  })

  it('is removed by the next use where one was killed, and not where one is still going on', async () => {
    const p = released()
    withdraw(p, EVERYBODY[3]!)
    const begin = async (mark: string) => {
      const started = p.start(['use', 'out', ...TERMS, '--', 'sh', '-c', `touch ${mark}; ${GOES_ON}`], {
        env: env(p),
      })
      while (!p.has(mark)) await wait(20)
      return started
    }
    const places = () => readdirSync(p.path('private')).filter((name) => !name.endsWith('.lock'))
    const killed = await begin('killed')
    const [left] = places()
    killed.child.kill('SIGKILL')
    await killed.ended
    expect(places()).toEqual([left])
    await begin('going-on')
    expect(places()).not.toContain(left)
    const [going] = places()
    expect(use(p).status).toBe(0)
    expect(places()).toEqual([going])
  })

  it('is destroyed with the release where the command was killed', async () => {
    const p = released()
    withdraw(p, EVERYBODY[3]!)
    const args = ['use', 'out', ...TERMS, '--', 'sh', '-c', `touch begun; ${GOES_ON}`]
    const killed = p.start(args, { env: env(p) })
    while (!p.has('begun')) await wait(20)
    killed.child.kill('SIGKILL')
    await killed.ended
    expect(readdirSync(p.path('private'))).not.toEqual([])
    const purged = p.perde(['purge', 'out', '--reason', 'withdrawn', '--log', 'perde-log'], { env: env(p) })
    expect(purged.status).toBe(0)
    expect(readdirSync(p.path('private'))).toEqual([])
  })

  it('asks for a command: what is copied for nobody would stay', () => {
    const p = released()
    withdraw(p, EVERYBODY[3]!)
    const used = p.perde(['use', 'out', ...TERMS], { env: env(p) })
    expect(used.status).toBe(77)
    expect(used.stderr).toContain('[DENIED_WITHDRAWN]')
    expect(used.stdout).toBe('')
    expect(readdirSync(p.path('private'))).toEqual([])
  })

  it('is not copied, and no command started, where the folder that is named for it is none', () => {
    const p = released()
    withdraw(p, EVERYBODY[3]!)
    const used = p.perde(['use', 'out', ...TERMS, '--', 'touch', 'started'], {
      env: { PERDE_PRIVATE: p.path('nowhere') },
    })
    expect(used.stderr).toContain('[USAGE]')
    expect(used.status).toBe(2)
    expect(p.has('started')).toBe(false)
  })

  it.each([
    ['a decision file is gone', 'DENIED_CONSENT', (dir: string) => rmSync(`${dir}/part-00001.bin`)],
    ['a decision file is cut off', 'LOG_TAMPERED', (dir: string) => truncateSync(`${dir}/part-00001.bin`, 90)],
    [
      'one stands in the place of another',
      'LOG_TAMPERED',
      (dir: string) => cpSync(`${dir}/part-00000.bin`, `${dir}/part-00001.bin`),
    ],
    ['their key is gone', 'DENIED_CONSENT', (dir: string) => rmSync(`${dir}/key`)],
  ])('is handed out to nobody where %s', (_, code, harm) => {
    const p = released()
    withdraw(p, EVERYBODY[3]!)
    harm(p.path('perde-log/decisions', p.json<{ release: string }>('out/manifest.json').release))
    const used = use(p, 'touch started')
    expect(used.stderr).toContain(`[${code}]`)
    expect(used.status).not.toBe(0)
    expect(p.has('started')).toBe(false)
    expect(readdirSync(p.path('private'))).toEqual([])
  })

  it('is handed out to nobody where the log’s record tells of other records', () => {
    const p = released()
    withdraw(p, EVERYBODY[3]!)
    const file = `perde-log/releases/${p.json<{ release: string }>('out/manifest.json').release}.json`
    const record = p.json<{ written: { people: { options: object } } }>(file)
    record.written.people.options = { header: false }
    p.write(file, JSON.stringify(record))
    const used = use(p, 'touch started')
    expect(used.stderr).toContain('[DENIED_CONSENT]')
    expect(used.status).toBe(77)
    expect(p.has('started')).toBe(false)
  })
})

describe('the records of a filtered release', () => {
  const FORMATS = [
    ['CSV', 'csv', ''],
    ['JSON Lines', 'jsonl', 'format: jsonl'],
    ['a JSON array', 'json', 'format: json'],
    ['XML', 'xml', 'format: xml'],
    ['Parquet', 'parquet', 'format: parquet'],
    ['Arrow', 'arrow', 'format: arrow'],
    ['gzip', 'csv.gz', 'compression: gzip'],
    ['zstd', 'jsonl.zst', 'format: jsonl, compression: zstd'],
    ['files of a size', 'csv', 'file-size: 1KiB'],
  ] as const

  it.each(FORMATS)('in %s are those of a release that was made without them', (_, ending, output) => {
    const more = output === '' ? '' : `output: { ${output} }\n`
    const many = people(200)
    const gone = [many[0]!, many[77]!, many[199]!]
    const p = project({
      'people.csv': peopleCsv(many),
      'policy.yaml': peoplePolicy(FILTER, { more }),
      'consents.csv': consentsOf(many),
    })
    mkdirSync(p.path('private'))
    const run = (out: string, log: string) =>
      p.perde(['run', 'policy.yaml', '--out', out, '--log', log, '--workers', '1', '--quiet']).status
    expect(run('out', 'perde-log')).toBe(0)
    withdraw(p, ...gone)
    expect(run('without', 'other-log')).toBe(0)
    expect(use(p, 'cp -rL "$PERDE_RELEASE_DIR" handed')).toMatchObject({ status: 0 })
    const read = (dir: string) =>
      p
        .below(`${dir}/data`)
        .filter((name) => !name.endsWith('/'))
        .map((name) => {
          expect(name.endsWith(`.${ending}`)).toBe(true)
          return p.bytes(`${dir}/data/${name}`)
        })
    if (output.startsWith('file-size')) {
      // Files end where they ended; the records are the same.
      const records = (dir: string) => read(dir).flatMap((file) => file.toString().split('\n').slice(1))
      expect(records('handed').filter(Boolean)).toEqual(records('without').filter(Boolean))
    } else expect(read('handed')).toEqual(read('without'))
  })
})

describe('a policy', () => {
  it.each([
    ['filters classes', 'anonymity: { k: 2 }\n', 'leave smaller ones'],
    ['filters what is shuffled', 'output: { order: shuffle }\n', 'shuffled'],
  ])('that %s is refused', (_, more, why) => {
    const p = project({
      'people.csv': peopleCsv(EVERYBODY),
      'policy.yaml': peoplePolicy(FILTER, { more, fields: '    born: { role: quasi-identifier, do: keep }\n' }),
    })
    const checked = p.perde(['check', 'policy.yaml'])
    expect(checked.status).toBe(78)
    expect(checked.stdout + checked.stderr).toContain(why)
  })
})

it('a private place is in memory where none is named', () => {
  if (!existsSync('/dev/shm')) return
  const p = released()
  withdraw(p, EVERYBODY[3]!)
  const done = spawnSync(
    process.execPath,
    [CLI, 'use', 'out', ...TERMS, '--', 'sh', '-c', 'echo "$PERDE_RELEASE_DIR"'],
    {
      cwd: p.dir,
      env: { PATH: process.env['PATH'] ?? '', PERDE_KEY: KEY },
    },
  )
  const place = done.stdout.toString().trimEnd()
  expect(place).toMatch(/^\/dev\/shm\/perde-use-/)
  expect(existsSync(place)).toBe(false)
})
