import { screenPaths, type ScreenName } from '@collect-payment/protocol';

export type SandboxScreen = ScreenName | 'receipt';

/** The screens about one payment that was taken. */
export type PaymentScreen = 'void' | 'refund' | 'receipt';

/** Where the screens are. The receipt's address is the sandbox's own: InstaMed's is on no public page (instamed-protocol.md §1.7). */
export const screenAddresses: Readonly<Record<SandboxScreen, string>> = {
  ...screenPaths,
  receipt: '/providers/Form/PatientPayments/SandboxReceipt',
};

export const isAboutPayment = (screen: SandboxScreen): screen is PaymentScreen =>
  screen === 'void' || screen === 'refund' || screen === 'receipt';
