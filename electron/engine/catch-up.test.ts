import { describe, expect, it } from 'vitest'
import { startedWorld, World } from './life.fixture.ts'
import { guidOf } from './world.fixture.ts'

describe('a look for what was posted while nobody listened', () => {
  it('ends with the next silence: what that one hid is not taken as heard because the earlier look ended late', async () => {
    const { world, engine } = await startedWorld()
    world.chain.post(guidOf(1), [true], 12)
    await world.blocks(2)
    const silence = async (i: number) => {
      await world.setConnected(false)
      world.chain.post(guidOf(i), [true], 3)
      await world.blocks(6)
      await world.setConnected(true)
    }
    const { daemon } = world
    const bounty = daemon.bounty.bind(daemon)
    let answer = () => undefined as unknown
    daemon.bounty = (guid) => {
      if (guid !== guidOf(2)) return bounty(guid)
      daemon.bounty = bounty
      return new Promise((resolve) => {
        answer = () => resolve(bounty(guid))
      })
    }
    await silence(2)
    const bounties = daemon.bounties.bind(daemon)
    daemon.bounties = (page, count) => {
      daemon.bounties = bounties
      return daemon.bounties(page, count).then(() => Promise.reject(new Error('reset by peer')))
    }
    await silence(3)
    world.chain.post(guidOf(4), [true], 12)
    await world.blocks(1)
    answer()
    await world.blocks(5)
    expect(engine.view.total).toMatchObject({ bounties: 4, missed: 2 })
  })

  it('waits for the first block no longer than its connection, and is one, however often that was made anew', async () => {
    const asked = async (earlier: number): Promise<number> => {
      const world = new World()
      world.connected = false
      const engine = await world.start()
      const abort = new AbortController()
      const looks = Array.from({ length: earlier }, () => engine.catchUp(abort.signal))
      abort.abort()
      await Promise.all(looks)
      for (let i = 0; i < earlier; i++) engine.catchUp().catch(() => undefined)
      await world.setConnected(true)
      await world.blocks(1)
      return world.daemon.requests
    }
    expect(await asked(3)).toBe(await asked(0))
  })
})
