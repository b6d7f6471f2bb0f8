import { randomBytes } from 'node:crypto';
import { createEngine, openStore, readConfiguration, systemClock } from '@collect-payment/sso-broker';
import { tenantId, variables } from './broker-configuration.ts';
import { readBenchToken, writeBenchToken } from './bench-token.ts';

/** Launches stored at the same time: more than the connections there are. */
const atOnce = 16;

/** What a host asks for: every field that a real one has. */
export const newSession = {
  tenantId,
  screen: 'simple-collect',
  sso: 'nvp',
  requestedCents: 12_500,
  patient: { id: 'MRN-004711', firstName: 'Zoë', lastName: "O'Brien" },
  staff: { id: 'clerk-7', name: 'Ana Ruiz' },
  outlet: { merchantId: '6011000551245', storeId: '001', terminalId: '002' },
  options: {},
  invoice: 'INV-2026-0042',
  metadata: { visit: 'V-2026-11-0042' },
} as const;

const unavailable = async () => ({ type: 'unavailable', reason: 'timeout' }) as const;

/** A gateway whose sign-ons succeed at once, each with the next token. */
export function instantGateway() {
  let number = 0;
  const launch = async () => {
    const token = writeBenchToken(number);
    number += 1;
    return { type: 'launched', token, url: `https://online.instamed.com/?token=${token}` } as const;
  };
  return { launch, tokenStatus: unavailable, viewReceipt: unavailable, openReceipt: unavailable, reverse: unavailable, sell: unavailable };
}

/** The number of each session's token. */
export type TokensBySession = ReadonlyMap<string, number>;

/** Makes and launches this many sessions in the configured store, by the engine itself, and closes it. The tokens are 0 to `count` - 1. */
export async function seedOpenSessions(
  file: unknown,
  directory: string,
  secrets: Readonly<Record<string, string>>,
  count: number,
): Promise<TokensBySession> {
  const tokens = new Map<string, number>();
  const { database, encryption, polling } = readConfiguration(file, { environment: { ...variables, ...secrets }, directory });
  const store = await openStore(
    database,
    systemClock,
    () => undefined,
    (error) => {
      throw error;
    },
    encryption,
  );
  const gateway = instantGateway();
  const engine = createEngine({ store, gateway, clock: systemClock, log: () => undefined, randomBytes, random: Math.random, polling });
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      const created = await engine.create(newSession);
      if (created.type !== 'created') throw new Error(`A session was not made: ${created.type}.`);
      const launched = await engine.launch(created.session.terms.id, 'popup');
      if (launched.type !== 'launched') throw new Error(`A session was not launched: ${launched.type}.`);
      tokens.set(created.session.terms.id, readBenchToken(launched.url) ?? Number.NaN);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  await engine.stop();
  await store.close();
  return tokens;
}
