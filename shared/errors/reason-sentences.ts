import type { ReasonCode } from '../state/codes.ts'
import type { Reason } from './reasons.ts'

/**
 * Each reason in English, for the window and for terminals; `{{name}}` is one of its values. Those of the keychain and of a connection are
 * parts of a sentence, to stand behind a name or in brackets: “lima.polyswarm.network: no route to host”.
 */
export const reasonSentences = {
  'no-keyring': 'no keyring is running on this computer (gnome-keyring or KWallet): secrets could only be kept readable by everybody',
  'system-refused': 'the operating system refused to encrypt',
  'no-keychain-service': 'no keychain service runs in this session (Secret Service over D-Bus)',
  'keychain-silent': 'the keychain does not answer',
  'keychain-wordless': 'the keychain refused without a reason',
  'keychain-said': '{{text}}',
  'keychain-file-unreadable': 'the keychain file {{path}} cannot be read',
  'keychain-file-unwritable': 'the keychain file {{path}} cannot be written',
  'keychain-file-damaged': 'the keychain file {{path}} is damaged; it is left as it is',
  'keychain-secret-damaged': 'a secret in the keychain file was changed or damaged',
  'passphrase-wrong': 'the passphrase does not open the keychain file',
  'passphrase-weak': 'the passphrase is too easily guessed',
  'passphrase-file-unreadable': 'KEYCHAIN_PASSPHRASE_FILE names {{path}}, which cannot be read',

  'host-not-found': 'host name not found',
  'name-server-silent': 'no answer from the name server',
  'connection-refused': 'connection refused',
  'connection-reset': 'connection reset',
  'no-route': 'no route to host',
  'network-unreachable': 'network unreachable',
  'network-down': 'network down',
  'too-many-files': 'too many open files on this computer',
  'no-answer': 'no answer',
  'no-answer-within': 'no answer in {{seconds}} s',
  'certificate-expired': 'its certificate has expired',
  'certificate-early': 'its certificate is not valid yet (or this clock is wrong)',
  'certificate-self-signed': 'its certificate is self-signed',
  'certificate-unknown': 'its certificate comes from an authority this computer does not know',
  'certificate-revoked': 'its certificate was revoked',
  'certificate-other-name': 'its certificate is for another name',
  'nothing-encrypted': 'no encryption is spoken there',
  'no-agreement': 'the encrypted connection could not be agreed on',
  'no-http': 'what answers there does not speak HTTP',
  cut: 'connection lost',
  'connection-failed': 'connection failed ({{text}})',
  'answers-status': '{{text}}',
  'key-not-accepted': 'the API key is missing or not accepted',
  'access-forbidden': 'access is forbidden',
  'too-many-requests': 'too many requests',
  redirects: 'it redirects elsewhere ({{status}}); redirects are not followed',
  'answers-page': 'it answers {{status}} with a page instead of JSON',
  'no-event-socket': 'it answers {{status}} instead of opening the event socket',
  'odd-event-socket': 'the event socket sent what no event socket sends',
  'closed-there': 'the other side closed the connection ({{close}})',
  'no-sign-of-life': 'no sign of life for {{seconds}} s',
  'no-events': 'nothing heard for {{seconds}} s while blocks went on',

  'secret-missing':
    'This account asserted, but the secret of that assertion is not in the journal: it was lost, or another program asserted.',
  'wallet-locked': 'Not revealed in time: the wallet was locked through the reveal window.',
  'not-running': 'Not revealed in time: the console was not running or had no connection through the reveal window.',
  'not-mined': 'Not revealed in time: the reveal was sent, but not mined within the reveal window.',
  'reveal-too-late': 'Not revealed in time: the block to send it in had passed.',
  'reveal-failed': 'Not revealed in time. The contract refused the reveal: “{{text}}”.',
  'reveal-refused': 'Not revealed in time. {{problem}}',
  'written-off-not-found': 'Written off by the operator: the Community did not know this bounty any more.',
  'written-off-not-in-it': 'Written off by the operator: the Community knew this bounty without this assertion.',
  'written-off-chain-anew':
    'Written off by the operator: the side chain had begun anew, and the Community did not know this bounty any more.',
  'written-off-no-answer': 'Written off by the operator: the Community has not answered since {{since}}.',
  'told-before': '{{text}}',
} as const satisfies Readonly<Record<ReasonCode, string>>

/** In English, for logs and terminals. */
export const reasonText = ({ code, values }: Reason): string =>
  reasonSentences[code].replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')
