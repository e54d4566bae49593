import { Fuel, Unplug } from 'lucide-react'
import { useState } from 'react'
import { nct } from '../bridge/fake/row-of.ts'
import { Amount } from '../ui/Amount.tsx'
import { BlockPulse } from '../ui/BlockPulse.tsx'
import { Button } from '../ui/Button.tsx'
import { BarChart, Histogram } from '../ui/Charts.tsx'
import { Mark, StakeGlyph, type StakeShape, type Tone, VerdictGlyph } from '../ui/Glyphs.tsx'
import { Grid, type GridItem } from '../ui/Grid.tsx'
import { Identifier } from '../ui/Identifier.tsx'
import { KeyValue, Meter, SideList } from '../ui/Lists.tsx'
import { Name } from '../ui/Name.tsx'
import { Banner, EventRow, NeedItem } from '../ui/Notices.tsx'
import { RoundBar, type RoundPart } from '../ui/RoundBar.tsx'
import { StageLine } from '../ui/StageLine.tsx'
import { Table } from '../ui/Table.tsx'
import styles from './Kit.module.css'

import { Part } from './Part.tsx'

/* Signs, lists, notices and drawings of the kit. */

const shapes: readonly (readonly [StakeShape, Tone])[] = [
  ['open', 'soft'],
  ['keyhole', 'soft'],
  ['owed', 'stake'],
  ['up', 'flight'],
  ['down', 'flight'],
  ['dot', 'soft'],
  ['check', 'gain'],
  ['half', 'gain'],
  ['lost', 'loss'],
  ['forfeited', 'loss'],
  ['bars', 'soft'],
  ['dash', 'faint'],
  ['unknown', 'unknown'],
  ['play', 'gain'],
  ['square', 'soft'],
  ['lock', 'stake'],
  ['empty', 'soft'],
]

const part = (state: RoundPart['state'], progress = 0, more: Partial<RoundPart> = {}): RoundPart => ({ state, progress, ...more })

export function Signs() {
  return (
    <Part title="Signs">
      <div className={styles.row}>
        <Mark size={32} />
        {shapes.map(([shape, tone]) => (
          <div key={shape} className={styles.case}>
            <StakeGlyph shape={shape} tone={tone} size={18} turning={shape === 'open'} urgent={shape === 'owed'} />
            {shape}
          </div>
        ))}
      </div>
      <div className={styles.row}>
        {(['malicious', 'benign', 'none', 'hidden'] as const).map((verdict) => (
          <div key={verdict} className={styles.case}>
            <VerdictGlyph verdict={verdict} size={12} />
            {verdict}
          </div>
        ))}
        <BlockPulse
          pulse={[1000, 900, 1200, null, 1000, 1000, 400, 1000, 1000, 1000, null, null, 1000, 1000, 1000, 1000]}
          usualMs={1000}
          label="blocks"
        />
      </div>
      <div className={styles.row}>
        <RoundBar label="asserting" parts={[part('now', 0.5, { tick: 0.3 }), part('to-come'), part('to-come')]} />
        <RoundBar label="owed" tone="owed" parts={[part('past', 1, { tick: 0.3 }), part('now', 0.8), part('to-come')]} />
        <RoundBar label="sent" tone="sent" parts={[part('past', 1, { tick: 0.3 }), part('now', 0.2), part('to-come')]} />
        <RoundBar label="estimated" estimated parts={[part('past', 1), part('past', 1, { tick: 0.1 }), part('now', 0.2)]} />
        <RoundBar
          label="settled"
          parts={[part('past', 1, { tick: 0.4 }), part('past', 1, { tick: 0.1 }), part('past', 0.2, { quorum: 0.2 })]}
        />
      </div>
      <div className={styles.row}>
        <Amount value={nct(9.25)} tone="stake" unit="NCT" />
        <Amount value={nct(612.4375)} result unit="NCT" />
        <Amount value={nct(-0.53125)} result />
        <Amount value={nct(0)} decimals={5} />
        <Amount value={nct(3629.73)} tone="flight" />
        <Amount value={nct(2)} tone="dim" />
      </div>
      <div className={styles.row}>
        <Identifier value="0x7A3f02b9D64C1eE85aF37d20B19c04E6f8A2C91e" copyLabel="Copy" copied="Copied" />
        <Identifier value="0x7A3f02b9D64C1eE85aF37d20B19c04E6f8A2C91e" full />
        <div className={styles.name}>
          <Name text={'invoice_2026-10-4471\u202Ecod.xlsm'} />
        </div>
      </div>
    </Part>
  )
}

interface Row {
  readonly name: string
  readonly value: bigint
}
const gridItems: readonly GridItem<Row>[] = [
  { kind: 'group', id: 'g1', name: 'Owed', sums: '1 bounty', tone: 'stake' },
  { kind: 'row', id: 'r1', row: { name: 'selected', value: nct(0.75) } },
  { kind: 'group', id: 'g2', name: 'Settled', sums: '2 bounties' },
  { kind: 'row', id: 'r2', row: { name: 'rest', value: nct(1) } },
  { kind: 'row', id: 'r3', row: { name: 'forfeited', value: nct(-0.84375) }, tone: 'loss' },
]

export function Lists() {
  const [chosen, setChosen] = useState<string | null>('lima')
  return (
    <Part title="Lists">
      <Grid
        label="Grid"
        className={styles.grid}
        selected="r1"
        columns={[
          { id: 'state', header: 'State', cell: ({ name }) => name },
          { id: 'name', header: 'Artifact', cell: ({ name }) => <Name text={`${name}-with-a-long-name.exe`} /> },
          { id: 'value', header: 'Result, NCT', align: 'end', cell: ({ value }) => <Amount value={value} result /> },
        ]}
        items={gridItems}
      />
      <Table
        label="Table"
        keyOf={({ name }) => name}
        rows={[
          { name: 'Lima', value: nct(2008.8125) },
          { name: 'Sum', value: nct(2018.0625) },
        ]}
        tone={({ name }) => (name === 'Sum' ? 'sum' : undefined)}
        columns={[
          { id: 'name', header: 'Account', cell: ({ name }) => name },
          { id: 'value', header: 'Free, NCT', align: 'end', cell: ({ value }) => <Amount value={value} /> },
        ]}
      />
      <KeyValue
        rows={[
          { id: 'a', name: 'Bids', value: <Amount value={nct(-1328.5)} /> },
          { id: 'b', name: 'Net', value: <Amount value={nct(612.4375)} result />, sum: true },
        ]}
      />
      <Meter name="Staked today" share={560} shareText="56 %" used="1,337.7500" of="of 2,400.0000 NCT" />
      <Meter name="Full" share={1000} shareText="100 %" used="40.0000" of="of 40.0000 NCT" />
      <SideList
        label="Communities"
        items={[
          { id: 'lima', name: 'Lima' },
          { id: 'sandbox', name: 'Sandbox' },
        ]}
        current={chosen}
        onChoose={setChosen}
        render={({ name }) => name}
      />
      <StageLine
        label="Withdrawal"
        stages={[
          { id: '1', name: 'Signed', note: '03:09:58', state: 'done' },
          { id: '2', name: 'Confirming', note: '13 of 20', state: 'now' },
          { id: '3', name: 'Waiting to arrive', note: '16 min', state: 'overdue' },
          { id: '4', name: 'Failed', note: 'reverted', state: 'failed' },
          { id: '5', name: 'Arrived', note: 'to come', state: 'to-come' },
        ]}
      />
    </Part>
  )
}

export function Notes() {
  return (
    <Part title="Notices">
      <Banner
        tone="loss"
        icon={<Unplug aria-hidden />}
        title="No connection to Lima for 6 s"
        actions={<Button kind="primary">Try now</Button>}
      >
        <b>1.4375 NCT</b> waits for 2 reveals, already signed and kept on disk.
      </Banner>
      <Banner tone="stake" icon={<StakeGlyph shape="bars" tone="stake" size={18} />} title="Paused" actions={<Button>Change limit</Button>}>
        The 11 open assertions go on to reveal and settlement.
      </Banner>
      <ul>
        <NeedItem tone="warn" icon={<Fuel aria-hidden />} title="ETH at home is low" actions={<Button size="small">Copy address</Button>}>
          0.0041 ETH pays about 3 more deposits.
        </NeedItem>
      </ul>
      <EventRow
        time="03:12:41"
        shape="check"
        tone="gain"
        word="Settled"
        subject="photo_0412.scr"
        result={<Amount value={nct(0.71875)} result />}
        onOpen={() => {}}
      />
    </Part>
  )
}

export function Drawings() {
  const values = [8, 12, 15, 12, 17, 17, 15, 17, 13, 14, 18, 16]
  return (
    <Part title="Drawings">
      <BarChart
        label="Throughput"
        bars={values.map((value, index) => ({ id: index, value, of: value + 3 }))}
        max={24}
        ticks={[24, 16, 8, 0].map((value) => ({ value, text: String(value) }))}
        from="02:13"
        to="03:12"
      />
      <Histogram
        label="Scan time"
        bins={values.map((count, index) => ({ from: index * 1000, to: (index + 1) * 1000, count }))}
        max={12_000}
        badFrom={9000}
        ticks={[0, 6000, 12_000].map((value) => ({ value, text: `${value / 1000} s` }))}
        marks={[{ at: 9000, text: 'scan budget', note: '9 too late', strong: true }]}
      />
    </Part>
  )
}
