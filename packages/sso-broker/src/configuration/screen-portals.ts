import type { Screen } from '@collect-payment/contract';
import type { InstaMedAccount } from './configuration.ts';

/** An ACS and the origin of the screens that it opens. */
export type Portal = Pick<InstaMedAccount, 'acsUrl' | 'screensOrigin'>;

/** Where a screen is signed on to and opened: the staff's portal or the patients' (instamed-protocol.md §1.1, §1.7). */
export const portalOf = (account: InstaMedAccount, screen: Screen): Portal => (screen === 'consumer-payment' ? account.consumer : account);

/** Whatever a frame of the account's screens may show. */
export const screenOrigins = ({ screensOrigin, consumer }: InstaMedAccount): readonly string[] => [
  ...new Set([screensOrigin, consumer.screensOrigin]),
];
