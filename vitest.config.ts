import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// Tests of processes, and those that change what a process has: modules of Node's, its environment, its folder.
const ALONE = [
  'test/{e2e,cli}/**/*.test.ts',
  'test/engine/passes/decision-sink.test.ts',
  'test/engine/run-faults.test.ts',
  'test/engine/seal/commit.test.ts',
  'test/io/lake/staging.test.ts',
  'test/record/own-text.test.ts',
  'test/io/stores/**/*.test.ts',
]

export default defineConfig({
  test: {
    globalSetup: ['test/build.ts'],
    // Command-line tests start whole processes on a machine of two cores.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // One more than there are cores: who waits for a process, a server or a session of Spark leaves a fifth of them idle.
    maxWorkers: availableParallelism() + 1,
    // Tests that race processes against each other may lose once on a loaded machine; twice is a failure.
    retry: process.env['CI'] ? 1 : 0,
    projects: [
      { extends: true, test: { name: 'alone', include: ALONE } },
      // The others share the modules they load, the registry of types among them: loading it for each file took longer than most.
      { extends: true, test: { name: 'units', include: ['test/**/*.test.ts'], exclude: ALONE, isolate: false } },
    ],
  },
})
