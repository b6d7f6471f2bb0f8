import { encodeDeviceMessage, encodeHex, tlv } from '@collect-payment/protocol';
import type { CardRead, SaleResult, PaymentSession } from '@collect-payment/sso-broker/core';
import type { EventQueue } from '../event-queue.ts';
import type { Random } from '../random.ts';
import type { Caller } from './caller.ts';

export interface CardDeskDependencies {
  readonly queue: EventQueue;
  readonly caller: Caller;
  readonly random: Random;
}

const secondMs = 1_000;
const mostReads = 5;

/** A clerk with a card reader, who reads the card again whenever no answer comes, or none that says what became of the money. */
export class CardDesk {
  readonly #with: CardDeskDependencies;
  readonly #sessionId: string;

  constructor(dependencies: CardDeskDependencies, sessionId: string) {
    this.#with = dependencies;
    this.#sessionId = sessionId;
  }

  /** What the broker said last of the session: settled or in doubt; `refused` when nothing was sold in the end, undefined when it never told. */
  async sell(): Promise<PaymentSession | 'refused' | undefined> {
    const { queue, caller, random } = this.#with;
    let last: SaleResult | undefined;
    for (let reads = 0; reads < mostReads; reads += 1) {
      const read = readCard(random);
      last = await caller.ask((engine) => engine.payByCardRead(this.#sessionId, read));
      if (last?.type === 'paid') return last.session;
      if (last?.type === 'conflict' && !passes(last.reason)) return last.session;
      await queue.sleep(random.between(secondMs, 40 * secondMs));
    }
    return last?.type === 'sale_refused' ? 'refused' : undefined;
  }
}

const passes = (reason: string): boolean => ['launching', 'open', 'confirming'].includes(reason);

/** A chip read in the form of InstaMed's sample. Its ciphertext is noise, since nobody here has the key. */
function readCard(random: Random): CardRead {
  const ksn = random.bytes(10);
  const track = Buffer.from(';4111110000001111=30120000000000000?');
  const inner = [
    tlv('DFDF53', Uint8Array.of(0)),
    tlv('DFDF4D', track),
    tlv('DFDF52', Uint8Array.of(5)),
    tlv('F8', [tlv('DFDF59', random.bytes(64)), tlv('DFDF56', ksn)]),
  ];
  const objects = [
    tlv('F9', [tlv('DFDF54', ksn), tlv('DFDF55', Uint8Array.of(0x82)), tlv('DFDF25', random.bytes(8)), tlv('FA', [tlv('70', inner)])]),
  ];
  const data = encodeHex(encodeDeviceMessage({ objects, mac: random.bytes(4) }));
  const device = { name: 'DynaFlex', serialNumber: 'B5A1F2C', firmwareVersion: '1.0.7' };
  return { device, entry: 'chip', fallback: false, data };
}
