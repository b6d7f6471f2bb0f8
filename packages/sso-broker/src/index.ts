/** The SSO broker as a library: what a process, a test or an end-to-end run needs to start one. */
export type { BrokerConfiguration } from './configuration/configuration.ts';
export { ConfigurationError } from './configuration/problems.ts';
export { readConfiguration } from './configuration/read-configuration.ts';
export type { SecretSource } from './configuration/secret-references.ts';
export { startBroker, type BrokerParts, type LogDestination, type RunningBroker } from './start-broker.ts';
export { createEngine } from './engine/create-engine.ts';
export { systemClock } from './engine/clock.ts';
export { openStore } from './storage/open-store.ts';
