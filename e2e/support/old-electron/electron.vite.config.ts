import { resolve } from 'node:path'
import type { UserConfig } from 'electron-vite'
import { mergeConfig, type Plugin } from 'vite'
import product from '../../../electron.vite.config.ts'

const here = (path: string): string => resolve('.cache/old-electron/app/out', path)

const gaps = resolve('e2e/support/old-electron/language-gaps.cjs')

/** The window's language gaps: a polyfill as the first import of what has any code. */
const polyfilled: Plugin = {
  name: 'old-electron-renderer',
  enforce: 'pre',
  transform: (code, id) => (id.endsWith('/renderer/window.tsx') ? `import '${gaps}'\n${code}` : null),
}

/**
 * The product's own build for Electron 22 (started with ELECTRON_MAJOR_VER=22, by which electron-vite chooses Node 16 and Chromium 108).
 */
const config: UserConfig = {
  main: mergeConfig(product.main ?? {}, {
    build: {
      outDir: here('main'),
      rolldownOptions: {
        output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  }),
  preload: mergeConfig(product.preload ?? {}, { build: { outDir: here('preload') } }),
  renderer: mergeConfig(product.renderer ?? {}, {
    build: { outDir: here('renderer'), cssMinify: 'lightningcss', cssTarget: 'chrome108' },
    plugins: [polyfilled],
  }),
}

export default config
