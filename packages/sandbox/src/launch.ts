import type { SaleDevice, SsoParameters } from '@collect-payment/protocol';
import type { SandboxAccount } from './configuration.ts';
import type { Reversal } from './payment/reversal.ts';
import type { Saving } from './payment/saving.ts';
import type { Transaction } from './payment/transaction.ts';
import type { SandboxScreen } from './screen-addresses.ts';

/** A token lives 15 minutes in every source (instamed-protocol.md §1.2). */
export const tokenLifeMs = 15 * 60_000;

/** One accepted single sign-on: the token, whom it is for, and what has happened on it. */
export interface Launch {
  readonly token: string;
  readonly account: SandboxAccount;
  readonly screen: SandboxScreen;
  readonly sso: 'saml' | 'nvp';
  readonly parameters: SsoParameters;
  /** Nobody signed on: a sale that names no sign-on is booked on it. */
  readonly unnamed?: true;
  readonly createdAt: Date;
  readonly transactions: Transaction[];
  /** The payment that a void, refund or receipt screen is about. */
  readonly about?: string;
  /** Made on it. */
  reversal?: Reversal;
  /** What became of the card that was entered, on a screen that saves one. */
  saving?: Saving;
  canceled: boolean;
  opened: boolean;
  polls: number;
  receiptReads: number;
}

export type LaunchState = 'new' | 'finished' | 'canceled' | 'expired';

export const expiresAt = (launch: Launch): Date => new Date(launch.createdAt.getTime() + tokenLifeMs);

/** A payment, a void, a refund or a card finishes a token for good; an unpaid one is canceled at most until it expires. */
export function launchState(launch: Launch, now: Date): LaunchState {
  if (launch.transactions.length > 0 || launch.reversal !== undefined || launch.saving !== undefined) return 'finished';
  if (now >= expiresAt(launch)) return 'expired';
  return launch.canceled ? 'canceled' : 'new';
}

/** `isReadOnly` locks what was prefilled, `populatedFieldsReadOnlyMode=CustomAmount` all of it but the amount (§1.5). */
export const amountIsLocked = ({ parameters }: Launch): boolean =>
  parameters.isReadOnly === true && parameters.requestedCents !== undefined && parameters.populatedFieldsReadOnlyMode !== 'CustomAmount';

/** The reader that the sign-on named, whole; undefined when it named none. */
export function deviceOf({ parameters }: Launch): SaleDevice | undefined {
  const { deviceName: name, deviceSerialNumber: serialNumber, deviceFirmwareVersion: firmwareVersion } = parameters;
  if (name === undefined || serialNumber === undefined || firmwareVersion === undefined) return undefined;
  return { name, serialNumber, firmwareVersion };
}

/** Base64 of a lower-case GUID: 48 characters (§1.4). */
export const tokenFrom = (uuid: string): string => Buffer.from(uuid.toLowerCase()).toString('base64');
