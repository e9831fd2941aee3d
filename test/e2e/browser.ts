import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

/** Debian's browser, or another by its path in PERDE_CHROMIUM. */
const PROGRAM = process.env['PERDE_CHROMIUM'] ?? '/usr/bin/chromium'

/** What is tested in a browser is skipped where there is none, and that is said aloud. */
export function hasBrowser(): boolean {
  if (existsSync(PROGRAM)) return true
  console.warn(`\n*** NOT TESTED: there is no ${PROGRAM}; install chromium, or name one in PERDE_CHROMIUM ***\n`)
  return false
}

/** A browser that asks nobody for anything. */
export function openBrowser(): Promise<Browser> {
  const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync']
  const offline = ['--disable-background-networking', '--disable-component-update']
  return chromium.launch({ executablePath: PROGRAM, args: [...quiet, ...offline] })
}
