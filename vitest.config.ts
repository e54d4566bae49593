import { defineConfig } from 'vitest/config'

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
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: { name: 'dom', environment: 'happy-dom', include: ['renderer/**/*.test.ts', 'renderer/**/*.test.tsx'], testTimeout: 60_000 },
      },
    ],
  },
})
