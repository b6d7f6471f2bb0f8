import { lookup } from 'node:dns/promises';
import { resolve } from 'node:path';
import type { BrokerConfiguration } from '../../configuration/configuration.ts';
import { isOpenToOthers } from '../../configuration/secret-references.ts';
import { reach, reachUpstream } from '../../gateway/reach.ts';
import { checkSigners } from '../../identity/check-signers.ts';
import { SignerError } from '../../identity/saml-signer.ts';
import { inspectStorage } from '../../storage/inspect-storage.ts';
import { reachEndpoint } from '../../webhooks/reach-endpoint.ts';
import type { Instruments } from './examine.ts';

/** The instruments that look at the real world, as the broker of this configuration would. */
export function openInstruments(configuration: BrokerConfiguration, directory: string, nowMs: () => number): Instruments {
  const { upstream, webhookDelivery, database } = configuration;
  const { connectTimeoutMs, answerTimeoutMs } = upstream;
  return {
    nowMs,
    isOpenToOthers: (file) => isOpenToOthers(resolve(directory, file)),
    findSignerFault: async (tenant) => {
      try {
        await checkSigners([tenant]);
        return undefined;
      } catch (error) {
        if (error instanceof SignerError) return error.message;
        throw error;
      }
    },
    resolves: async (hostname) =>
      lookup(hostname).then(
        () => true,
        () => false,
      ),
    reachUpstream: (url) => reachUpstream(url, upstream, nowMs),
    reachEndpoint: (url) => reachEndpoint(url, { ...webhookDelivery, connectTimeoutMs }, nowMs),
    reachBroker: (publicUrl) =>
      reach(`${publicUrl}/healthz`, { connect: { timeout: connectTimeoutMs }, timeoutMs: answerTimeoutMs, nowMs }),
    inspectStorage: () => inspectStorage(database),
  };
}
