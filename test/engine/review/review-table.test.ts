import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawSample, readDocuments } from '../../../src/engine/review/review-sample.ts'
import { closeTarget, openReviewTarget, textFields } from '../../../src/engine/review/review-target.ts'
import { POSTGRES, startPostgres, type PostgresServer } from '../../io/databases/postgres/postgres-server.ts'
import { temporaryFolder } from '../plans.ts'

describe.skipIf(POSTGRES === undefined)('a review of a table of a PostgreSQL server', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres(POSTGRES!)
    await server.createDatabase('notes')
    await server.sql(
      'notes',
      `CREATE TABLE notes (id int PRIMARY KEY, doc jsonb);
       INSERT INTO notes SELECT i, jsonb_build_object('said', 'the visit number ' || i || ' went well and nothing had to be done')
       FROM generate_series(1, 30) AS i`,
    )
  })
  afterAll(() => server?.stop())

  it('finds its texts, in documents too, and holds no connection once they are read', async () => {
    const address = `${server.address('notes')}&table=notes`
    const target = await openReviewTarget({ target: address, cwd: temporaryFolder(), options: {}, env: {} })
    const fields = await textFields(target)
    expect(fields).toEqual(['doc.said'])
    const sample = await drawSample(target, fields, 5, 1)
    const documents = await readDocuments(target, sample)
    expect(documents.map(({ record, texts }) => texts[0]!.text.includes(`number ${record} `))).toEqual(
      Array.from({ length: 5 }, () => true),
    )
    await closeTarget(target)
    const { rows } = await server.sql(
      'notes',
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = 'notes' AND pid <> pg_backend_pid()`,
    )
    expect(rows).toEqual([{ n: 0 }])
  })
})
