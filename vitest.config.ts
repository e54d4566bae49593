import { defineConfig } from 'vitest/config'

/** A limit for what never comes, in ms; not a bound on how long anything may take: a busy machine pauses for a second now and then. */
const expected = { poll: { timeout: 20_000 } }

/** Shapes are checked in tests as every process checks them. */
const withoutCodeGeneration = 'shared/without-code-generation.ts'

export default defineConfig({
  test: {
    // Both cores of a small machine: the default leaves one idle, and many tests wait for real processes.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['shared/**/*.test.ts', 'electron/**/*.test.ts', 'e2e/{support,integration}/**/*.test.ts', '.ci/**/*.test.ts'],
          setupFiles: [withoutCodeGeneration],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          expect: expected,
        },
      },
      {
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: ['renderer/**/*.test.ts', 'renderer/**/*.test.tsx'],
          setupFiles: [withoutCodeGeneration, 'renderer/bridge/fake/patience.ts'],
          testTimeout: 60_000,
          expect: expected,
        },
      },
    ],
  },
})
