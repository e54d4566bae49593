const HOSTS: readonly string[] = ['polyswarm.network', 'polyswarm.io']

/** Whether an address is a page of PolySwarm over https: nothing else is ever given to the operating system to open. */
export function isOurWebsite(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, username, password, port } = new URL(address)
  if (protocol !== 'https:' || username !== '' || password !== '' || port !== '') return false
  return HOSTS.some((host) => hostname === host || hostname.endsWith(`.${host}`))
}
