import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { manifestBytes, sha256Hex, successText } from '../../../src/evidence/release/manifest.ts'
import { goodManifest } from './good-manifest.ts'

describe('the bytes of a manifest', () => {
  it('are the same for the same content, whatever the order in which it was put together', () => {
    const manifest = goodManifest()
    const turned = Object.fromEntries(Object.entries(manifest).reverse()) as unknown as typeof manifest
    expect(manifestBytes(turned)).toBe(manifestBytes(manifest))
    expect(manifestBytes({ ...manifest, dataset: 'other' })).not.toBe(manifestBytes(manifest))
    expect(JSON.parse(manifestBytes(manifest))).toEqual(manifest)
  })

  it('are one line without a space between its parts, keys in order', () => {
    const text = manifestBytes({ ...goodManifest(), dataset: 'ә"b' })
    expect(text).not.toContain('\n')
    expect(text.startsWith('{"access":"restricted","anonymity":{"k":3},"asOf":')).toBe(true)
    expect(text).toContain('"dataset":"ә\\"b"')
  })
})

describe('the digest of a manifest', () => {
  it('stands in _SUCCESS as sha256sum reads it', () => {
    const text = manifestBytes(goodManifest())
    expect(successText(text)).toMatch(/^[0-9a-f]{64} {2}manifest\.json\n$/)
    expect(successText(text).slice(0, 64)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'))
    expect(sha256Hex(Buffer.from('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })
})
