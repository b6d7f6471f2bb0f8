import type { Tenant } from '../configuration/configuration.ts';
import { portalOf } from '../configuration/screen-portals.ts';
import { isCheckOrder, type Gateway, type Unavailable } from '../engine/gateway.ts';
import { launch, writeSignOn } from './launch.ts';
import { openReceiptPage } from './open-receipt-page.ts';
import { openReversalPage } from './open-reversal-page.ts';
import { requestCheckSale } from './request-check-sale.ts';
import { requestSale } from './request-sale.ts';
import { requestReversal } from './request-reversal.ts';
import { requestTokenStatus } from './token-status.ts';
import type { UpstreamGuard } from './upstream-guard.ts';
import type { Sender } from './upstream.ts';
import { requestReceipt } from './view-receipt.ts';

export interface GatewayDependencies {
  readonly tenants: readonly Tenant[];
  readonly upstream: Sender;
  readonly guard: Pick<UpstreamGuard, 'ask'>;
  /** Where the landing pages are; known for certain once the broker listens. */
  readonly publicUrl: () => string;
  readonly nowMs: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
}

// A stored session can outlive its tenant's configuration.
const notConfigured: Unavailable = { type: 'unavailable', reason: 'unreachable', code: 'ERR_TENANT_UNKNOWN' };

/** The engine's port to InstaMed, over HTTP. */
export function createInstaMedGateway({ tenants, upstream, guard, publicUrl, nowMs, randomBytes }: GatewayDependencies): Gateway {
  const accounts = new Map(tenants.map(({ id, instamed }) => [id, instamed]));
  return {
    async launch(terms, display) {
      const account = accounts.get(terms.tenantId);
      if (account === undefined) return notConfigured;
      const write = () => writeSignOn(account, terms, display, publicUrl(), { nowMs: nowMs(), randomBytes });
      return guard.ask(terms.tenantId, 'launch', () => launch(upstream, portalOf(account, terms.screen), write));
    },

    async tokenStatus(tenantId, token) {
      const account = accounts.get(tenantId);
      return account ? guard.ask(tenantId, 'token-status', () => requestTokenStatus(upstream, account, token)) : notConfigured;
    },

    async sell(terms, token, order) {
      const seller = accounts.get(terms.tenantId);
      if (seller === undefined) return { type: 'refused', unheard: true };
      if (!isCheckOrder(order)) return guard.ask(terms.tenantId, 'sale', () => requestSale(upstream, seller, terms, token, order));
      // The setting can have been taken back since the sale was asked for.
      const { checkSales } = seller;
      if (checkSales === undefined) return { type: 'refused', unheard: true };
      return guard.ask(terms.tenantId, 'sale', () => requestCheckSale(upstream, seller, checkSales, terms, order));
    },

    async reverse(order) {
      const account = accounts.get(order.tenantId);
      if (account !== undefined && order.screen !== undefined) {
        const page = { ...order, screen: order.screen };
        return guard.ask(order.tenantId, 'launch', () =>
          openReversalPage(upstream, account, page, publicUrl(), { nowMs: nowMs(), randomBytes }),
        );
      }
      return account
        ? guard.ask(order.tenantId, 'reversal', () => requestReversal(upstream, account, order))
        : { ...notConfigured, notSent: true };
    },

    async openReceipt(order) {
      const account = accounts.get(order.tenantId);
      const screen = account?.receiptScreen;
      if (account === undefined || screen === undefined) return notConfigured;
      const open = () => openReceiptPage(upstream, account, screen, order, { nowMs: nowMs(), randomBytes });
      return guard.ask(order.tenantId, 'launch', open);
    },

    async viewReceipt(tenantId, outlet, token) {
      const account = accounts.get(tenantId);
      return account ? guard.ask(tenantId, 'receipt', () => requestReceipt(upstream, account, outlet, token)) : notConfigured;
    },
  };
}
