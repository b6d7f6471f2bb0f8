import type { Display } from '@collect-payment/contract';
import { screenPaths, type SsoParameters } from '@collect-payment/protocol';
import type { InstaMedAccount } from '../configuration/configuration.ts';
import type { WholeTerms } from '../session/terms.ts';

/** What the sign-on asks for, from what was agreed with the host's server. Nothing of the page's but the display comes in. */
export function writeSsoParameters(account: InstaMedAccount, terms: WholeTerms, display: Display, publicUrl: string): SsoParameters {
  const { options, patient, staff } = terms;
  const device = account.signOnDevice === 'send' ? terms.device : undefined;
  const landing = (how: 'confirm' | 'cancel') => `${publicUrl}/return/${how}?session=${terms.id}`;
  return {
    relayState: `${account.screensOrigin}${screenPaths[terms.screen]}`,
    accountId: account.accountId,
    ssoAlias: account.ssoAlias,
    id: account.id,
    userId: staff.id,
    responseActionType: 'header',
    patientId: patient.id,
    requestedCents: terms.requestedCents,
    // ViewReceipt names no amount (instamed-protocol.md §3.3): what could be changed on the screen could not be told afterwards.
    isReadOnly: options.readOnly ?? true,
    additionalInfo: { ...(terms.invoice === undefined ? {} : { 1: terms.invoice }), [account.sessionIdField]: terms.id },
    confirmUrl: landing('confirm'),
    cancelUrl: landing('cancel'),
    ...present({
      userName: staff.name,
      patientFirstName: patient.firstName,
      patientLastName: patient.lastName,
      lightWeight: display === 'redirect' ? undefined : true,
      incontext: display === 'incontext' ? true : undefined,
      creditCardKeyed: options.cardEntry === undefined ? undefined : options.cardEntry === 'keyed',
      cardHolderName: options.cardHolderName,
      deviceName: device?.name,
      deviceSerialNumber: device?.serialNumber,
      deviceFirmwareVersion: device?.firmwareVersion,
      preventCheck: options.hideCheck,
      preventCash: options.hideCash,
      hideGuarantorId: options.hideGuarantorId,
      // Simple Collect has no receipt of its own (instamed-protocol.md §1.8).
      suppressReceipt: options.suppressReceipt ?? (terms.screen === 'simple-collect' ? true : undefined),
      allowPartialPayment: options.allowPartialApproval,
    }),
  };
}

type Present<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** Leaves out what is undefined: absent and undefined are not the same on the wire. */
function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
