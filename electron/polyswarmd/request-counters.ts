/** What was asked of a daemon since the connection was made. */
export interface RequestCounters {
  readonly requests: number
  /** By method and route template, for example `GET /bounties/GUID/assertions`. */
  readonly byRoute: Readonly<Record<string, number>>
  /** Repeats among `requests`. */
  readonly retries: number
  /** Answers with 429. */
  readonly rateLimited: number
  /** Requests that ended without any answer. */
  readonly failures: number
  readonly bytesReceived: number
  /** Median time to the first byte of the last 16 plain requests, milliseconds; null before the first. */
  readonly latencyMs: number | null
}

const LATENCIES = 16

export class RequestCounter {
  readonly #byRoute = new Map<string, number>()
  readonly #latencies: number[] = []
  #requests = 0
  #retries = 0
  #rateLimited = 0
  #failures = 0
  #bytes = 0

  request(route: string): void {
    this.#requests += 1
    this.#byRoute.set(route, (this.#byRoute.get(route) ?? 0) + 1)
  }
  retry(): void {
    this.#retries += 1
  }
  failure(): void {
    this.#failures += 1
  }
  answered(status: number, bytes: number): void {
    this.#bytes += bytes
    if (status === 429) this.#rateLimited += 1
  }
  latency(ms: number): void {
    this.#latencies.push(ms)
    if (this.#latencies.length > LATENCIES) this.#latencies.shift()
  }
  read(): RequestCounters {
    const sorted = [...this.#latencies].sort((a, b) => a - b)
    const median = sorted[Math.floor(sorted.length / 2)]
    return {
      requests: this.#requests,
      byRoute: Object.fromEntries(this.#byRoute),
      retries: this.#retries,
      rateLimited: this.#rateLimited,
      failures: this.#failures,
      bytesReceived: this.#bytes,
      latencyMs: median === undefined ? null : Math.round(median),
    }
  }
}
