import { byBroker, type Origin } from '../audit/audit-event.ts';
import { isCheckSale } from '../session/check-sale.ts';
import type { PaymentSession, SaleMeans } from '../session/session.ts';
import { paymentTerms } from '../session/terms.ts';
import { TransitionError } from '../session/transition-error.ts';
import type { EngineDependencies, SaleResult } from './engine.ts';
import type { SaleOrder, Unavailable } from './gateway.ts';
import { launchSession } from './launch-session.ts';
import type { Runner } from './runner.ts';

/**
 * Pays without a page, by a card that a reader has read or by what the host's server names: a sign-on of its own, whose page nobody opens, then one
 * sale under its token. The intent of either is stored before its call, neither call is ever repeated, and when the answer to the sale is lost, or is an
 * error that the token's status does not bear out, the receipt is looked for by the token.
 *
 * @throws TransitionError when the session's status forbids it.
 */
export async function sell(
  dependencies: EngineDependencies,
  runner: Runner,
  session: PaymentSession,
  order: SaleOrder,
  by: Origin = byBroker,
): Promise<SaleResult> {
  const { gateway, clock, store } = dependencies;
  if (session.terms.screen === 'save-on-file') throw new TypeError('A session that saves a card sells nothing');
  const signedOn = await signOn(dependencies, runner, session, order, by);
  if (signedOn !== undefined) return signedOn;
  const open = (await store.load(session.terms.id)) ?? session;
  if (open.status !== 'open') throw new TransitionError('confirming', 'saleIntended', open.status);
  const { token } = open.current;
  const intended = await runner.apply(open, { type: 'saleIntended', token, by: meansOf(order), atMs: clock.nowMs() }, undefined, by);
  const answer = await gateway.sell(paymentTerms(intended.terms), token, order);
  const atMs = clock.nowMs();
  switch (answer.type) {
    case 'sold': {
      const { receipt, emvResponse } = answer;
      const paid = await runner.apply(intended, { type: 'receiptRead', token, attempt: 0, receipt, atMs });
      return { type: 'paid', session: paid, ...(emvResponse !== undefined && { emvResponse }) };
    }
    case 'refused': {
      // The token of a sale that does not name it bears out nothing.
      if (isCheckSale(intended) && answer.unheard !== true) return loseCheckSale(runner, intended, token, {}, atMs);
      const isBorneOut = answer.unheard === true || (await isUnused(dependencies, intended, token));
      if (!isBorneOut) return { type: 'paid', session: intended };
      await runner.apply(intended, { type: 'saleRefused', token, atMs });
      return { type: 'sale_refused', ...(answer.unheard === true && { unheard: true }) };
    }
    case 'deferred':
      await runner.apply(intended, { type: 'saleRefused', token, atMs });
      return { type: 'sale_refused', unheard: true, untilMs: answer.untilMs };
    case 'unavailable':
      runner.logUnavailable(intended, 'sell', answer);
      if (isCheckSale(intended)) return loseCheckSale(runner, intended, token, answer, atMs);
      return { type: 'paid', session: intended };
    default:
      return answer satisfies never;
  }
}

/**
 * Whether InstaMed says of the token too that nothing was done with it. An error of InstaMed's may come after the work, and a receipt later still
 * (decision 22): whoever is told that nothing was sold takes the money some other way.
 */
async function isUnused({ gateway }: EngineDependencies, { terms }: PaymentSession, token: string): Promise<boolean> {
  const status = await gateway.tokenStatus(terms.tenantId, token);
  return status.type === 'status' && (status.meaning === 'new' || status.meaning === 'expired');
}

/** No look-up can tell of it: it was certainly never sent, or it goes to a person now. */
async function loseCheckSale(
  runner: Runner,
  session: PaymentSession,
  token: string,
  { notSent }: Pick<Unavailable, 'notSent'>,
  atMs: number,
): Promise<SaleResult> {
  if (notSent === true) {
    await runner.apply(session, { type: 'saleRefused', token, atMs });
    return { type: 'sale_refused', unheard: true };
  }
  return { type: 'paid', session: await runner.apply(session, { type: 'saleAnswerLost', token, given: 'up', atMs }) };
}

/** Signs on for the sale, unless an earlier sale on this sign-on was refused; what stands in the way is the answer. */
async function signOn(
  dependencies: EngineDependencies,
  runner: Runner,
  session: PaymentSession,
  order: SaleOrder,
  by: Origin,
): Promise<SaleResult | undefined> {
  if (session.status === 'open' && session.sale !== undefined) return undefined;
  if (session.status === 'open') throw new TransitionError('open', 'saleIntended', session.status);
  const launched = await launchSession(dependencies, runner, session, 'popup', by, { sale: meansOf(order) });
  return launched.type === 'launched' ? undefined : launched;
}

/** What the session keeps of an order: nothing that could be used to pay. */
function meansOf(order: SaleOrder): SaleMeans {
  return 'tender' in order ? { tender: order.tender.type } : { device: order.device, entry: order.entry };
}
