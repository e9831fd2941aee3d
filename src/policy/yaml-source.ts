import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Document, Node, Pair } from 'yaml'
import type { DocumentPath } from '../schema/document-path.ts'
import type { Place, Places, FindingCode } from './finding.ts'

/** A policy's text is never larger than this many bytes. */
export const MOST_BYTES = 1_000_000
/** Nodes that aliases may repeat in all, and how deep a document may be nested. */
const MOST_REPEATED = 10_000
const DEEPEST = 64

/** What is wrong with the text itself. */
export interface YamlProblem {
  code: FindingCode
  path: DocumentPath
  message: string
  hint?: string
  place: Place
}

export interface YamlSource {
  /** plain JSON data: objects, arrays, strings, finite numbers, booleans, null; undefined when the text is no document */
  value: unknown
  places: Places
  problems: YamlProblem[]
}

/**
 * Reads YAML 1.2 (core schema) as plain JSON data and keeps the place of every key and value. Refused: duplicate keys,
 * keys without a value (only the word `null` is null), tags, merge keys, `%YAML 1.1`, several documents, aliases that
 * contain themselves or repeat too much, numbers that are not finite or not exact, text that is not well-formed
 * Unicode, more than 1 MB.
 */
export function readYaml(text: string): YamlSource {
  const lines = new LineCounter()
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const found = new Map<string, Found>()
  const source: YamlSource = { value: undefined, places: createPlaces(found, text, placeAt), problems: [] }
  const refuse = (code: FindingCode, message: string, offset: number, path: DocumentPath = [], hint?: string): void => {
    source.problems.push({ code, path, message, ...(hint !== undefined && { hint }), place: placeAt(offset) })
  }

  if (Buffer.byteLength(text) > MOST_BYTES) refuse('POLICY_TOO_LARGE', 'the policy is larger than 1 MB', 0)
  else {
    const document = parse(text, lines)
    // One mistake can make errors of all that follows, so only the first is told.
    const [error] = document.errors
    if (error) {
      const hint =
        error.code === 'UNEXPECTED_TOKEN' ? 'text with [ ] { } , # or : in it must be put in quotes' : undefined
      refuse('POLICY_YAML', SYNTAX[error.code] ?? 'this is not YAML', Math.min(error.pos[0], text.length), [], hint)
    }
    const { version, explicit } = document.directives?.yaml ?? {}
    if (explicit && version !== '1.2') refuse('POLICY_YAML', 'only YAML 1.2 is read', 0, [], 'remove the %YAML line')
    if (source.problems.length === 0) source.value = createReader(found, refuse)(document.contents)
  }
  return source
}

function parse(text: string, lineCounter: LineCounter): Document.Parsed {
  return parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    // Looking for duplicates takes quadratic time there; the reader below does it in linear time.
    uniqueKeys: false,
    stringKeys: true,
    prettyErrors: false,
    logLevel: 'error',
    lineCounter,
  })
}

interface Found {
  key?: number
  value: number
  /** end of the value's own text, for places inside it */
  end: number
}

function pointer(path: DocumentPath): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

type Refuse = (code: FindingCode, message: string, offset: number, path?: DocumentPath, hint?: string) => void

/** Turns nodes into data, counting what aliases repeat. */
function createReader(found: Map<string, Found>, refuse: Refuse) {
  const anchors = new Map<string, Node>()
  const open = new Set<Node>()
  let repeated = 0
  let inAlias = 0
  let stopped = false

  const read = (node: Node | null, path: DocumentPath = []): unknown => {
    const offset = node?.range?.[0] ?? 0
    const known = found.get(pointer(path))
    found.set(pointer(path), { ...known, value: node ? offset : (known?.key ?? 0), end: node?.range?.[1] ?? offset })
    if (stopped) return null
    if (node === null) return scalar(null, '', offset, path)
    if (path.length > DEEPEST)
      return stop('POLICY_YAML', `the policy is nested more than ${DEEPEST} levels deep`, offset)
    if (inAlias > 0 && ++repeated > MOST_REPEATED)
      return stop('POLICY_YAML_ALIAS', `aliases repeat more than ${MOST_REPEATED} values`, offset)
    if (isAlias(node)) return follow(node.source, offset, path)
    if (node.tag !== undefined)
      refuse('POLICY_YAML_TAG', 'tags are not part of the policy language', offset, path, 'remove the tag')
    if (node.anchor !== undefined) anchors.set(node.anchor, node)
    if (isScalar(node)) return scalar(node.value, node.source, offset, path)
    open.add(node)
    const value = isMap(node)
      ? map(node.items as Pair<Node, Node | null>[], path)
      : isSeq(node)
        ? list(node.items as Node[], path)
        : null
    open.delete(node)
    return value
  }

  const stop = (code: FindingCode, message: string, offset: number): null => {
    refuse(code, message, offset)
    stopped = true
    return null
  }

  const follow = (name: string, offset: number, path: DocumentPath): unknown => {
    const target = anchors.get(name)
    if (target === undefined) return refuse('POLICY_YAML_ALIAS', 'the alias has no anchor before it', offset, path)
    if (open.has(target)) return refuse('POLICY_YAML_ALIAS', 'the alias contains itself', offset, path)
    inAlias++
    const value = read(target, path)
    inAlias--
    return value
  }

  const map = (items: Pair<Node, Node | null>[], path: DocumentPath): Record<string, unknown> => {
    const out: Record<string, unknown> = {}
    for (const { key, value } of items) {
      const offset = key?.range?.[0] ?? 0
      const name = isScalar(key) ? String(key.value ?? '') : ''
      if (!isScalar(key)) refuse('POLICY_YAML_VALUE', 'a key must be plain text', offset, path)
      else if (name === '<<')
        refuse(
          'POLICY_YAML_MERGE_KEY',
          'merge keys are not part of the policy language',
          offset,
          path,
          'write the entries out',
        )
      else if (key.tag !== undefined)
        refuse('POLICY_YAML_TAG', 'tags are not part of the policy language', offset, path, 'remove the tag')
      else if (name === '__proto__' || /\p{Surrogate}/u.test(name))
        refuse('POLICY_YAML_VALUE', 'this key is not allowed', offset, path)
      else if (Object.hasOwn(out, name))
        refuse('POLICY_DUPLICATE_KEY', `the key ${JSON.stringify(name)} stands here twice`, offset, path)
      else {
        found.set(pointer([...path, name]), { key: offset, value: offset, end: offset })
        out[name] = read(value, [...path, name])
      }
    }
    return out
  }

  const list = (items: Node[], path: DocumentPath): unknown[] => items.map((item, i) => read(item, [...path, i]))

  const scalar = (value: unknown, written: string | undefined, offset: number, path: DocumentPath): unknown => {
    if (value === null && written !== 'null')
      refuse('POLICY_YAML_VALUE', 'nothing stands here', offset, path, 'give a value, or remove the key')
    else if (typeof value === 'string' && /\p{Surrogate}/u.test(value))
      refuse('POLICY_YAML_VALUE', 'the text is not well-formed Unicode', offset, path)
    else if (typeof value === 'bigint' || (typeof value === 'number' && !isExact(value, written)))
      refuse(
        'POLICY_YAML_VALUE',
        'this number cannot be held exactly',
        offset,
        path,
        'put it in quotes if it is a code',
      )
    else return value ?? null
    return null
  }

  return (contents: Node | null) => read(contents)
}

/** Finite, and an integer only up to 2^53. */
function isExact(value: number, written: string | undefined): boolean {
  return Number.isFinite(value) && (Number.isSafeInteger(value) || !/^[-+]?(?:\d+|0[xo].*)$/.test(written ?? ''))
}

function createPlaces(found: Map<string, Found>, text: string, placeAt: (offset: number) => Place): Places {
  const lookUp = (path: DocumentPath): Found => {
    for (let n = path.length; n >= 0; n--) {
      const at = found.get(pointer(path.slice(0, n)))
      if (at) return n === path.length ? at : { ...at, value: at.key ?? at.value }
    }
    return { value: 0, end: 0 }
  }
  return {
    value: (path) => placeAt(lookUp(path).value),
    key: (path) => {
      const at = lookUp(path)
      return placeAt(at.key ?? at.value)
    },
    inside(path, offset) {
      const { value, end } = lookUp(path)
      const raw = text.slice(value, end)
      const quotes = raw.startsWith('"') || raw.startsWith("'") ? 1 : 0
      const simple = !/[\n\\|>]/.test(raw.slice(0, quotes + offset)) && !raw.slice(1, -1).includes("''")
      return placeAt(simple ? Math.min(value + quotes + offset, Math.max(end - 1, value)) : value)
    },
  }
}

/** Our words for the parser's errors. */
const SYNTAX: Record<string, string> = {
  ALIAS_PROPS: 'an alias can have no anchor or tag of its own',
  BAD_ALIAS: 'the alias is not well formed',
  BAD_COLLECTION_TYPE: 'the tag does not fit the value',
  BAD_DIRECTIVE: 'the directive is not well formed',
  BAD_DQ_ESCAPE: 'the text in double quotes has an escape that does not exist',
  BAD_INDENT: 'the indentation does not fit the lines above',
  BAD_PROP_ORDER: 'anchors and tags stand before the value',
  BAD_SCALAR_START: 'a value that begins with this character must be put in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a nested mapping must begin on a line of its own',
  BLOCK_IN_FLOW: 'inside of brackets only the bracket style can be used',
  DUPLICATE_KEY: 'the key stands here twice',
  KEY_OVER_1024_CHARS: 'a key has at most 1024 characters',
  MISSING_CHAR: 'a comma, a colon, a quotation mark or a bracket is missing',
  MULTILINE_IMPLICIT_KEY: 'a key must stand on one line',
  MULTIPLE_ANCHORS: 'a value can have one anchor',
  MULTIPLE_DOCS: 'a policy is one document',
  MULTIPLE_TAGS: 'tags are not part of the policy language',
  NON_STRING_KEY: 'a key must be plain text',
  RESOURCE_EXHAUSTION: 'the policy is nested too deeply',
  TAB_AS_INDENT: 'indentation is made of spaces, not of tabs',
  TAG_RESOLVE_FAILED: 'tags are not part of the policy language',
  UNEXPECTED_TOKEN: 'this does not belong here',
}
