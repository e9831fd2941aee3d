import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build.ts'],
    // Command-line tests start whole processes on a machine of two cores.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    // Tests that race processes against each other may lose once on a loaded machine; twice is a failure.
    retry: process.env['CI'] ? 1 : 0,
  },
})
