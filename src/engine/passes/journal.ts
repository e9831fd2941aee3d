import { existsSync } from 'node:fs'
import type { Receipt } from '../wire/task.ts'
import {
  JOURNAL_FRAMES,
  journalInto,
  type FinishedPart,
  type Journal,
  type JournalFrame,
  type JournalHeader,
} from './journal-frames.ts'
import { openFrames, readFrames, type FramePlace } from './sealed-frames.ts'

/** A finished input, and between which places of the journal stands what its blocks gave. */
export interface JournalPart extends FinishedPart {
  from: FramePlace
  end: FramePlace
}

/** What a killed run left at a target: its folder, and what it had done. */
export interface LeftRun {
  dir: string
  header: JournalHeader
  parts: JournalPart[]
  /** what the journal is sealed under */
  key: Uint8Array
}

/** Begins a journal, or goes on with one from where what is kept of it ends. */
export function openJournal(
  path: string,
  key: Uint8Array,
  start: { header: JournalHeader } | { from: FramePlace },
): Journal & { close(): void } {
  const frames = openFrames(path, key, JOURNAL_FRAMES, 'from' in start ? start.from : undefined)
  if ('header' in start) frames.put(start satisfies JournalFrame)
  return { ...journalInto(frames.put, frames.sync), close: () => frames.close() }
}

/** A journal as far as it is whole; undefined: there is none, or it was sealed under another key. */
export function readJournal(
  path: string,
  key: Uint8Array,
): { header: JournalHeader; parts: JournalPart[] } | undefined {
  if (!existsSync(path)) return undefined
  let header: JournalHeader | undefined
  const parts: JournalPart[] = []
  let from: FramePlace = { at: 0, frames: 0 }
  for (const { frame, end } of readFrames(path, key, JOURNAL_FRAMES) as Iterable<{
    frame: JournalFrame
    end: FramePlace
  }>) {
    if ('header' in frame) header = frame.header
    else if ('finished' in frame) parts.push({ ...frame.finished, from, end })
    if (!('receipt' in frame)) from = end
  }
  return header && { header, parts }
}

/** What the blocks of a finished input gave, in their order. */
export function* receiptsOf(path: string, key: Uint8Array, { from, end }: JournalPart): Generator<Receipt> {
  for (const { frame, end: own } of readFrames(path, key, JOURNAL_FRAMES, from)) {
    if ('receipt' in (frame as JournalFrame)) yield (frame as { receipt: Receipt }).receipt
    if (own.at >= end.at) return
  }
}
