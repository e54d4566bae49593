/** Activity: everything that happened, paged from the journal. */
export const activity = {
  title: 'Activity',
  note: 'all that happened, from the journal',
  all: 'All Communities',
  community: 'Community',
  mine: 'Mine',
  everything: 'All',
  whose: 'Whose events',
  kindLabel: 'Kind',
  kind: {
    all: 'All kinds',
    results: 'Results',
    rounds: 'Commits and reveals',
    transfers: 'Transfers',
    connection: 'Connections',
    console: 'Console, wallet, engine',
  },
  empty: 'The journal holds nothing of this kind.',
  older: 'Show older',
  complete: 'This is the beginning of the journal.',
  today: 'Today',
} as const
