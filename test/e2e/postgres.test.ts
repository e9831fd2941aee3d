import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { POSTGRES, startPostgres, type PostgresServer } from '../io/databases/postgres/postgres-server.ts'
import { CONTRACT, KEY, people, project, type Project, type Ran } from './perde.ts'
import { entriesOf } from './refusal.ts'

/** Real tables of a real server, read and written by the built command. */

let server: PostgresServer
beforeAll(async () => {
  if (POSTGRES === undefined) return
  server = await startPostgres(POSTGRES)
  await server.createDatabase('clinic')
  await server.sql('clinic', CLINIC)
})
afterAll(() => server?.stop())

const PEOPLE = people(40)
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

/** Names that need quoting, every kind of type, nulls beside empty texts, and a foreign key. */
const CLINIC = `
CREATE SCHEMA "Клиника 1";
CREATE TYPE "Клиника 1".mood AS ENUM ('calm', 'sad');
CREATE TABLE "Клиника 1"."Patients" (
  iin text PRIMARY KEY, "full ""name""" text, born date, height numeric(6,2), profile jsonb, photo bytea, tags text[],
  grid int[], mood "Клиника 1".mood, seen timestamptz, weight float8, big bigint);
CREATE TABLE "Клиника 1".visits (
  id bigint PRIMARY KEY, patient text NOT NULL REFERENCES "Клиника 1"."Patients" (iin), note text, cost numeric, doc json);
INSERT INTO "Клиника 1"."Patients" VALUES ${PEOPLE.map(
  (p, i) =>
    `(${quoted(p.iin)}, ${i === 0 ? 'NULL' : i === 1 ? "''" : quoted(p.name)}, '1990-01-01', ${i}.50,
      ${i === 2 ? 'NULL' : quoted(JSON.stringify({ mail: p.email, n: 1, calls: [{ to: p.phone }, { to: 'a"\\b' }] }))},
      '\\xffd8ffe0', ${i === 2 ? 'NULL' : i === 3 ? "'{}'" : `ARRAY['x y', NULL, '{"q"}', 'NULL', '', ${quoted(p.city)}]`},
      '{{1,2},{3,4}}', 'calm', '2026-01-02 03:04:05.123456+05', 0.1, 9007199254740993)`,
).join()};
INSERT INTO "Клиника 1".visits SELECT row_number() OVER (ORDER BY iin), iin, E'a\\n"b",\\\\.', 10.50, '{"k" :  [1, 2.0]}' FROM "Клиника 1"."Patients", generate_series(1, 2);
CREATE ROLE reader LOGIN;
CREATE ROLE secretary LOGIN PASSWORD 'very secret';
CREATE TABLE lonely (word text);
INSERT INTO lonely VALUES (NULL), (''), (E'\\\\.'), ('x'), ('  ');`

const table = (name: string, more = '') => `${server.address('clinic')}&table=${encodeURIComponent(name)}${more}`
const out = (schema: string, more = '') => `${server.address('clinic')}&schema=${schema}${more}`

const RULES = `
  patients:
    iin: { role: identifier, type: iin, do: pseudonym person }
    '"full ""name"""': { role: identifier, do: redact }
    born: { role: quasi-identifier, do: shift-date 30d }
    height: insensitive
    profile.mail: { role: identifier, type: email, do: pseudonym mail }
    profile.n: { role: sensitive, do: drop }
    profile.calls[].to: { role: identifier, do: redact }
    photo: { role: biometric, do: drop }
    tags[]: { role: sensitive, do: redact }
    grid: insensitive
    mood: insensitive
    seen: insensitive
    weight: insensitive
    big: insensitive
  visits:
    id: insensitive
    patient: { role: identifier, type: iin, do: pseudonym person }
    note: insensitive
    cost: { role: sensitive, do: round 10 }
    doc: insensitive
`

function policy({
  patients = '',
  visits = '',
  rules = RULES,
}: { patients?: string; visits?: string; rules?: string } = {}) {
  return `perde: 1
dataset:
  id: clinic
  sources:
    patients: ${JSON.stringify(patients || table('Клиника 1.Patients'))}
    visits: ${JSON.stringify(visits || table('Клиника 1.visits'))}
  subject: { patients: iin, visits: patient }
  maker: { name: Example LLP,  }
  provenance: { controller: Example LLP, method: own-records, jurisdiction: [KZ] }
${CONTRACT}keys: { main: { env: PERDE_KEY } }
detect: { surprise: warn }
unlisted: fail
fields:${rules}`
}

const run = (p: Project, to: string, ...more: string[]): Ran =>
  p.perde(['run', 'policy.yaml', '--out', to, '--workers', '1', '--quiet', ...more])
const schemas = async () =>
  (
    await server.sql(
      'clinic',
      "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'rel%' OR nspname LIKE '\\_perde%' ORDER BY 1",
    )
  ).rows.map((row: { nspname: string }) => row.nspname)

describe.skipIf(POSTGRES === undefined)('tables of a PostgreSQL server', () => {
  let p: Project
  beforeEach(() => {
    p = project({ 'policy.yaml': policy() })
  })

  it('are read as they are: types, nulls, documents and arrays, whatever their names', () => {
    expect(run(p, 'release', '--block', '1KiB')).toMatchObject({ status: 0, stderr: '' })
    const [header, ...rows] = p.text('release/data/patients.csv').trimEnd().split('\n')
    expect(header).toBe('iin,"full ""name""",born,height,profile,tags,grid,mood,seen,weight,big')
    expect(rows).toHaveLength(40)
    const other = ',"{{1,2},{3,4}}",calm,2026-01-01 22:04:05.123456+00,0.1,9007199254740993'
    expect(rows.every((row) => row.endsWith(other))).toBe(true)
    const all = rows.join('\n')
    for (const { iin, name, email, phone, city } of PEOPLE)
      for (const value of [iin, name, email, phone, city]) expect(all.includes(value)).toBe(false)
    expect(all).toMatch(/"\{""mail"": ""[a-z2-7]{16}"", ""calls"": \[\{""to"": ""\[REDACTED\]""\}, /)
    expect(all).toContain('"{[REDACTED],[REDACTED],[REDACTED],[REDACTED],[REDACTED],[REDACTED]}"')
    expect(all).toMatch(/,\{\},/)
    expect(p.text('release/data/visits.csv')).toContain('"a\n""b"",\\.",10,"{""k"" :  [1, 2.0]}"')
    expect(p.perde(['verify', 'release']).status).toBe(0)
  })

  it('give the same bytes whatever the order of their rows on the disk and the size of blocks', async () => {
    expect(run(p, 'one', '--block', '1KiB').status).toBe(0)
    await server.sql('clinic', 'UPDATE "Клиника 1".visits SET note = note WHERE id % 3 = 0')
    await server.sql('clinic', 'VACUUM FULL "Клиника 1".visits')
    expect(run(p, 'two', '--block', '1MiB', '--workers', '2').status).toBe(0)
    for (const name of ['patients.csv', 'visits.csv'])
      expect(p.text(`two/data/${name}`)).toBe(p.text(`one/data/${name}`))
  })

  it('get one rule on both sides of a foreign key in a first policy', () => {
    const { status } = p.perde([
      'scan',
      table('Клиника 1.Patients'),
      table('Клиника 1.visits'),
      '--policy-out',
      'first.yaml',
    ])
    expect(status).toBe(0)
    expect(p.text('first.yaml')).toMatch(/^ {4}iin: \{ role: identifier, type: iin, do: pseudonym person \}$/m)
    expect(p.text('first.yaml')).toMatch(/^ {4}patient: \{ role: identifier, type: iin, do: pseudonym person \}$/m)
  })

  it('may be what a query gives', () => {
    const visits = `${server.address('clinic')}&query=${encodeURIComponent('SELECT id, patient, note, cost, doc FROM "Клиника 1".visits WHERE patient <> \'770000000000\' ORDER BY id LIMIT 3')}`
    p.write('policy.yaml', policy({ visits }))
    expect(run(p, 'release')).toMatchObject({ status: 0 })
    expect(p.json<{ outputs: { records: number }[] }>('release/manifest.json').outputs[1]!.records).toBe(3)
    for (const name of p.below('release').filter((n) => !n.endsWith('/')))
      expect(p.text(`release/${name}`).includes('770000000000')).toBe(false)
  })

  it('are scanned and measured like files', () => {
    const scan = p.perde(['scan', table('Клиника 1.Patients'), '--json', '--policy-out', 'found.yaml'])
    expect(scan.status).toBe(0)
    const fields = (JSON.parse(scan.stdout) as { fields: { path: string; entity: string }[] }).fields
    expect(fields.find((f) => f.path === 'profile.mail')).toMatchObject({ entity: 'email' })
    expect(fields.find((f) => f.path === 'iin')).toMatchObject({ entity: 'iin' })
    expect(p.text('found.yaml')).toContain('table=%D0%9A%D0%BB%D0%B8')
    const risk = p.perde(['risk', table('Клиника 1.Patients'), '--qi', 'born', '--json'])
    expect(JSON.parse(risk.stdout)).toMatchObject({ k: 40 })
  })

  it('keep lone nulls, empty texts and what ends a COPY apart, also on the way back', async () => {
    const rules = '\n  words:\n    word: { role: sensitive, do: [ { mask: { keep: "\\\\.x " } } ] }\n'
    const text = policy({ rules })
      .replace(/ {4}patients:.*\n {4}visits:.*\n/, `    words: ${JSON.stringify(table('public.lonely'))}\n`)
      .replace(/ {2}subject:.*\n/, '')
    p.write('policy.yaml', text)
    expect(run(p, out('rel_lonely'))).toMatchObject({ status: 0 })
    const { rows } = await server.sql('clinic', 'SELECT word FROM rel_lonely.words ORDER BY word NULLS FIRST')
    expect(rows).toEqual([{ word: null }, { word: '' }, { word: '  ' }, { word: '\\.' }, { word: 'x' }])
    await server.sql('clinic', 'DROP SCHEMA rel_lonely CASCADE')
  })
})

describe.skipIf(POSTGRES === undefined)('a release in a database', () => {
  let p: Project
  beforeEach(async () => {
    p = project({ 'policy.yaml': policy() })
    for (const schema of await schemas()) await server.sql('clinic', `DROP SCHEMA "${schema}" CASCADE`)
  })

  it('has tables of the types and with the keys of the source, and verifies', async () => {
    expect(run(p, out('rel_a'))).toMatchObject({ status: 0 })
    const { rows: types } = await server.sql(
      'clinic',
      `SELECT attname, format_type(atttypid, atttypmod) AS type FROM pg_attribute
       WHERE attrelid = 'rel_a.patients'::regclass AND attnum > 0 ORDER BY attnum`,
    )
    expect(Object.fromEntries(types.map((r: { attname: string; type: string }) => [r.attname, r.type]))).toEqual({
      ...{ iin: 'text', 'full "name"': 'text', born: 'date', height: 'numeric(6,2)', profile: 'jsonb', tags: 'text[]' },
      ...{
        grid: 'integer[]',
        mood: '"Клиника 1".mood',
        seen: 'timestamp with time zone',
        weight: 'double precision',
        big: 'bigint',
      },
    })
    const { rows: joined } = await server.sql(
      'clinic',
      'SELECT count(*)::int AS n, sum(cost) AS cost FROM rel_a.visits v JOIN rel_a.patients p ON p.iin = v.patient',
    )
    expect(joined).toEqual([{ n: 80, cost: '800' }])
    const { rows: keys } = await server.sql(
      'clinic',
      `SELECT contype FROM pg_constraint WHERE conrelid IN ('rel_a.visits'::regclass, 'rel_a.patients'::regclass) ORDER BY 1`,
    )
    expect(keys.map((k: { contype: string }) => k.contype)).toEqual(['f', 'p', 'p'])
    expect(p.perde(['verify', out('rel_a')]).status).toBe(0)
    expect(p.below('perde-log/releases').some((name) => name.includes('/data/'))).toBe(false)
  })

  it('is what use gives out, table by table', () => {
    expect(run(p, out('rel_a')).status).toBe(0)
    const asked = ['--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining', '--by', 'job']
    const used = p.perde(['use', out('rel_a'), ...asked])
    expect(used.status).toBe(0)
    const places = used.stdout.trimEnd().split('\n')
    expect(places.map((place) => /table=(.*)$/.exec(place)?.[1])).toEqual(['rel_a.patients', 'rel_a.visits'])
    expect(p.perde(['scan', places[0]!], { env: { PGUSER: 'owner' } }).status).toBe(0)
  })

  it.each([
    [
      'a changed value',
      `UPDATE rel_a.patients SET height = height + 1 WHERE iin = (SELECT min(iin) FROM rel_a.patients)`,
      'FILE_',
    ],
    ['a removed record', 'DELETE FROM rel_a.visits WHERE id = 7', 'FILE_SIZE'],
    ['a column more', 'ALTER TABLE rel_a.visits ADD COLUMN more text', 'FILE_SIZE'],
    ['a table more', 'CREATE TABLE rel_a.more ()', 'FILE_ADDED'],
    ['a table less', 'DROP TABLE rel_a.visits', 'FILE_MISSING'],
    [
      'a view in the place of a table, which could show each reader something else and run what its maker likes',
      'CREATE SCHEMA IF NOT EXISTS hid; ALTER TABLE rel_a.visits SET SCHEMA hid; CREATE VIEW rel_a.visits AS SELECT * FROM hid.visits',
      'RELEASE_INVALID',
    ],
    ['a policy for rows', 'ALTER TABLE rel_a.visits ENABLE ROW LEVEL SECURITY', 'RELEASE_INVALID'],
    [
      'another manifest',
      `UPDATE rel_a.perde_release SET content = replace(content, 'clinic', 'clinik') WHERE path = 'manifest.json'`,
      'MANIFEST_DIGEST',
    ],
  ])('does not verify any more after %s', async (_, change, code) => {
    expect(run(p, out('rel_a')).status).toBe(0)
    await server.sql('clinic', change)
    const verified = p.perde(['verify', out('rel_a')])
    expect(verified.status).toBe(65)
    expect(verified.stderr).toContain(code)
  })

  it('shows verify whatever was added to its schema, but not that somebody may read it', async () => {
    expect(run(p, out('rel_a')).status).toBe(0)
    await server.sql(
      'clinic',
      'GRANT USAGE ON SCHEMA rel_a TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA rel_a TO reader',
    )
    expect(p.perde(['verify', out('rel_a')]).status).toBe(0)
    await server.sql(
      'clinic',
      `CREATE FUNCTION rel_a.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
       CREATE TYPE rel_a.mood AS ENUM ('x');
       CREATE TRIGGER t AFTER DELETE ON rel_a.visits EXECUTE FUNCTION rel_a.f();
       ALTER TABLE rel_a.visits ALTER note SET DEFAULT 'x', ADD CONSTRAINT positive CHECK (cost > -1);
       CREATE INDEX fast ON rel_a.visits (note);
       COMMENT ON TABLE rel_a.patients IS 'x';
       COMMENT ON COLUMN rel_a.patients.iin IS 'x';
       GRANT INSERT ON rel_a.visits TO reader; GRANT CREATE ON SCHEMA rel_a TO reader;
       GRANT UPDATE (note) ON rel_a.visits TO reader;`,
    )
    const { status, stderr, stdout } = p.perde(['verify', out('rel_a')])
    expect(status).toBe(65)
    const told = stdout + stderr
    for (const added of [
      'function f',
      'type mood',
      'trigger t',
      'default visits.note',
      'constraint positive',
      'index fast',
      'comment patients',
      'comment patients.iin',
      'grant visits insert',
      'grant rel_a create',
      'grant visits.note update',
    ])
      // prettier-ignore
      expect(told).toContain(added)
    expect(p.perde(['verify', out('rel_a')]).stderr).not.toContain('select')
  })

  it('keeps NOT NULL, refuses a rule that may write null there before the first record, and says which checks are lost', async () => {
    const rule = (from: string) => p.write('policy.yaml', policy({ rules: RULES.replace('patient: { role: identifier, type: iin, do: pseudonym person }', from) })) // prettier-ignore
    rule("patient: { role: identifier, type: iin, do: drop, when: note == 'x', else: pseudonym person }")
    expect(run(p, out('rel_a'))).toMatchObject({
      status: 78,
      stderr: expect.stringMatching(/NOT NULL[^]*field patient[^]*PLAN_MISMATCH/) as string,
    })
    p.write('policy.yaml', policy())
    await server.sql('clinic', 'ALTER TABLE "Клиника 1".visits ADD CONSTRAINT dear CHECK (cost < 1000)')
    const { stderr } = p.perde(['run', 'policy.yaml', '--out', out('rel_a'), '--workers', '1'])
    await server.sql('clinic', 'ALTER TABLE "Клиника 1".visits DROP CONSTRAINT dear')
    expect(stderr).toMatch(/"dear" of "visits"[^]*KEYS_LEFT_OUT/)
    const { rows } = await server.sql(
      'clinic',
      `SELECT attname FROM pg_attribute WHERE attrelid = 'rel_a.visits'::regclass AND attnotnull AND attnum > 0 ORDER BY 1`,
    )
    expect(rows.map((r: { attname: string }) => r.attname)).toEqual(['id', 'patient'])
    const { rows: files } = await server.sql(
      'clinic',
      `SELECT content FROM rel_a.perde_release WHERE path = 'datapackage.json'`,
    )
    const { resources } = JSON.parse((files[0] as { content: string }).content) as { resources: { path: string; dialect: object }[] } // prettier-ignore
    expect(resources.map(({ path, dialect }) => [path, dialect])).toEqual([['patients', { table: 'patients' }], ['visits', { table: 'visits' }]]) // prettier-ignore
  })

  it('is used without the password of the database, unless somebody asks for it', () => {
    expect(run(p, 'plain').status).toBe(0)
    const asked = ['--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining', '--by', 'job']
    const use = (...more: string[]) =>
      p.perde(['use', 'plain', ...asked, ...more, '--', 'sh', '-c', 'echo "[$PGPASSWORD$COPY$PGUSER]"'], {
        env: { PGPASSWORD: 'very secret', COPY: 'very secret', PGUSER: 'owner' },
      })
    expect(use().stdout).toBe('[owner]\n')
    expect(use('--pass', 'PGPASSWORD').stdout).toBe('[very secretvery secretowner]\n')
    expect(use('--pass', 'PERDE_KEY').status).toBe(2)
  })

  it('takes the place of an older one only when it is told to, and of nothing else', async () => {
    expect(run(p, out('rel_a')).status).toBe(0)
    expect(run(p, out('rel_a'))).toMatchObject({
      status: 78,
      stderr: expect.stringContaining('OUTPUT_EXISTS') as string,
    })
    expect(run(p, out('rel_a'), '--replace')).toMatchObject({ status: 0 })
    expect(p.perde(['verify', out('rel_a')]).status).toBe(0)
    await server.sql('clinic', 'CREATE SCHEMA rel_b; CREATE TABLE rel_b.mine AS SELECT 1 AS one')
    expect(run(p, out('rel_b'), '--replace').stderr).toContain('OUTPUT_EXISTS')
    await server.sql('clinic', 'CREATE VIEW rel_b.built AS SELECT iin FROM rel_a.patients')
    const blocked = run(p, out('rel_a'), '--replace')
    expect(blocked).toMatchObject({ status: 78, stderr: expect.stringContaining('built on the release') as string })
    expect(p.perde(['verify', out('rel_a')]).status).toBe(0)
    expect(await schemas()).toEqual(['rel_a', 'rel_b'])
  })

  it('is never written into the schema that it is read from', () => {
    expect(run(p, out('rel_a')).status).toBe(0)
    const again = run(p, out('rel_a'), '--replace', '--source', `patients=${table('rel_a.patients')}`)
    expect(again).toMatchObject({ status: 78, stderr: expect.stringContaining('OUTPUT_IS_INPUT') as string })
  })

  it('is not there at all where a foreign key does not hold, and the log says that the run ended', async () => {
    const visits = `${server.address('clinic')}&table=${encodeURIComponent('Клиника 1.visits')}`
    const patients = `${server.address('clinic')}&query=${encodeURIComponent('SELECT * FROM "Клиника 1"."Patients" ORDER BY iin OFFSET 1')}`
    p.write('policy.yaml', policy({ visits, patients }))
    // A query has no keys, so the tables come without; a missing parent shows with keys of a table.
    expect(run(p, out('rel_c')).status).toBe(0)
    await server.sql(
      'clinic',
      'ALTER TABLE "Клиника 1".visits DISABLE TRIGGER ALL; INSERT INTO "Клиника 1".visits VALUES (1000, \'nobody\', NULL, 1, NULL); ALTER TABLE "Клиника 1".visits ENABLE TRIGGER ALL',
    )
    try {
      p.write('policy.yaml', policy())
      const failed = run(p, out('rel_d'))
      expect(failed).toMatchObject({
        status: 78,
        stderr: expect.stringContaining('a foreign key does not hold') as string,
      })
      expect(await schemas()).toEqual(['rel_c'])
      expect(entriesOf(p).at(-1)).toMatchObject({ type: 'run.abort', code: 'OUTPUT_INVALID' })
      expect(p.perde(['log', 'show']).status).toBe(0)
      expect(run(p, out('rel_d', '&constraints=none')).status).toBe(0)
    } finally {
      await server.sql('clinic', 'DELETE FROM "Клиника 1".visits WHERE id = 1000')
    }
  })

  it('is there after the next command where the database did not commit what the log had', async () => {
    await server.sql('clinic', refusing('RAISE EXCEPTION $q$no$q$'))
    let failed: Ran
    try {
      failed = run(p, out('rel_a'))
    } finally {
      await server.sql('clinic', 'DROP EVENT TRIGGER perde_test')
    }
    expect(failed.status).toBe(78)
    expect(failed.stderr).toContain('the commit was interrupted')
    expect(entriesOf(p).at(-1)!.type).toBe('run.commit')
    expect(await schemas()).toEqual([])
    p.write('next.yaml', policy().replace('iin: { role', 'iin_: { role'))
    expect(p.perde(['run', 'next.yaml', '--out', 'other']).stderr).toContain('PUBLISH_FINISHED')
    expect(await schemas()).toEqual(['rel_a'])
    expect(p.perde(['verify', out('rel_a')]).status).toBe(0)
  })

  it('is found by the next command where the database committed and the run was killed before it heard of it', async () => {
    await server.sql('clinic', refusing('PERFORM pg_advisory_xact_lock(4242)'))
    const lock = await server.session('clinic', 'SELECT pg_advisory_lock(4242)')
    const started = p.start(['run', 'policy.yaml', '--out', out('rel_a'), '--workers', '1', '--quiet'])
    await server.until('clinic', "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 4242 AND NOT granted")
    started.child.kill('SIGKILL')
    await started.ended
    await lock.end()
    await server.sql('clinic', 'DROP EVENT TRIGGER perde_test')
    await server.until('clinic', "SELECT 1 FROM pg_namespace WHERE nspname = 'rel_a'")
    // What held the commit back is found as what it is.
    expect(p.perde(['verify', out('rel_a')]).stderr).toContain('trigger t: something stands beside the records')
    await server.sql('clinic', 'DROP TRIGGER t ON rel_a.perde_release')
    expect(p.perde(['verify', out('rel_a')]).status).toBe(0)
    p.write('next.yaml', policy().replace('iin: { role', 'iin_: { role'))
    expect(p.perde(['run', 'next.yaml', '--out', 'other']).stderr).toContain('PUBLISH_FINISHED')
    expect(p.perde(['verify', out('rel_a')]).status).toBe(0)
    expect(p.below('perde-log/releases').some((name) => name.includes('/data/'))).toBe(false)
  })

  it('leaves nothing where the run is denied', async () => {
    p.write('policy.yaml', policy().replace('basis: contract', 'basis: consent'))
    expect(run(p, out('rel_a')).status).not.toBe(0)
    expect(await schemas()).toEqual([])
  })
})

/** Something that happens when a transaction that made the table of the sidecars commits. */
function refusing(statement: string): string {
  return `
CREATE OR REPLACE FUNCTION public.at_commit() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN ${statement}; RETURN NULL; END $f$;
CREATE OR REPLACE FUNCTION public.when_made() RETURNS event_trigger LANGUAGE plpgsql AS $f$
DECLARE made record; BEGIN
  FOR made IN SELECT * FROM pg_event_trigger_ddl_commands() WHERE object_type = 'table' AND object_identity LIKE '%.perde_release' LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER t AFTER INSERT ON %s DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.at_commit()', made.object_identity);
  END LOOP; END $f$;
CREATE EVENT TRIGGER perde_test ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION public.when_made()`
}

describe.skipIf(POSTGRES === undefined)('a database that does not give what is asked', () => {
  let p: Project
  beforeEach(() => {
    p = project({ 'policy.yaml': policy() })
  })
  const as = (user: string, password = '') =>
    server.address('clinic').replace('owner@', `${user}${password === '' ? '' : `:${password}`}@`)

  it.each<[what: string, address: () => string, status: number, code: string]>([
    ['a table that is not there', () => table('Клиника 1.patients'), 65, 'INPUT_NOT_FOUND'],
    ['a table that the user may not read', () => `${as('reader')}&table=public.lonely`, 65, 'INPUT_UNREADABLE'],
    ['a query that is none', () => `${server.address('clinic')}&query=SELEC`, 65, 'INPUT_UNREADABLE'],
    ['a query that writes', () => `${server.address('clinic')}&query=DELETE%20FROM%20lonely`, 65, 'INPUT_UNREADABLE'],
    [
      'a query that fails on the way',
      () => `${server.address('clinic')}&query=SELECT%201/(3-i)%20AS%20iin%20FROM%20generate_series(1,9)%20i`,
      65,
      'INPUT_UNREADABLE',
    ],
    [
      'a statement that takes too long',
      () =>
        `${server.address('clinic')}&options=-c%20statement_timeout%3D100&query=SELECT%20pg_sleep(60)::text%20AS%20iin`,
      75,
      'DATABASE_BUSY',
    ],
    ['a database that is not there', () => `${server.address('nowhere')}&table=x`, 69, 'DATABASE_REFUSED'],
    ['a server that is not there', () => 'postgres://127.0.0.1:1/clinic?table=x', 69, 'DATABASE_UNAVAILABLE'],
    ['a user that is not there', () => `${as('nobody-here', 'hush')}&table=x`, 69, 'DATABASE_REFUSED'],
    [
      'an encrypted connection to a server that has none',
      () => `postgres://owner@127.0.0.1:${server.port}/clinic?sslmode=require&table=x`,
      69,
      'DATABASE_REFUSED',
    ],
    ['words that nobody knows', () => `${server.address('clinic')}&tabel=x`, 2, 'USAGE'],
  ])('fails with a code and without a word of the address for %s', (_, address, status, code) => {
    const given = address()
    p.write('policy.yaml', policy({ patients: given }))
    const ran = run(p, 'release')
    expect(ran.stderr).toContain(`[${code}]`)
    expect(ran.status).toBe(status)
    expect(ran.stderr).not.toMatch(/hush|SELEC\b|DELETE|pg_sleep|3-i|tabel/)
    expect(p.has('release')).toBe(false)
    expect(
      p
        .below('perde-log')
        .flatMap((name) => (name.endsWith('/') ? [] : [p.text(`perde-log/${name}`)]))
        .join(''),
    ).not.toContain('hush')
  })

  it('keeps a password out of everything that is written', () => {
    p.write(
      'policy.yaml',
      policy({ patients: `${as('owner', 'tell-nobody')}&table=${encodeURIComponent('Клиника 1.Patients')}` }),
    )
    const checked = p.perde(['check', 'policy.yaml'])
    expect(checked.stderr).toContain('POLICY_PASSWORD')
    const ran = p.perde(['run', 'policy.yaml', '--out', out('rel_p').replace('owner@', 'owner:tell-nobody@'), '--json'])
    expect(ran.status).toBe(0)
    const written = p
      .below('perde-log')
      .filter((name) => !name.endsWith('/'))
      .map((name) => p.text(`perde-log/${name}`))
    expect([checked.stderr, ran.stdout, ran.stderr, ...written].join('').includes('tell-nobody')).toBe(false)
  })

  it('holds texts that are not UTF-8 only where somebody says how they are written', async () => {
    await server.createDatabase('bytes', "ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    await server.sql(
      'bytes',
      `CREATE TABLE t (iin text, city text); INSERT INTO t VALUES ('1', convert_from('\\xc0ebe3', 'SQL_ASCII'))`,
    )
    const one = (more: string) =>
      policy({ rules: '\n  t: { iin: { role: identifier, do: redact }, city: insensitive }\n' })
        .replace(
          / {4}patients:.*\n {4}visits:.*\n/,
          `    t: { path: ${JSON.stringify(`${server.address('bytes')}&table=t`)}${more} }\n`,
        )
        .replace(/ {2}subject:.*\n/, '')
    p.write('policy.yaml', one(''))
    expect(run(p, 'release')).toMatchObject({
      status: 65,
      stderr: expect.stringContaining('[INPUT_ENCODING]') as string,
    })
    p.write('policy.yaml', one(', encoding: windows-1251'))
    expect(run(p, 'release').status).toBe(0)
    expect(p.text('release/data/t.csv')).toBe('iin,city\n[REDACTED],Алг\n')
  })

  it('reads a password from the environment, a password file or a service file', () => {
    // Trust is the rule of the test server, so that the words are looked at where they are resolved: see settings.test.ts.
    p.write('.pg_service.conf', `[clinic]\nhost=${server.host}\nport=${server.port}\nuser=owner\ndbname=clinic\n`)
    expect(p.perde(['scan', 'postgres:///?service=clinic&table=lonely'], { env: { PERDE_KEY: KEY } }).status).toBe(0)
  })
})
