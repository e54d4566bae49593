import { defineConfig, type PlaywrightTestConfig } from '@playwright/test'
import type { ElectronFacts, HostName } from './support/running-console.ts'

/** Started by run.ts, which finds browser and Electron and says by these variables where they are. */
const chromium = process.env.E2E_CHROMIUM
const electron = process.env.E2E_ELECTRON ? (JSON.parse(process.env.E2E_ELECTRON) as ElectronFacts) : null

const config: PlaywrightTestConfig<{ host: HostName; electron: ElectronFacts | null }> = {
  testDir: 'specs',
  outputDir: '../test-results/e2e',
  // Most of a spec's time goes by in waiting for blocks, so two cores carry two. On the desktop there is one focus to share.
  workers: Number(process.env.E2E_WORKERS ?? 1),
  fullyParallel: false,
  forbidOnly: true,
  retries: 1,
  timeout: 240_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: process.env.E2E_JSON ?? '../.cache/reports/playwright.json' }]],
  use: {
    screenshot: 'only-on-failure',
    actionTimeout: 15_000,
    ...(chromium ? { launchOptions: { executablePath: chromium } } : {}),
  },
  projects: [
    { name: 'headless', testIgnore: '**/desktop/**', use: { host: 'headless' } },
    { name: 'electron', testIgnore: '**/headless/**', use: { host: 'electron', electron } },
  ],
}

export default defineConfig(config)
