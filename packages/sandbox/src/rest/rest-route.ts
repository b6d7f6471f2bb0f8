import { restKeyHeader, restOperations, restPath, restSecretHeader } from '@collect-payment/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SandboxAccount } from '../configuration.ts';
import { holdBack, neverAnswer } from '../fault-reply.ts';
import { reversalFaults, saleFaults, type FaultName } from '../faults.ts';
import type { Sandbox } from '../sandbox.ts';
import { sameSecret } from '../sso/account.ts';
import { refundByRest, sellByRest, voidByRest, type RestAnswer } from './rest-answers.ts';

type Answer = (body: unknown, account: SandboxAccount, sandbox: Sandbox) => RestAnswer;

/** The REST interface (instamed-protocol.md §9.1): voids, refunds and sales. A decline is HTTP 200; what cannot be done is 400. */
export function registerRest(app: FastifyInstance, sandbox: Sandbox): void {
  const { configuration, faults } = sandbox;
  serve(restOperations.void, reversalFaults, voidByRest);
  serve(restOperations.refund, reversalFaults, refundByRest);
  serve(restOperations.sale, saleFaults, sellByRest);

  function serve(path: string, names: readonly FaultName[], answer: Answer): void {
    app.post(`${restPath}${path}`, async (request, reply) => {
      const fault = faults.strike(...names);
      await holdBack(fault);
      if (fault?.name.endsWith('-500') === true) return reply.code(500).send('');
      if (fault?.name.endsWith('-timeout') === true && fault.delayMs === undefined) return neverAnswer(reply);
      const account = authenticate(request);
      if (typeof account === 'string') return refuse(reply, account.startsWith('Missing') ? 400 : 401, account);
      const said = answer(request.body, account, sandbox);
      if (fault?.name.endsWith('-answer-lost') === true) return neverAnswer(reply);
      if (fault?.name === 'sale-error-after') return refuse(reply, 400, 'An unexpected error occurred');
      if ('refusal' in said) return refuse(reply, 400, said.refusal);
      const body = spoil(JSON.stringify(said), fault?.name);
      return reply.header('content-type', 'application/json; charset=utf-8').header('cache-control', 'no-store').send(body);
    });
  }

  /** The account, or the text of the refusal, as a public test suite has it (§6). */
  function authenticate({ headers }: FastifyRequest): SandboxAccount | string {
    const [key, secret] = [headers[restKeyHeader], headers[restSecretHeader]];
    if (typeof key !== 'string' || typeof secret !== 'string') return 'Missing API key/secret pair';
    const account = configuration.accounts.find(({ rest }) => rest !== undefined && sameSecret(key, rest.apiKey));
    const isTheirs = account?.rest !== undefined && sameSecret(secret, account.rest.apiSecret);
    return isTheirs ? account : 'Invalid API key/secret pair.';
  }
}

/** No source has the form of these bodies; the name is inferred. */
const refuse = (reply: FastifyReply, status: 400 | 401, text: string) => reply.code(status).send({ Message: text });

/** Cut in the middle, or with a field twice, as by the other interfaces. */
function spoil(body: string, fault: FaultName | undefined): string {
  if (fault?.endsWith('-truncated') === true) return body.slice(0, body.indexOf('TransactionStatus'));
  if (fault !== 'reversal-duplicate-field') return body;
  return body.replace(/}$/, `,"TransactionStatus":"${body.includes('"TransactionStatus":"D"') ? 'C' : 'D'}"}`);
}
