import type { Address } from '../../shared/domain/identifiers.ts'
import { Sender } from './actors/sender.ts'
import { type RpcServer, serveRpc } from './chain/rpc-server.ts'
import type { Hex, SandboxContracts } from './chain/types.ts'
import { encodeCall, nectarAbi, registryAbi } from './contracts/abi.ts'
import type { CommunityAccounts, Community as Deployed, Funds, SandboxChains } from './contracts/deploy.ts'
import type { Community } from './daemon/context.ts'
import { type Daemon, startDaemon } from './daemon/daemon.ts'
import { type Faults, noFaults } from './daemon/faults.ts'
import { type Groundwork, layGroundwork } from './groundwork.ts'
import { Keeping } from './keeping.ts'
import { defaults, type SandboxOptions } from './options.ts'
import { assembleTroupe, type Troupe } from './troupe.ts'

/** A running sandbox Community. */
export interface SandboxHandle {
  /** polyswarmd's address, `127.0.0.1:port`. */
  readonly address: string
  readonly port: number
  readonly seed: number
  /** Plain Ethereum JSON-RPC of both chains, `http://127.0.0.1:port`. */
  readonly rpc: { readonly home: string; readonly side: string }
  readonly contracts: SandboxContracts
  readonly accounts: CommunityAccounts
  readonly chains: SandboxChains
  /** What the daemon and the actors know: bounties, artifacts. */
  readonly community: Community
  /** Gives an account ETH and NCT on home and NCT on side, and mines it. */
  fund(account: Address, funds?: Partial<Funds>): Promise<void>
  /** Mines this many blocks on both chains, the actors acting after each. */
  mine(blocks?: number): Promise<void>
  /** Resolves when the actors have done all that the blocks so far asked of them. */
  idle(): Promise<void>
  setBlockTime(ms: number): void
  /** How many bounties the sandbox's own ambassador has posted. */
  posted(): number
  /** Stops or resumes its posting. */
  pauseBounties(paused: boolean): void
  /** Stops or resumes the relay: its verifiers approve nothing meanwhile, and everything afterwards. */
  pauseRelay(paused: boolean): void
  /** Calls a function of the registry as its owner (fees, windows, deprecation); mined with the next block. */
  administer(name: string, args: readonly unknown[]): Promise<void>
  setFaults(faults: Faults): void
  /** polyswarmd goes away and comes back at the same address; the chains go on meanwhile. */
  stopDaemon(): Promise<void>
  startDaemon(): Promise<void>
  /** Writes its state to `dataDir` in one piece, as it does by itself now and then; does nothing without one. */
  save(): Promise<void>
  /** Saves, then ends everything. */
  close(): Promise<void>
}

/**
 * Starts a whole Community inside this process: two chains, contracts, polyswarmd and its people, on loopback only.
 * @param laid what was made ready for just these options, and is used by nobody else
 * @throws Error when the port is taken, or `dataDir` holds something else
 */
export async function startSandbox(options: SandboxOptions = {}, laid?: Groundwork): Promise<SandboxHandle> {
  const groundwork = laid ?? (await layGroundwork(options))
  const { seed, chains, deployed, community } = groundwork
  const keeping = await keep(groundwork, options)
  await fundThose(options.fund ?? [], deployed, community)
  const rpc = { home: await serveRpc(chains.home), side: await serveRpc(chains.side) }
  const sandbox = new Sandbox({ ...options, seed }, groundwork, keeping, rpc)
  try {
    await sandbox.start()
  } catch (error) {
    // What listens already must not keep the process alive: the port was taken.
    await sandbox.abandon()
    throw error
  }
  return sandbox
}

/** Null where it is not to be kept. */
async function keep({ seed, deployed, community, chains, kept }: Groundwork, options: SandboxOptions): Promise<Keeping | null> {
  if (kept === null || options.dataDir === undefined) return null
  return Keeping.begin({
    folder: options.dataDir,
    chains,
    artifacts: community.artifacts,
    identity: { seed, arbiters: deployed.accounts.arbiters.length },
    kept,
    onKeeping: options.onKeeping ?? (() => undefined),
  })
}

/** An account that a restored sandbox knows already keeps what it has. */
async function fundThose(accounts: readonly Address[], deployed: Deployed, community: Community): Promise<void> {
  const { side } = community.sides
  for (const account of accounts) {
    const held = await community.reader.integer(side.chain, side.nectar, nectarAbi, 'balanceOf', [account])
    if (held === 0n) await deployed.fund(account)
  }
}

interface Rpc {
  readonly home: RpcServer
  readonly side: RpcServer
}

class Sandbox implements SandboxHandle {
  readonly seed: number
  readonly contracts: SandboxContracts
  readonly accounts: CommunityAccounts
  readonly chains: SandboxChains
  readonly community: Community
  readonly #options: SandboxOptions
  readonly #deployed: Deployed
  readonly #rpc: Rpc
  #faults: Faults
  #troupe: Troupe | null = null
  #daemon: Daemon | null = null
  #port: number

  readonly #keeping: Keeping | null

  constructor(
    options: SandboxOptions & { readonly seed: number },
    { chains, deployed, community }: Groundwork,
    keeping: Keeping | null,
    rpc: Rpc,
  ) {
    this.#keeping = keeping
    this.#rpc = rpc
    this.#options = options
    this.#deployed = deployed
    this.#faults = options.faults ?? noFaults
    this.#port = options.port ?? defaults.port
    this.seed = options.seed
    this.contracts = deployed.contracts
    this.accounts = deployed.accounts
    this.chains = chains
    this.community = community
  }

  async start(): Promise<void> {
    this.#troupe = await assembleTroupe(this.community, this.accounts, this.#options)
    await this.startDaemon()
    this.setBlockTime(this.#options.blockTimeMs ?? defaults.blockTimeMs)
  }

  get port(): number {
    return this.#port
  }

  get rpc(): { home: string; side: string } {
    return { home: this.#rpc.home.url, side: this.#rpc.side.url }
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`
  }

  fund(account: Address, funds?: Partial<Funds>): Promise<void> {
    return this.#deployed.fund(account, funds)
  }

  async mine(blocks = 1): Promise<void> {
    for (let i = 0; i < blocks; i++) {
      await this.chains.home.mine()
      await this.chains.side.mine()
      await this.idle()
    }
  }

  async idle(): Promise<void> {
    await this.#troupe?.stage.idle()
  }

  setBlockTime(ms: number): void {
    this.chains.home.setBlockTime(ms)
    this.chains.side.setBlockTime(ms)
  }

  posted(): number {
    return this.#troupe?.ambassador?.posted ?? 0
  }

  pauseBounties(paused: boolean): void {
    this.#troupe?.ambassador?.pause(paused)
  }

  pauseRelay(paused: boolean): void {
    for (const verifier of this.#troupe?.verifiers ?? []) verifier.pause(paused)
  }

  async administer(name: string, args: readonly unknown[]): Promise<void> {
    const data: Hex = encodeCall(registryAbi, name, args)
    await new Sender(this.accounts.deployer, this.chains.side).send(this.contracts.side.registry, data)
  }

  setFaults(faults: Faults): void {
    this.#faults = faults
    this.#daemon?.setFaults(faults)
  }

  async stopDaemon(): Promise<void> {
    const daemon = this.#daemon
    this.#daemon = null
    await daemon?.close()
  }

  async startDaemon(): Promise<void> {
    if (this.#daemon) return
    const { tls, onError } = this.#options
    this.#daemon = await startDaemon({
      community: this.community,
      port: this.#port,
      faults: this.#faults,
      ...(tls ? { tls } : {}),
      ...(onError ? { onError } : {}),
    })
    this.#port = this.#daemon.port
  }

  async save(): Promise<void> {
    await this.#keeping?.write()
  }

  /** Ends everything, and leaves its folder as it was. */
  async abandon(): Promise<void> {
    this.#keeping?.abandon()
    await Promise.all([this.#troupe?.close(), this.stopDaemon(), this.#rpc.home.close(), this.#rpc.side.close()])
    await Promise.all([this.chains.home.close(), this.chains.side.close()])
  }

  async close(): Promise<void> {
    this.setBlockTime(0)
    await this.#troupe?.close()
    await Promise.all([this.stopDaemon(), this.#rpc.home.close(), this.#rpc.side.close()])
    await this.#keeping?.end()
    this.community.book.close()
    await Promise.all([this.chains.home.close(), this.chains.side.close()])
  }
}
