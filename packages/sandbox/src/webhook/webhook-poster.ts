import { writeNotification, type WrittenNotification } from '@collect-payment/protocol';
import type { SandboxClock } from '../clock.ts';
import type { SandboxWebhook } from '../configuration.ts';
import type { Launch } from '../launch.ts';
import type { Transaction } from '../payment/transaction.ts';
import type { SwitchBoard } from '../switches.ts';
import { notificationFields, type TransactionNews } from './notification-fields.ts';

/** instamed-protocol.md §5.1: every 30 min, up to 5 attempts; without any status two attempts, each given up after 20 s. */
const retryMs = 30 * 60_000;
const maxAttempts = 5;
const maxAttemptsWithoutStatus = 2;
const answerTimeoutMs = 20_000;

interface Posting {
  readonly webhook: SandboxWebhook;
  readonly written: WrittenNotification;
  readonly transactionId: string;
  readonly statusCode: string;
  attempts: number;
  status: 'pending' | 'delivered' | 'posting error';
  lastStatus?: number;
  /** By the sandbox's clock; undefined while it is under way, and at the end. */
  dueAtMs: number | undefined;
}

/** Sends the account's webhooks, and sends them again as InstaMed does, by the sandbox's own clock. */
export class WebhookPoster {
  readonly #initial: readonly SandboxWebhook[];
  #webhooks: readonly SandboxWebhook[];
  readonly #clock: SandboxClock;
  readonly #switches: SwitchBoard;
  #postings: Posting[] = [];
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(webhooks: readonly SandboxWebhook[], clock: SandboxClock, switches: SwitchBoard) {
    this.#initial = webhooks;
    this.#webhooks = webhooks;
    this.#clock = clock;
    this.#switches = switches;
    clock.onAdvance(() => this.#postDue());
  }

  /** From now on to these addresses, which may be known only once the sandbox listens. */
  send(webhooks: readonly SandboxWebhook[]): void {
    this.#webhooks = webhooks;
  }

  /** What happened to a transaction, to every address of its account. */
  post(launch: Launch, transaction: Transaction, news: TransactionNews): void {
    const now = this.#clock.now();
    const fields = notificationFields(launch, transaction, news, now, this.#switches.current);
    for (const webhook of this.#webhooks.filter(({ accountId }) => accountId === launch.account.accountId)) {
      const written = writeNotification(webhook.format, fields, this.#switches.current.webhookXmlRoot);
      const { transactionId, statusCode } = news;
      this.#postings.push({ webhook, written, transactionId, statusCode, attempts: 0, status: 'pending', dueAtMs: now.getTime() });
    }
    this.#postings = this.#postings.slice(-1_000);
    this.#postDue();
  }

  /** Without bodies: they are about a person. */
  view() {
    return this.#postings.map(({ webhook, transactionId, statusCode, attempts, status, lastStatus, dueAtMs }) => ({
      url: webhook.url,
      transactionId,
      statusCode,
      attempts,
      status,
      lastStatus,
      dueAt: dueAtMs === undefined ? undefined : new Date(dueAtMs),
    }));
  }

  reset(): void {
    this.#webhooks = this.#initial;
    this.#postings = [];
    this.#postDue();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #postDue(): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    const nowMs = this.#clock.now().getTime();
    for (const posting of this.#postings) if (posting.dueAtMs !== undefined && posting.dueAtMs <= nowMs) void this.#attempt(posting);
    const due = this.#postings.flatMap(({ dueAtMs }) => dueAtMs ?? []);
    if (due.length > 0) this.#timer = setTimeout(() => this.#postDue(), Math.max(0, Math.min(...due) - nowMs)).unref();
  }

  async #attempt(posting: Posting): Promise<void> {
    posting.dueAtMs = undefined;
    posting.attempts += 1;
    const status = await postTo(posting.webhook, posting.written);
    if (status === undefined) delete posting.lastStatus;
    else posting.lastStatus = status;
    if (status === 200) posting.status = 'delivered';
    else if (posting.attempts >= (status === undefined ? maxAttemptsWithoutStatus : maxAttempts)) posting.status = 'posting error';
    else posting.dueAtMs = this.#clock.now().getTime() + this.#pauseMs(status);
    this.#postDue();
  }

  #pauseMs(status: number | undefined): number {
    return status === undefined && this.#switches.current.webhookNoStatusRetry === 'at-once' ? 0 : retryMs;
  }
}

/** The answer's status; undefined for none. */
async function postTo({ url, credentials }: SandboxWebhook, { contentType, body }: WrittenNotification): Promise<number | undefined> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': contentType, ...(credentials !== undefined && { authorization: authorizationOf(credentials) }) },
      body,
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return undefined;
  }
}

function authorizationOf(credentials: NonNullable<SandboxWebhook['credentials']>): string {
  if ('bearer' in credentials) return `Bearer ${credentials.bearer}`;
  return `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;
}
