/**
 * The file's layout, one step for each version. A step that was released is never changed: add another one.
 * Amounts are decimal text (SQLite's integers end at 2^63, its sums are floats); times are milliseconds since the epoch.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE bounty (
    id INTEGER PRIMARY KEY,
    community TEXT NOT NULL,
    guid TEXT NOT NULL,
    account TEXT,
    row TEXT NOT NULL,
    record TEXT NOT NULL,
    sealed_secret BLOB,
    sealed_verdicts BLOB,
    open INTEGER NOT NULL,
    state TEXT NOT NULL,
    part INTEGER NOT NULL,
    bid TEXT,
    fee TEXT,
    payout TEXT,
    expiration INTEGER NOT NULL,
    first_seen_at INTEGER NOT NULL,
    ended_at INTEGER,
    revealed INTEGER NOT NULL,
    missed INTEGER NOT NULL,
    words TEXT NOT NULL
  );
  CREATE UNIQUE INDEX bounty_guid ON bounty (community, guid);
  CREATE INDEX bounty_open ON bounty (community, id) WHERE open = 1;
  CREATE INDEX bounty_mine ON bounty (community, part, ended_at) WHERE part < 4;
  CREATE INDEX bounty_seen ON bounty (community, first_seen_at);

  CREATE TABLE tx (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,
    community TEXT NOT NULL,
    account TEXT NOT NULL,
    chain TEXT NOT NULL,
    chain_id INTEGER NOT NULL,
    nonce INTEGER NOT NULL,
    raw TEXT,
    intent TEXT,
    sealed BLOB,
    secret INTEGER NOT NULL,
    guid TEXT,
    state TEXT NOT NULL,
    urgency INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    mined_block INTEGER,
    error TEXT,
    signed_at INTEGER NOT NULL
  );
  CREATE INDEX tx_pending ON tx (community, chain, account) WHERE state IN ('signed', 'sent');
  CREATE INDEX tx_key ON tx (key);

  CREATE TABLE transfer (
    id TEXT PRIMARY KEY,
    community TEXT NOT NULL,
    ended INTEGER NOT NULL,
    signed_at INTEGER NOT NULL,
    transfer TEXT NOT NULL,
    record TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX transfer_community ON transfer (community, ended, signed_at);

  CREATE TABLE event (id INTEGER PRIMARY KEY, community TEXT, at INTEGER NOT NULL, mine INTEGER NOT NULL, event TEXT NOT NULL);
  CREATE INDEX event_community ON event (community, id);

  CREATE TABLE ledger (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    community TEXT NOT NULL,
    chain TEXT NOT NULL,
    account TEXT NOT NULL,
    currency TEXT NOT NULL,
    kind TEXT NOT NULL,
    amount TEXT NOT NULL,
    balance TEXT NOT NULL,
    guid TEXT,
    hash TEXT,
    subject TEXT,
    ref TEXT
  );
  CREATE UNIQUE INDEX ledger_ref ON ledger (community, ref) WHERE ref IS NOT NULL;
  CREATE INDEX ledger_community ON ledger (community, id);

  CREATE TABLE balance (
    community TEXT NOT NULL,
    account TEXT NOT NULL,
    chain TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount TEXT NOT NULL,
    unexplained TEXT NOT NULL,
    PRIMARY KEY (community, account, chain, currency)
  ) WITHOUT ROWID;

  CREATE TABLE tally (community TEXT NOT NULL, stretch INTEGER NOT NULL, counts TEXT NOT NULL, PRIMARY KEY (community, stretch)) WITHOUT ROWID;

  CREATE TABLE fact (community TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (community, name)) WITHOUT ROWID;
  `,
  `
  CREATE INDEX tx_over ON tx (community, signed_at) WHERE state NOT IN ('signed', 'sent');
  CREATE INDEX event_at ON event (at);
  `,
  // The loss of a stake is a code instead of a sentence (see earlier-rows.ts); consoles that read sentences alone must not open the file.
  '',
  // Lines of the feed are found by their kind (shared/state/event-kinds.ts, as it was then); whoever does not write it must not open the file.
  `
  ALTER TABLE event ADD COLUMN kind TEXT NOT NULL DEFAULT 'console';
  UPDATE event SET kind = CASE
    WHEN event ->> '$.code' IN ('won', 'won-part', 'lost', 'forfeited', 'returned', 'assertion-written-off') THEN 'results'
    WHEN event ->> '$.code' IN ('assertion-missing', 'assertion-back', 'bounty-posted', 'skipped', 'not-answered', 'assert-sent', 'committed',
      'reveal-sent', 'revealed', 'reveal-try-failed', 'voted', 'quorum', 'settle-sent') THEN 'rounds'
    WHEN event ->> '$.code' IN ('deposit-sent', 'withdrawal-sent', 'deposit-arrived', 'withdrawal-arrived', 'transfer-failed',
      'transfer-overdue', 'transfer-written-off') THEN 'transfers'
    WHEN event ->> '$.code' IN ('connected', 'connection-lost', 'connection-try-failed', 'listening', 'contracts-changed', 'contracts-pinned',
      'parameters-changed', 'registry-deprecated') THEN 'connection'
    ELSE 'console' END;
  CREATE INDEX event_kind ON event (kind, id);
  `,
  // What transfers cost is few lines among those of all bounties.
  `
  CREATE INDEX ledger_costs ON ledger (at) WHERE kind IN ('relay-fee', 'gas');
  `,
  // One index for each choice of lines of the feed (store-read.ts): the worker that every signature waits for reads no line that is not asked for.
  `
  CREATE INDEX event_kind_community ON event (kind, community, id);
  CREATE INDEX event_mine ON event (id) WHERE mine = 1;
  CREATE INDEX event_mine_community ON event (community, id) WHERE mine = 1;
  CREATE INDEX event_mine_kind ON event (kind, id) WHERE mine = 1;
  CREATE INDEX event_mine_kind_community ON event (kind, community, id) WHERE mine = 1;
  `,
]
