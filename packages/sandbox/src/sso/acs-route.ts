import { acsPath, consumerAcsPath } from '@collect-payment/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { holdBack, neverAnswer } from '../fault-reply.ts';
import { bodyOf, readForm, treatAsForm, type FormReading } from '../request-body.ts';
import type { Sandbox } from '../sandbox.ts';
import { issueToken } from './issue-token.ts';
import { signOnByNvp } from './nvp-sign-on.ts';
import { Refusal } from './refusal.ts';
import type { AcsPath } from './relay-state.ts';
import { signOnBySaml } from './saml/saml-sign-on.ts';
import { launchUrl, refusalUrl, sendSsoAnswer } from './sso-answer.ts';

/** The AssertionConsumerServices, the staff's and the consumer's: SAML and NVP on one address (instamed-protocol.md §1.1). */
export function registerAcs(app: FastifyInstance, sandbox: Sandbox): void {
  const { faults, switches, log } = sandbox;

  for (const path of [acsPath, consumerAcsPath] as const)
    app.post(path, { onRequest: treatAsForm }, (request, reply) => serve(path, request, reply));

  async function serve(path: AcsPath, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const fault = faults.strike('sso-500', 'sso-timeout', 'sso-no-header');
    await holdBack(fault);
    if (fault?.name === 'sso-500') return reply.code(500).send('');
    const form = readForm(bodyOf(request));
    const answer = await answerTo(form, sandbox, request.host, path);
    log.info({ event: 'sso', ...answer.outcome });
    if (fault?.name === 'sso-timeout' && fault.delayMs === undefined) return neverAnswer(reply);
    if (fault?.name === 'sso-no-header') return reply.code(200).send('');
    return sendSsoAnswer(reply, answer.url, answer.byHeader, switches.current);
  }
}

interface Answer {
  readonly url: string;
  readonly byHeader: boolean;
  readonly outcome: Readonly<Record<string, string>>;
}

async function answerTo(form: FormReading, sandbox: Sandbox, host: string, path: AcsPath): Promise<Answer> {
  const sso = form.type === 'form' && form.fields.has('SAMLResponse') ? 'saml' : 'nvp';
  try {
    if (form.type === 'unreadable') throw new Refusal('form-malformed', form.code);
    const signOn = sso === 'saml' ? await signOnBySaml(form.fields, sandbox, path) : signOnByNvp(form.fields, sandbox, path);
    const byHeader = signOn.parameters.responseActionType === 'header';
    return { url: launchUrl(signOn, issueToken(signOn, sandbox)), byHeader, outcome: { sso, outcome: 'launched', screen: signOn.screen } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { clock, ledger, originOf, switches } = sandbox;
    const { reason, message } = error;
    ledger.addRefusal({ at: clock.now(), sso, reason, message });
    // Nothing of an unverified Response is read, so a SAML refusal is a redirect that also carries the header.
    const asked = form.type === 'form' && sso === 'nvp' ? form.fields : undefined;
    const byHeader = asked?.get('responseActionType')?.toLowerCase() === 'header';
    const lightWeight = asked?.get('lightWeight')?.toLowerCase() === 'true';
    return {
      url: refusalUrl(originOf(host), error, sso, lightWeight, switches.current),
      byHeader,
      outcome: { sso, outcome: 'refused', reason, message },
    };
  }
}
