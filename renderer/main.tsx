import './ui/base.css'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { App } from './App.tsx'
import { pageBridge } from './bridge/bridge.ts'
import { createWindowConsole } from './store/console.tsx'
import { en } from './texts/catalogue.ts'

// The content security policy forbids the code generation that zod would otherwise try.
z.config({ jitless: true })

const root = document.getElementById('root')
const bridge = pageBridge(window)
if (root && bridge) createRoot(root).render(<App value={createWindowConsole(bridge)} />)
else if (root) root.textContent = en.shell.noBridge
