import './ui/base.css'

/** A window that is not seen is drawn by nobody: it is loaded all the same. */
const UNSEEN_MS = 200

// What index.html says is on the screen before anything heavier is read.
const painted = new Promise<void>((resolve) => {
  requestAnimationFrame(() => setTimeout(resolve, 0))
  setTimeout(resolve, UNSEEN_MS)
})
painted.then(() => import('./window.tsx')).catch((error: unknown) => reportError(error))
