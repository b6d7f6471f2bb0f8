/** An offline InstaMed: same paths, same wire formats, test cards, a clock and faults. Knows nothing of the broker. */
export type { SandboxAccount, SandboxConfiguration } from './configuration.ts';
export { createCertificate } from './create-certificate.ts';
export { startSandbox, type ListenOptions, type RunningSandbox as Sandbox } from './start-sandbox.ts';
export type { Switches } from './switches.ts';
