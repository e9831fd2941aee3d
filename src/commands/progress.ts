import type { Progress } from '../engine/passes/block-tasks.ts'
import { bytesText, counted, durationText, thousands } from './numbers.ts'
import type { Terminal } from './terminal.ts'

export interface ProgressLine {
  show(progress: Progress): void
  /** takes the line away */
  end(): void
}

/** On a terminal one line that is written over four times a second; elsewhere one line every ten seconds. */
export function progressLine(
  terminal: Terminal,
  mode: 'auto' | 'always' | 'never',
  now: () => number = Date.now,
): ProgressLine {
  const live = mode !== 'never' && (terminal.interactive || mode === 'always')
  const every = live ? 250 : 10_000
  // Of the phase that is shown: each reads everything once, at its own speed.
  let started = now()
  let phase: Progress['phase'] | undefined
  let last = mode === 'auto' || mode === 'always' ? started : Infinity
  let shown = false
  return {
    show(progress) {
      const time = now()
      if (phase !== progress.phase) {
        if (phase !== undefined) started = time
        phase = progress.phase
      }
      if (time - last < every) return
      last = time
      const text = lineOf(progress, (time - started) / 1000)
      if (live)
        terminal.err(`\r\u001b[2K${[...text].slice(0, Math.max(20, Math.min(terminal.columns, 160) - 1)).join('')}`)
      else terminal.err(`perde: ${text}\n`)
      shown = live
    },
    end() {
      if (shown) terminal.err('\r\u001b[2K')
      shown = false
    },
  }
}

/** Before so much is done, or so many seconds have passed, speed and time left are guesses. */
const ENOUGH = 0.02
const SOON = 2

function lineOf({ phase, bytes, totalBytes, records, excluded }: Progress, seconds: number): string {
  const doing = phase === 'profile' ? 'looking' : 'working'
  const done = totalBytes ? Math.min(1, bytes / totalBytes) : 0
  const share = done >= 0.01 ? ` ${Math.floor(100 * done)} %` : ''
  const rate = seconds >= SOON ? ` · ${thousands(Math.round(records / seconds))} records/s` : ''
  const left = done >= ENOUGH && seconds >= SOON ? `, ${durationText((seconds * (1 - done)) / done)} left` : ''
  return `${doing}${share} · ${bytesText(bytes)} · ${counted(records, 'record')}${rate}${left}${excluded > 0 ? ` · ${thousands(excluded)} left out` : ''}`
}
