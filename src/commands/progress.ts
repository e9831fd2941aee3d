import type { Progress } from '../engine/block-tasks.ts'
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
  const started = now()
  let last = mode === 'auto' || mode === 'always' ? started : Infinity
  let shown = false
  return {
    show(progress) {
      const time = now()
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

function lineOf({ phase, bytes, totalBytes, records, excluded }: Progress, seconds: number): string {
  const doing = phase === 'profile' ? 'looking' : 'working'
  const share = totalBytes ? ` ${Math.floor((100 * bytes) / totalBytes)} %` : ''
  const rate = seconds > 0 ? `${thousands(Math.round(records / seconds))} records/s` : ''
  const left = totalBytes && bytes > 0 ? `, ${durationText((seconds * (totalBytes - bytes)) / bytes)} left` : ''
  return `${doing}${share} · ${bytesText(bytes)} · ${counted(records, 'record')} · ${rate}${left}${excluded > 0 ? ` · ${thousands(excluded)} left out` : ''}`
}
