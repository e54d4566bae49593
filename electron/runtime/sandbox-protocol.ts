import { z } from 'zod'
import { address } from '../../shared/domain/identifiers.ts'
import { defineProtocol } from './protocol.ts'

const share = z.number().min(0).max(1)

/** How the sandbox is to be, as plain values; the meanings are those of `SandboxOptions` in electron/sandbox/options.ts. */
export const sandboxStart = z.strictObject({
  seed: z.int().nonnegative().optional(),
  /** 0 picks a free one. */
  port: z.int().min(0).max(65_535).optional(),
  /** Milliseconds. */
  blockTimeMs: z.int().nonnegative().optional(),
  /** Blocks. */
  bountyEvery: z.int().positive().optional(),
  bountiesPerSecond: z.number().positive().optional(),
  bountyLimit: z.int().nonnegative().optional(),
  artifacts: z.int().min(1).max(256).optional(),
  bountyDuration: z.int().min(1).max(100).optional(),
  maliciousShare: share.optional(),
  urlShare: share.optional(),
  maxArtifactBytes: z.int().min(512).optional(),
  revealWindow: z.int().positive().optional(),
  voteWindow: z.int().positive().optional(),
  confirmations: z.int().positive().optional(),
  actors: z
    .strictObject({
      ambassador: z.boolean().optional(),
      rivals: z.int().min(0).max(2).optional(),
      arbiters: z.int().min(0).max(20).optional(),
      verifiers: z.boolean().optional(),
      settle: z.boolean().optional(),
    })
    .optional(),
  fund: z.array(address).max(100).optional(),
  apiKey: z.string().min(1).optional(),
  /** A folder of its own; without it nothing is kept. */
  dataDir: z.string().min(1).optional(),
})
export type SandboxStart = z.output<typeof sandboxStart>

const chainContracts = { nectar: address, relay: address }

/** What a client needs to know of a running sandbox. */
export const sandboxReady = z.object({
  /** polyswarmd, `127.0.0.1:port`; insecure transport, unless the sandbox was started with TLS. */
  polyswarmd: z.string(),
  seed: z.int(),
  /** Ethereum JSON-RPC of both chains, `http://127.0.0.1:port`. */
  rpc: z.object({ home: z.string(), side: z.string() }),
  contracts: z.object({
    home: z.object(chainContracts),
    side: z.object({ ...chainContracts, registry: address, arbiterStaking: address }),
  }),
})
export type SandboxReady = z.output<typeof sandboxReady>

/** The sandbox's helper process: started once, it runs until it is told to stop or its parent is gone, and keeps its state in `dataDir`. */
export const sandboxProtocol = defineProtocol({
  calls: {
    start: { params: sandboxStart, result: sandboxReady, timeoutMs: 60_000 },
    /** Gives an account ETH and NCT on home and NCT on side; the blocks that hold it are mined before the answer. */
    fund: { params: z.object({ account: address }), result: z.null(), timeoutMs: 30_000 },
    /** polyswarmd goes away or comes back at the same address; the chains go on. */
    setDaemon: { params: z.object({ running: z.boolean() }), result: z.null(), timeoutMs: 30_000 },
    /** Stops or resumes the posting of new bounties. */
    pauseBounties: { params: z.object({ paused: z.boolean() }), result: z.null(), timeoutMs: 5_000 },
    /** What the sandbox itself has used so far: CPU milliseconds of its process, bytes resident; and what it has posted. */
    usage: { params: z.null(), result: z.object({ cpuMs: z.number(), rss: z.number(), posted: z.int() }), timeoutMs: 5_000 },
    /** Writes its state anew and ends; the process exits after the answer. */
    stop: { params: z.null(), result: z.null(), timeoutMs: 30_000 },
  },
  events: {
    /** Why it cannot be kept on the disk; null as soon as it is kept again. Nothing is said while it always could. */
    keeping: z.object({ failure: z.string().max(500).nullable() }),
    /** Something went wrong inside; the sandbox goes on. */
    trouble: z.object({ text: z.string().max(500) }),
  },
})
