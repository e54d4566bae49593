import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['shared/**/*.test.ts', 'electron/**/*.test.ts', 'e2e/{support,integration}/**/*.test.ts', '.ci/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: { name: 'dom', environment: 'happy-dom', include: ['renderer/**/*.test.ts', 'renderer/**/*.test.tsx'], testTimeout: 30_000 },
      },
    ],
  },
})
