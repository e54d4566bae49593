/** The oldest major version of Node that runs the console; package.json says the same, more exactly. */
export const NEEDED_NODE = 24

/**
 * Why this Node cannot run the console, in one line; null when it can. Evaluated before everything else, so by itself it asks for nothing new.
 * @param version as `process.versions.node`
 */
export function nodeRefusal(version: string): string | null {
  if (Number(version.split('.')[0]) >= NEEDED_NODE) return null
  return `polyswarm-console: it needs Node ${NEEDED_NODE}, and this is Node ${version}: start it with "npm start" or "npm run headless", which bring their own`
}
