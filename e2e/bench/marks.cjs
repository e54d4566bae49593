// Loaded before the console's own code: writes each performance mark down as it is made, in ms of the wall clock.
const { appendFileSync } = require('node:fs')
const { PerformanceObserver, performance } = require('node:perf_hooks')

const path = process.env.BENCH_MARKS
const write = (name, at) => appendFileSync(path, `${JSON.stringify({ name, at })}\n`)
if (path) {
  write('process runs our first line', performance.timeOrigin + performance.now())
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries())
      if (name.startsWith('console: ')) write(name.slice(9), performance.timeOrigin + startTime)
  }).observe({ type: 'mark' })
}
