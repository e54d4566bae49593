import { useState } from 'react'
import { lima } from '../../../shared/domain/community.ts'
import { useCommunity, useConsole } from '../../store/console.tsx'
import { useTexts } from '../common/text.ts'
import styles from './Communities.module.css'
import { CommunityDetail } from './CommunityDetail.tsx'
import { CommunityList, type ListItem, listItems, NEW_ID } from './CommunityList.tsx'
import { JoinScreen } from './JoinScreen.tsx'
import { SandboxOffer } from './SandboxPart.tsx'
import { type JoinTarget, useJoin } from './useJoin.ts'

export const limaTarget: JoinTarget = { kind: 'public', name: lima.name, address: lima.address, fixed: true }
export const privateTarget: JoinTarget = { kind: 'private', name: '', address: '', fixed: false }

/** The joined Communities, and the way into another one. */
export function CommunitiesScreen() {
  const communities = useConsole((state) => state.communities)
  const current = useCommunity()
  const [chosen, setChosen] = useState<string | null>(null)
  const [adding, setAdding] = useState(false)
  const [draft, setDraft] = useState({ name: '', address: '' })
  const t = useTexts()
  const joining = adding ? { name: draft.name.trim() || t('communities.join.aPrivate'), address: draft.address.trim() || '…' } : null
  const items = listItems(communities, joining)
  const item = items.find(({ id }) => id === chosen) ?? items.find(({ id }) => id === current?.settings.id) ?? items[0]
  const stopAdding = () => {
    setAdding(false)
    setDraft({ name: '', address: '' })
    setChosen(null)
  }
  return (
    <div className={styles.screen}>
      <CommunityList
        items={items}
        current={item?.id ?? null}
        onChoose={setChosen}
        onAdd={() => {
          setAdding(true)
          setChosen(NEW_ID)
        }}
      />
      <div className={styles.detail}>
        {item && (
          <Detail
            key={item.id}
            item={item}
            onDraft={setDraft}
            onCancel={stopAdding}
            onJoined={(id) => {
              stopAdding()
              setChosen(id)
            }}
          />
        )}
      </div>
    </div>
  )
}

interface DetailProps {
  readonly item: ListItem
  readonly onDraft: (draft: { readonly name: string; readonly address: string }) => void
  readonly onCancel: () => void
  readonly onJoined: (id: string) => void
}

function Detail({ item, onDraft, onCancel, onJoined }: DetailProps) {
  switch (item.is) {
    case 'joined':
      return <CommunityDetail community={item.community} onLeft={onCancel} />
    case 'lima':
      return <Join target={limaTarget} onCancel={onCancel} onJoined={onJoined} />
    case 'sandbox':
      return <SandboxOffer />
    case 'joining':
      return <Join target={privateTarget} onDraft={onDraft} onCancel={onCancel} onJoined={onJoined} />
  }
}

interface JoinProps {
  readonly target: JoinTarget
  readonly onDraft?: DetailProps['onDraft']
  readonly onCancel: () => void
  readonly onJoined: (id: string) => void
}

function Join({ target, onDraft, onCancel, onJoined }: JoinProps) {
  const flow = useJoin(target, onJoined)
  return (
    <JoinScreen
      flow={{
        ...flow,
        set: (over) => {
          flow.set(over)
          const { name, address } = { ...flow.fields, ...over }
          onDraft?.({ name, address })
        },
      }}
      onCancel={onCancel}
    />
  )
}
