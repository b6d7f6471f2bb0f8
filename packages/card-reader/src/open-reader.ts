import { decodeHex } from '@collect-payment/protocol/card-data';
import type { CardRead, CardReader, Progress, ReaderIdentity, ReadRequest } from './card-reader.ts';
import { Conversation } from './conversation.ts';
import { createDialect } from './dialect/dialect.ts';
import type { Dialect, ReaderMessage } from './dialect/reader-message.ts';
import { noHostedScreen, type HostedScreen } from './hosted-screen.ts';
import { judgeRead } from './judge-read.ts';
import type { FoundReader } from './preflight/watch-readers.ts';
import { ReaderError } from './reader-error.ts';
import { browserTimer, type StartTimer } from './timer.ts';
import { openHid } from './transport/hid-transport.ts';
import { openUsb } from './transport/usb-transport.ts';

export interface ReaderDependencies {
  /** Where a device's `disconnect` is told: `navigator.hid` or `navigator.usb`. */
  readonly bus: EventTarget;
  readonly hostedScreen?: HostedScreen;
  readonly startTimer?: StartTimer;
}

/** How long a reader may take to say who it is, or to end a card's transaction. */
const answerMs = 3_000;
const notTold = 'not told';

/** The reader, ready to be asked. Opens nothing yet. ERR_READER_UNKNOWN for one that can only be seen. */
export function openReader(found: FoundReader, dependencies: ReaderDependencies): CardReader {
  if (found.dialect === undefined || found.reach === 'keyboard') throw new ReaderError('ERR_READER_UNKNOWN');
  return new OpenedReader(found, createDialect(found.dialect), dependencies);
}

class OpenedReader implements CardReader {
  readonly name: string;
  readonly #found: FoundReader;
  readonly #dialect: Dialect;
  readonly #bus: EventTarget;
  readonly #hostedScreen: HostedScreen;
  readonly #startTimer: StartTimer;
  #conversation: Conversation | undefined;
  #identity: ReaderIdentity | undefined;
  #busy = false;
  #stopListening: (() => void) | undefined;

  constructor(found: FoundReader, dialect: Dialect, { bus, hostedScreen = noHostedScreen, startTimer = browserTimer }: ReaderDependencies) {
    this.name = `${found.maker} ${found.model}`;
    this.#found = found;
    this.#dialect = dialect;
    this.#bus = bus;
    this.#hostedScreen = hostedScreen;
    this.#startTimer = startTimer;
  }

  async identify(): Promise<ReaderIdentity> {
    return this.#alone(async () => {
      try {
        return await this.#identify();
      } finally {
        await this.#letGo();
      }
    });
  }

  async read(request: ReadRequest): Promise<CardRead> {
    return this.#alone(async () => {
      try {
        await this.#identify();
        return await this.#awaitCard(request, await this.#hold());
      } catch (error) {
        await this.#letGo();
        throw error;
      }
    });
  }

  async finish(emvResponse?: string): Promise<void> {
    const conversation = this.#conversation;
    if (conversation === undefined) return;
    return this.#alone(async () => {
      try {
        if (emvResponse === undefined) await conversation.send(this.#dialect.cancel());
        else await this.#within(conversation, this.#dialect.respond(decodeHex(emvResponse)), (message) => endOf(message));
      } catch (error) {
        // The payment is decided: a card that was pulled, or a reader that was, changes nothing of it.
        if (!(error instanceof ReaderError)) throw error;
      } finally {
        await this.#letGo();
      }
    });
  }

  /** One thing at a time, and nothing while InstaMed's page has the reader. */
  async #alone<Result>(run: () => Promise<Result>): Promise<Result> {
    if (this.#busy || this.#hostedScreen.isOpen) throw new ReaderError('ERR_READER_BUSY');
    this.#busy = true;
    try {
      return await run();
    } finally {
      this.#busy = false;
    }
  }

  async #hold(): Promise<Conversation> {
    const found = this.#found;
    this.#conversation ??= await Conversation.open(this.#dialect, (events) =>
      found.api === 'hid' ? openHid(found.device, this.#bus, events) : openUsb(found.device, this.#bus, events),
    );
    this.#stopListening ??= this.#hostedScreen.onOpen(() => {
      this.#conversation?.interrupt(new ReaderError('ERR_READER_BUSY'));
      void this.#letGo();
    });
    return this.#conversation;
  }

  async #letGo(): Promise<void> {
    const conversation = this.#conversation;
    this.#conversation = undefined;
    this.#stopListening?.();
    this.#stopListening = undefined;
    await conversation?.close();
  }

  async #identify(): Promise<ReaderIdentity> {
    if (this.#identity !== undefined) return this.#identity;
    const conversation = await this.#hold();
    let { serialNumber = notTold, firmwareVersion = notTold } = this.#found;
    for (const packets of this.#dialect.identify()) {
      const told = await this.#within(conversation, packets, (message) => (message.type === 'identity' ? message : undefined));
      serialNumber = told?.serialNumber ?? serialNumber;
      firmwareVersion = told?.firmwareVersion ?? firmwareVersion;
    }
    this.#identity = { name: this.#found.model, serialNumber, firmwareVersion };
    return this.#identity;
  }

  /** Asks, and gives up waiting after a while: undefined. */
  async #within<Answer>(
    conversation: Conversation,
    packets: Parameters<Conversation['ask']>[0],
    judge: (message: ReaderMessage) => Answer | undefined,
  ): Promise<Answer | undefined> {
    const late = new ReaderError('ERR_READER_TIMEOUT');
    const stop = this.#startTimer(answerMs, () => conversation.interrupt(late));
    try {
      return await conversation.ask(packets, judge);
    } catch (error) {
      if (error === late) return undefined;
      throw error;
    } finally {
      stop();
    }
  }

  async #awaitCard(
    { requestedCents, timeoutMs, signal, onProgress = () => undefined }: ReadRequest,
    conversation: Conversation,
  ): Promise<CardRead> {
    if (signal?.aborted === true) throw new ReaderError('ERR_READER_CANCELED');
    const interrupt = (code: 'ERR_READER_CANCELED' | 'ERR_READER_TIMEOUT') => () => conversation.interrupt(new ReaderError(code));
    const onAbort = interrupt('ERR_READER_CANCELED');
    signal?.addEventListener('abort', onAbort);
    const stop = this.#startTimer(timeoutMs, interrupt('ERR_READER_TIMEOUT'));
    onProgress('waiting');
    try {
      return await conversation.ask(this.#dialect.start(requestedCents, Math.ceil(timeoutMs / 1000)), (message) =>
        answerOf(message, onProgress),
      );
    } catch (error) {
      // Whatever it waits for, it need not. A reader that is gone hears nothing.
      await conversation.send(this.#dialect.cancel()).catch(() => undefined);
      throw error;
    } finally {
      stop();
      signal?.removeEventListener('abort', onAbort);
    }
  }
}

/** The read that ends the waiting; undefined for what only happens on the way. */
function answerOf(message: ReaderMessage, onProgress: (progress: Progress) => void): CardRead | undefined {
  switch (message.type) {
    case 'inserted':
    case 'removed':
    case 'processing':
    case 'fallback':
      onProgress(message.type);
      return undefined;
    case 'card':
      return judgeRead(message);
    case 'canceled':
      throw new ReaderError('ERR_READER_CANCELED');
    case 'timedOut':
      throw new ReaderError('ERR_READER_TIMEOUT');
    case 'refused':
    case 'completed':
      throw new ReaderError('ERR_READER_REFUSED');
    case 'identity':
      return undefined;
    default:
      return message satisfies never;
  }
}

function endOf({ type }: ReaderMessage): true | undefined {
  return type === 'completed' || type === 'canceled' || type === 'timedOut' || type === 'refused' ? true : undefined;
}
