import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import type { UserConfig } from 'electron-vite'
import type { Plugin as PostcssPlugin } from 'postcss'
import type { Plugin } from 'vite'

/** From the folder the build is started in: a config that extends this one is bundled with it, and has a folder of its own. */
const here = (path: string): string => resolve(path)

/** Kept out of the bundles: they carry WebAssembly or native code that is found beside their own files. */
const external = ['electron', '@virustotal/yara-x', '@napi-rs/keyring', 'tiny-secp256k1']

/** Who made what is bundled, and under which licence: part of every packaged console. */
const license = { fileName: 'licences.md' }

/** Every browser that can show the window reads woff2: the older copies of the fonts would be a thousand files for nobody. */
const onlyWoff2: PostcssPlugin = {
  postcssPlugin: 'only-woff2',
  Declaration: {
    src: (declaration) => {
      const kept = declaration.value.split(/,\s*(?=url\()/).filter((source) => !source.includes("format('woff')"))
      if (kept.length > 0) declaration.value = kept.join(', ')
    },
  },
}

/**
 * A library below electron-store listens to every signal and sends each one again, to clear temporary files that only its asynchronous
 * writing leaves, which nobody uses. In Electron that would replace Electron's own handling: a stop of the system would end the console
 * at once, whatever is under way.
 */
const noSignalHooks: Plugin = {
  name: 'no-signal-hooks',
  load: (id) => (/[\\/]node_modules[\\/]when-exit[\\/]dist[\\/]node[\\/]index\.js$/.test(id) ? 'export default () => () => {}' : null),
}

const config: UserConfig = {
  main: {
    plugins: [noSignalHooks],
    build: {
      outDir: here('out/main'),
      externalizeDeps: false,
      license,
      rolldownOptions: {
        external,
        input: {
          main: here('electron/main.ts'),
          headless: here('electron/headless.ts'),
          'signer-main': here('electron/wallet/signer-main.ts'),
          'scanner-main': here('electron/scanners/scanner-main.ts'),
          'sandbox-main': here('electron/sandbox/main.ts'),
          'journal-main': here('electron/journal/worker-main.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: here('out/preload'),
      externalizeDeps: false,
      rolldownOptions: {
        external: ['electron'],
        input: { preload: here('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: here('renderer'),
    build: {
      outDir: here('out/renderer'),
      license,
      // A font or picture in a data address would be refused by the content security policy.
      assetsInlineLimit: 0,
      // Read from the disk, not from a network.
      chunkSizeWarningLimit: 4000,
      // Half the size: it is read and parsed before anything is painted.
      minify: 'oxc',
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: { index: here('renderer/index.html'), 'headless-page': here('electron/host/headless/page.ts') },
        output: { entryFileNames: ({ name }) => (name === 'headless-page' ? '[name].js' : 'assets/[name]-[hash].js') },
      },
    },
    css: { postcss: { plugins: [onlyWoff2] } },
    plugins: [react()],
  },
}

export default config
