// Loaded into every measured process with --import. At its end the process writes what it used, all its threads together,
// to the file that it was told: Node tells nothing of the resources of a child.
import { writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const file = process.env['PERDE_BENCH_USAGE']
if (isMainThread && file !== undefined)
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    writeFileSync(file, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, rss: maxRSS * 1024 }))
  })
