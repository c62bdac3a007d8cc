import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    globalSetup: ['test/global-setup.ts'],
    // Ink looks at it when it is loaded and draws nothing in CI: the tests say themselves where they run.
    env: { CI: 'false' },
    reporters: ['default', './test/summary-reporter.ts'],
    // Limits for a hung test, not a statement about speed: two busy cores run this suite several times slower.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    maxWorkers: 2,
  },
});
