import { screenPaths } from '@collect-payment/protocol';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { launchState, type Launch } from '../launch.ts';
import { cancel } from '../payment/cancel.ts';
import { readEntered } from '../payment/entry.ts';
import { saveCard } from '../payment/save-card.ts';
import { bodyOf, readForm, treatAsForm } from '../request-body.ts';
import type { Sandbox } from '../sandbox.ts';
import { leaveBy } from './leave.ts';
import { endedPage, leavingPage } from './message-pages.ts';
import { sendPage } from './page.ts';
import { saveCardPage } from './save-card-page.ts';

/** The screen that saves a card. It goes away by itself, as Simple Collect does: saved or declined, the receipt tells. */
export function registerSaveCardScreen(app: FastifyInstance, sandbox: Sandbox): void {
  const path = screenPaths['save-on-file'];
  app.get<{ Querystring: { token?: string } }>(path, ({ query }, reply) => {
    const launch = find(query.token);
    return launch === undefined ? sendPage(reply, 404, endedPage()) : show(launch, reply);
  });
  app.post(path, { onRequest: treatAsForm }, (request, reply) => {
    const form = readForm(bodyOf(request));
    const launch = form.type === 'form' ? find(form.fields.get('token')) : undefined;
    if (form.type === 'unreadable' || launch === undefined) return sendPage(reply, 404, endedPage());
    if (form.fields.get('action') === 'cancel') return cancel(launch, sandbox) ? leave(launch, 'cancel', reply) : refuse(launch, reply);
    const entered = readEntered(form.fields);
    const result = saveCard(launch, entered, sandbox);
    if (result.type === 'ended') return refuse(launch, reply);
    if (result.type === 'done') return leave(launch, 'confirm', reply);
    return sendPage(reply, 422, saveCardPage({ launch, now: sandbox.clock.now(), entered, problems: result.problems }));
  });

  function find(token: string | undefined): Launch | undefined {
    const launch = sandbox.ledger.launches.get(token ?? '');
    return launch?.screen === 'save-on-file' ? launch : undefined;
  }

  function show(launch: Launch, reply: FastifyReply): FastifyReply {
    const now = sandbox.clock.now();
    if (launch.saving !== undefined) return leave(launch, 'confirm', reply);
    const refusesReload = launch.opened && sandbox.switches.current.screenReload === 'refused';
    if (launchState(launch, now) !== 'new' || refusesReload) return refuse(launch, reply);
    launch.opened = true;
    return sendPage(reply, 200, saveCardPage({ launch, now }));
  }

  function leave(launch: Launch, how: 'confirm' | 'cancel', reply: FastifyReply): FastifyReply {
    return sendPage(reply, 200, leavingPage(launch, leaveBy(how, launch.parameters, launch.token, sandbox.switches.current)));
  }

  function refuse(launch: Launch, reply: FastifyReply): FastifyReply {
    return sendPage(reply, 410, endedPage(leaveBy('cancel', launch.parameters, launch.token, sandbox.switches.current), launch));
  }
}
