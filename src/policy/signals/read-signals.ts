import type { Provenance, SignalFile, SignalKind } from '../policy.ts'
import { readAiTxt } from './ai-txt.ts'
import { readAssertions } from './assertions.ts'
import { readHeaders } from './headers.ts'
import { readHtml } from './html.ts'
import { SignalFault, type SignalReading } from './reading.ts'
import { readRobots } from './robots.ts'
import { readStatement } from './statement.ts'
import { readTdmrep } from './tdmrep.ts'

/** A signal of the policy and what it says, in the order of the policy. */
export interface CheckedSignal {
  kind: SignalKind | 'statement'
  result: SignalReading | 'unreadable'
  /** its file, as the policy names it */
  file?: string
  /** why it is unreadable: a phrase without anything of the file */
  fault?: string
}

/**
 * Reads the do-not-train signals that a policy gives, from the texts of their files; no network. A signal that is a bare
 * text is a file where there is one of that name, else a statement.
 */
export function readSignals(
  { signals = [] }: Pick<Provenance, 'signals'>,
  texts: Readonly<Record<string, string>>,
): CheckedSignal[] {
  return signals.map((signal) => {
    if (typeof signal !== 'string') return readFile(signal, texts)
    if (!Object.hasOwn(texts, signal)) return { kind: 'statement', result: readStatement(signal) }
    return kindNamed(signal) === undefined
      ? { kind: 'statement', file: signal, result: readStatement(texts[signal]!) }
      : readFile({ file: signal }, texts)
  })
}

function readFile({ file, kind = kindNamed(file), at }: SignalFile, texts: Readonly<Record<string, string>>) {
  if (kind === undefined)
    return { kind: 'statement', file, result: 'unreadable', fault: 'its kind is not known from its name' } as const
  if (!Object.hasOwn(texts, file)) return { kind, file, result: 'unreadable', fault: 'it is not there' } as const
  try {
    return { kind, file, result: READERS[kind](texts[file]!, at) }
  } catch (e) {
    if (!(e instanceof SignalFault)) throw e
    return { kind, file, result: 'unreadable', fault: e.message } as const
  }
}

const READERS: Record<SignalKind, (text: string, at: string | undefined) => SignalReading> = {
  robots: readRobots,
  'ai-txt': readAiTxt,
  tdmrep: readTdmrep,
  headers: readHeaders,
  html: readHtml,
  assertions: readAssertions,
}

const KINDS: readonly (readonly [RegExp, SignalKind])[] = [
  [/robots[^/]*\.txt$/i, 'robots'],
  [/(?:^|[^a-z])ai[^/a-z]*\.txt$/i, 'ai-txt'],
  [/tdmrep[^/]*\.json$/i, 'tdmrep'],
  [/headers?[^/]*(?:\.txt)?$/i, 'headers'],
  [/\.html?$/i, 'html'],
]

/** The kind that the name of a file says: `sites/example.org-robots.txt` → robots. */
function kindNamed(file: string): SignalKind | undefined {
  return KINDS.find(([name]) => name.test(file))?.[1]
}
