import '../shared/without-code-generation.ts'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { pageBridge } from './bridge/bridge.ts'
import { createWindowConsole } from './store/console.tsx'
import { en } from './texts/catalogue.ts'

const root = document.getElementById('root')
const bridge = pageBridge(window)
if (root && bridge) createRoot(root).render(<App value={createWindowConsole(bridge)} />)
else if (root) root.textContent = en.shell.noBridge

// A third of a megabyte of rules, one for each piece of a font: nothing on the way to the first screen waits for it.
setTimeout(() => void import('./ui/japanese.css'), 0)
