import { describe, expect, it } from 'vitest'
import { PerdeError } from '../../../src/errors.ts'
import { openNote, parseNote, signNote } from '../../../src/evidence/log/note.ts'
import { parseVkey, parseVkeys, signerOf } from '../../../src/evidence/log/vkey.ts'
import { vectorJson } from './vectors.ts'

interface NoteVectors {
  keys: { name: string; vkey: string; skey?: string }[]
  reject_vkeys: string[]
  sign: { text: string; skey: string; expect: string }
  cases: { id: string; note_b64: string; keys: string[]; verified?: string[]; unverified?: string[]; error?: string }[]
}

const vectors = vectorJson<NoteVectors>('signed-note/signed-note-vectors.json')

/** Go's form of a private key: PRIVATE+KEY+name+id+base64(type ‖ seed). */
function signerOfGo(skey: string) {
  const [, name, encoded] = /^PRIVATE\+KEY\+([^+]+)\+[0-9a-f]{8}\+(.+)$/.exec(skey) ?? []
  return signerOf(name!, Buffer.from(encoded!, 'base64').subarray(1))
}

describe('the published notes', () => {
  it.each(vectors.cases)('$id is judged as published', ({ note_b64, keys, verified, unverified, error }) => {
    const open = () => openNote(Buffer.from(note_b64, 'base64'), keys.map(parseVkey))
    if (error !== undefined) {
      expect(open).toThrow(PerdeError)
      expect(open).toThrow(error)
      return
    }
    const note = open()
    expect(note.verified.map((key) => key.name)).toEqual(verified)
    expect(note.unverified.map((signature) => signature.name)).toEqual(unverified)
  })

  it('the published text is signed to the published bytes', () => {
    const signer = signerOfGo(vectors.sign.skey)
    expect(signer.vkey).toBe(vectors.keys[0]!.vkey)
    expect(signNote(vectors.sign.text, [signer])).toBe(vectors.sign.expect)
  })
})

describe('a verification key', () => {
  const { vkey } = vectors.keys[0]!

  it.each(vectors.keys)('of $name is read and written back', (key) => {
    expect(parseVkey(key.vkey)).toMatchObject({ name: key.name, vkey: key.vkey })
  })

  it.each(vectors.reject_vkeys.filter((text) => !text.startsWith('(')))('published bad key %# is refused', (text) => {
    expect(() => parseVkey(text)).toThrow(PerdeError)
  })

  it('is refused in every part of itself', () => {
    for (let start = 0; start < vkey.length; start++)
      for (let end = start; end <= vkey.length; end++)
        if (end - start < vkey.length) expect(() => parseVkey(vkey.slice(start, end))).toThrow(PerdeError)
  })

  it('is refused with any one of its bytes increased', () => {
    const bytes = Buffer.from(vkey)
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes)
      changed[i]! += 1
      expect(() => parseVkey(changed.toString('latin1'))).toThrow(PerdeError)
    }
  })

  it('of an unknown type is left out of a list, and refused alone', () => {
    // type 0x06, ML-DSA-44; the length of the key is not looked at
    const other = `PeterNeumann+c74f20a3+${Buffer.concat([Buffer.of(6), Buffer.alloc(40)]).toString('base64')}`
    expect(parseVkeys(`${other}\n${vkey}\n`).map((key) => key.vkey)).toEqual([vkey])
    expect(() => parseVkey(other)).toThrow('unknown type 6')
    expect(() => parseVkeys('no key\n')).toThrow(PerdeError)
  })
})

describe('a note', () => {
  const [peter, other] = [
    signerOf('peter.example', Buffer.alloc(32, 1)),
    signerOf('other.example', Buffer.alloc(32, 2)),
  ]
  const note = signNote('one\n\ntwo\n', [peter, other])

  it('may have empty lines in its text', () => {
    expect(parseNote(note).text).toBe('one\n\ntwo\n')
    expect(openNote(note, [peter, other]).verified).toEqual([peter, other])
  })

  it('of an unknown key with the name or the id of a known one is not taken for it', () => {
    const namesake = signerOf('peter.example', Buffer.alloc(32, 3))
    expect(() => openNote(signNote('text\n', [namesake]), [peter])).toThrow('no verifiable signatures')
    expect(() => openNote(note.replace('peter.example', 'peter2.example'), [peter])).toThrow('no verifiable signatures')
  })

  it('does not open after any bit of its text or of the signature was flipped', () => {
    const bytes = Buffer.from(signNote('one\ntwo\n', [peter]))
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      expect(() => openNote(flipped, [peter]), `bit ${bit}`).toThrow(PerdeError)
    }
  })

  it('is not made of a text with control characters, a lone surrogate or no end', () => {
    for (const text of ['a\tb\n', 'a\r\n', 'a\u0000\n', '\ud800\n', 'a', ''])
      expect(() => signNote(text, [peter])).toThrow(PerdeError)
  })

  it('is not signed by a name with a space or a plus', () => {
    for (const name of ['', 'a b', 'a+b', 'a\u00a0b', 'a\u2028b'])
      expect(() => signerOf(name, Buffer.alloc(32))).toThrow(PerdeError)
  })
})
