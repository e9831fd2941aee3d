import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { connectionSettings } from '../../../../src/io/databases/postgres/settings.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'perde-home-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
})
const write = (name: string, text: string, mode = 0o600) => {
  writeFileSync(join(home, name), text)
  chmodSync(join(home, name), mode)
}
const settings = (address: Parameters<typeof connectionSettings>[0], env: NodeJS.ProcessEnv = {}) =>
  connectionSettings(address, { HOME: home, ...env })

describe('what a connection is made with', () => {
  it('comes from the address, else the service file, else the environment', () => {
    write(
      '.pg_service.conf',
      '# ours\n[other]\nhost=wrong\n[clinic]\nhost = h1\nport=1\nuser=u1\n\n[more]\nuser=wrong\n',
    )
    const env = { PGHOST: 'h0', PGPORT: '2', PGUSER: 'u0', PGDATABASE: 'd0', PGPASSWORD: 'p0', PGSERVICE: 'clinic' }
    expect(settings({ port: '3' }, env)).toMatchObject({
      host: 'h1',
      port: 3,
      user: 'u1',
      database: 'd0',
      password: 'p0',
    })
    expect(settings({ host: 'h', user: 'u' }, { ...env, PGSERVICE: '' })).toMatchObject({
      host: 'h',
      port: 2,
      user: 'u',
    })
    expect(() => settings({ service: 'nowhere' })).toThrow(
      expect.objectContaining({ code: 'DATABASE_REFUSED' }) as Error,
    )
  })

  it('has the password of the first line of the password file that fits', () => {
    write('.pgpass', '# hosts\nother:*:*:*:no\nh:5432:clinic:me:a\\:b\\\\c\n*:*:*:*:rest\n')
    expect(settings({ host: 'h', dbname: 'clinic', user: 'me', sslmode: 'require' }).password).toBe('a:b\\c')
    expect(settings({ host: '/run/pg', dbname: 'x', user: 'me' }).password).toBe('rest')
    expect(settings({ host: 'h', user: 'me', password: 'mine', sslmode: 'require' }).password).toBe('mine')
  })

  it('is refused where others may read the password file', () => {
    write('.pgpass', '*:*:*:*:open\n', 0o644)
    expect(() => settings({ host: '/run/pg' })).toThrow(expect.objectContaining({ code: 'KEY_EXPOSED' }) as Error)
  })
})

describe('encryption', () => {
  it('is checked to the name of the host, unless somebody says otherwise or nothing leaves the machine', () => {
    expect(settings({ host: 'db.example.org' }).ssl).toEqual({ rejectUnauthorized: true })
    for (const host of ['/run/pg', 'localhost', '127.0.0.1', '::1']) expect(settings({ host }).ssl).toBe(false)
    expect(settings({ host: 'db.example.org', sslmode: 'disable' }).ssl).toBe(false)
    expect(settings({ host: 'db.example.org', sslmode: 'require' }).ssl).toMatchObject({ rejectUnauthorized: false })
    expect(settings({ host: 'localhost' }, { PGSSLMODE: 'verify-ca' }).ssl).toMatchObject({ rejectUnauthorized: true })
  })

  it('is never left to the server', () => {
    for (const sslmode of ['prefer', 'allow', 'whatever'])
      expect(() => settings({ host: 'h', sslmode })).toThrow(expect.objectContaining({ code: 'USAGE' }) as Error)
  })

  it('with a root certificate checks the issuer, as libpq does', () => {
    write('root.crt', 'a certificate')
    const { ssl } = settings({ host: 'h', sslmode: 'require', sslrootcert: join(home, 'root.crt') })
    expect(ssl).toMatchObject({ rejectUnauthorized: true, ca: Buffer.from('a certificate') })
    expect(() => settings({ host: 'h', sslrootcert: join(home, 'none.crt') })).toThrow(
      expect.objectContaining({ code: 'DATABASE_REFUSED' }) as Error,
    )
  })
})
