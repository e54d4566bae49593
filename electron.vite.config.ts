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

/**
 * What libraries bring and nobody here uses: it would be read at every start. Each says so if it is used after all.
 * - conf's compiler of JSON schemas (0.4 MB) and its comparing of versions: our settings have schemas of their own (console/settings.ts),
 *   which also read what earlier versions wrote.
 * - pino's transports, which write a log from another thread: ours is written by the host.
 */
const UNUSED: readonly (readonly [RegExp, string])[] = [
  [/[\\/]node_modules[\\/]ajv[\\/]dist[\\/]2020\.js$/, `export class Ajv2020 { constructor() { ${refusal('compiler of JSON schemas')} } }`],
  [/[\\/]node_modules[\\/]ajv-formats[\\/]dist[\\/]index\.js$/, 'export default {}'],
  [/[\\/]node_modules[\\/]semver[\\/]index\.js$/, `export default new Proxy({}, { get() { ${refusal('comparing of versions')} } })`],
  [/[\\/]node_modules[\\/]pino[\\/]lib[\\/]transport\.js$/, `module.exports = () => { ${refusal('transport of logs')} }`],
]

function refusal(part: string): string {
  return `throw new Error('no ${part} is bundled')`
}

const noUnusedParts: Plugin = {
  name: 'no-unused-parts',
  load: (id) => UNUSED.find(([file]) => file.test(id))?.[1] ?? null,
}

/**
 * In Node 24 the first `import` of `http` reads every export of it, and two of them are getters that read the whole of undici: 40 ms of a
 * start, in the main process and in the sandbox. Taken as it is, without that, it costs five. (Built as CommonJS there is no such import.)
 */
const plainHttp: Plugin = {
  name: 'plain-http',
  renderChunk: (code) => {
    const plain = code.replace(
      /^import (?:(\w+)|\{([^}]*)\}) from "(?:node:)?http";$/gm,
      (_line, whole: string | undefined, some: string | undefined) =>
        `const ${whole ?? `{${(some ?? '').replace(/\bas\b/g, ':')}}`} = process.getBuiltinModule("node:http");`,
    )
    return plain === code ? null : { code: plain, map: null }
  },
}

/**
 * Chunks with a module of the headless host are read by that host alone; they have a folder of their own, which no installer packs
 * (electron-builder.yml).
 */
const chunkFileNames = ({ moduleIds }: { readonly moduleIds: readonly string[] }): string =>
  `${moduleIds.some((id) => /[\\/]electron[\\/](headless-main\.ts$|host[\\/]headless[\\/])/.test(id)) ? 'headless' : 'chunks'}/[name]-[hash].js`

const config: UserConfig = {
  main: {
    plugins: [noSignalHooks, noUnusedParts, plainHttp],
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
        output: { chunkFileNames },
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
