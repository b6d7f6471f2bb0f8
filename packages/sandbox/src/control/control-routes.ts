import { postingRecordIds } from '@collect-payment/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type Static, type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { Launch } from '../launch.ts';
import type { EnteredPayment } from '../payment/entry.ts';
import { pay } from '../payment/pay.ts';
import { saveCard } from '../payment/save-card.ts';
import type { Sandbox } from '../sandbox.ts';
import { SandboxError } from '../sandbox-error.ts';
import { switchTable } from '../switch-table.ts';
import { withDefaults, PayControl } from './pay-control.ts';
import { Certificates } from '../sso/saml/certificates.ts';
import { WebhookAddresses } from '../webhook/webhook-addresses.ts';
import { ledgerView } from './ledger-view.ts';
import { postingFile } from '../posting/posting-file.ts';
import { cancel } from '../payment/cancel.ts';
import { postWebhook, WebhookControl } from './webhook-control.ts';

const AdvanceClock = Type.Object(
  { advanceMs: Type.Integer({ minimum: 0, maximum: 366 * 24 * 3_600_000 }) },
  { additionalProperties: false },
);
const Count = Type.Integer({ minimum: 0, maximum: 1_000_000 });
const ArmFaults = Type.Record(
  Type.String(),
  Type.Union([
    Count,
    Type.Object({ count: Count, delayMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 600_000 })) }, { additionalProperties: false }),
  ]),
);
const TrustCertificates = Type.Object({ accountId: Type.String(), certificates: Certificates }, { additionalProperties: false });
const PostingFile = Type.Object(
  { accountId: Type.String(), recordId: Type.Optional(Type.Enum([...postingRecordIds])) },
  { additionalProperties: false },
);
const Empty = Type.Optional(Type.Object({}, { additionalProperties: false }));

/** The control API: what scripts and tests do to the sandbox. Not part of InstaMed. */
export function registerControl(app: FastifyInstance, sandbox: Sandbox): void {
  const { certificates: trusted, clock, faults, ledger, switches, assertions } = sandbox;

  app.post<{ Params: { token: string } }>('/sandbox/tokens/:token/pay', (request) => {
    const launch = find(request.params.token);
    const entered = withDefaults(read(PayControl, request), launch, clock.now());
    if (launch.screen === 'save-on-file') return save(launch, entered);
    const result = pay(launch, entered, sandbox);
    if (result.type === 'invalid') throw new SandboxError('ERR_SANDBOX_PAYMENT_INVALID', { problems: result.problems });
    if (result.type === 'ended') throw new SandboxError('ERR_SANDBOX_TOKEN_ENDED');
    const { transactionId, transactionStatus, responseCode, responseMessage } = result.transaction;
    return { transactionId, transactionStatus, responseCode, responseMessage };
  });
  app.post<{ Params: { token: string } }>('/sandbox/tokens/:token/cancel', (request) => {
    const launch = find(request.params.token);
    read(Empty, request);
    if (!cancel(launch, sandbox)) throw new SandboxError('ERR_SANDBOX_TOKEN_ENDED');
    return { status: 'canceled' };
  });

  app.post<{ Params: { token: string } }>('/sandbox/tokens/:token/webhook', (request) =>
    postWebhook(find(request.params.token), read(WebhookControl, request), sandbox),
  );
  app.put('/sandbox/webhooks', (request) => {
    const { webhooks: addresses } = read(Type.Object({ webhooks: WebhookAddresses }, { additionalProperties: false }), request);
    sandbox.webhooks?.send(addresses);
    return { addresses: addresses.length };
  });
  app.get('/sandbox/webhooks', () => ({ postings: sandbox.webhooks?.view() ?? [] }));

  app.put('/sandbox/certificates', (request) => {
    const { accountId, certificates } = read(TrustCertificates, request);
    if (!trusted.replace(accountId, certificates)) throw new SandboxError('ERR_SANDBOX_BODY', { param: 'accountId' });
    return { certificates: certificates.length };
  });

  app.get('/sandbox/clock', () => ({ now: clock.now() }));
  app.post('/sandbox/clock', (request) => {
    clock.advance(read(AdvanceClock, request).advanceMs);
    return { now: clock.now() };
  });

  app.post('/sandbox/transfer-funds', (request) => {
    read(Empty, request);
    ledger.transferFunds();
    return { transferred: ledger.transfers.size };
  });

  app.get('/sandbox/faults', () => faults.view());
  app.put('/sandbox/faults', (request) => {
    for (const [name, fault] of Object.entries(read(ArmFaults, request)))
      faults.arm(name, typeof fault === 'number' ? { count: fault } : fault);
    return faults.view();
  });

  app.get('/sandbox/switches', () => ({ current: switches.current, table: switchTable }));
  app.put('/sandbox/switches', (request) => {
    switches.set(read(Type.Record(Type.String(), Type.Unknown()), request));
    return { current: switches.current };
  });

  app.get('/sandbox/ledger', () => ledgerView(ledger, clock.now()));
  app.post('/sandbox/posting-file', (request, reply) => {
    const { accountId, recordId = 'IMDPA12' } = read(PostingFile, request);
    return reply.type('text/plain; charset=utf-8').send(postingFile(ledger, accountId, recordId));
  });
  app.post('/sandbox/reset', (request) => {
    read(Empty, request);
    for (const resettable of [trusted, clock, faults, ledger, switches, sandbox.webhooks]) resettable?.reset();
    assertions.clear();
    return { now: clock.now() };
  });

  function save(launch: Launch, entered: EnteredPayment) {
    const result = saveCard(launch, entered, sandbox);
    if (result.type === 'invalid') throw new SandboxError('ERR_SANDBOX_PAYMENT_INVALID', { problems: result.problems });
    if (result.type === 'ended') throw new SandboxError('ERR_SANDBOX_TOKEN_ENDED');
    const { transactionId, transactionStatus, responseCode } = result.saving;
    return { transactionId, transactionStatus, responseCode };
  }

  function find(token: string): Launch {
    const launch = ledger.launches.get(token);
    if (launch === undefined) throw new SandboxError('ERR_SANDBOX_TOKEN_UNKNOWN');
    return launch;
  }
}

/** @throws SandboxError ERR_SANDBOX_BODY */
function read<Schema extends TSchema>(schema: Schema, request: FastifyRequest): Static<Schema> {
  const body = request.body ?? {};
  if (Value.Check(schema, body)) return body;
  const [first] = Value.Errors(schema, body);
  throw new SandboxError('ERR_SANDBOX_BODY', { param: first?.instancePath.slice(1) ?? '' });
}
