import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Development only: the window over a fake console (dev.html?moment=live) and the kit in every state (dev.html?kit). */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // Fonts and pictures stay files: the content security policy allows no data: addresses.
  build: { assetsInlineLimit: 0, outDir: '../out/window-dev', rolldownOptions: { input: ['index.html', 'dev.html'] } },
})
