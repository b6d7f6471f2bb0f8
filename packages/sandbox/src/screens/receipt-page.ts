import { encodeCents } from '@collect-payment/protocol';
import type { Launch } from '../launch.ts';
import type { Reversal } from '../payment/reversal.ts';
import type { Transaction } from '../payment/transaction.ts';
import { html, type Html } from './html.ts';
import type { Leave, Page } from './page.ts';

const dollars = (cents: number): string => `$${encodeCents(cents)}`;
const brandNames = { VISA: 'Visa', MC: 'MasterCard', AMEX: 'American Express', DISCOVER: 'Discover', OTHER: 'Card' } as const;

/** The receipt of Standard Collect, and of the receipt screen: what happened first, then the particulars, and what was taken back since. */
export function receiptPage(launch: Launch, transaction: Transaction, leave: Leave, reversals: readonly Reversal[] = []): Page {
  const { account, parameters } = launch;
  return {
    title: 'Receipt',
    merchantName: account.merchantName,
    userName: parameters.userName,
    lightWeight: parameters.lightWeight,
    script: { leave },
    content: html` ${reversals.some(({ type }) => type === 'void') ? voided(transaction) : outcome(transaction)}
      <dl class="facts receipt">
        ${[...rows(launch, transaction), ...reversals.map((reversal) => rowOf(reversal))].map(
          ([term, value]) =>
            html`<div>
              <dt>${term}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      ${transaction.tender === 'card' && transaction.transactionStatus === 'C' && html`<p class="small">I agree to pay the above amount according to my card holder agreement.</p>`}
      <div class="actions no-print">
        ${leaveControl(leave, 'Close')}
        <button type="button" class="quiet needs-script" data-print>Print</button>
      </div>`,
  };
}

const voided = ({ approvedCents }: Transaction): Html =>
  html`<h1 class="outcome declined">Voided</h1>
    <p>${dollars(approvedCents)} was paid and taken back.</p>`;

function outcome({ transactionStatus, approvedCents, submittedCents }: Transaction): Html {
  if (transactionStatus === 'D')
    return html`<h1 class="outcome declined">Declined</h1>
      <p>No money was taken.</p>`;
  if (approvedCents === submittedCents) return html`<h1 class="outcome">Paid ${dollars(approvedCents)}</h1>`;
  return html`<h1 class="outcome partial">Paid ${dollars(approvedCents)} · ${dollars(submittedCents - approvedCents)} still due</h1>`;
}

const rowOf = ({ type, cents, at }: Reversal): Row => [
  type === 'void' ? 'Voided' : 'Refunded',
  `${dollars(cents)}, ${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`,
];

type Row = readonly [term: string, value: string];

function rows({ account, parameters }: Launch, transaction: Transaction): readonly Row[] {
  const { card, device, at, submittedCents, authorizationNumber, responseCode, responseMessage, transactionId, tender, accountLastFour } =
    transaction;
  const patient = [parameters.patientFirstName, parameters.patientLastName].filter((part) => part !== undefined).join(' ');
  const all: readonly (readonly [string, string | undefined])[] = [
    ['Merchant', account.merchantName],
    ['Date', `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`],
    ['Patient', patient],
    ['Patient ID', parameters.patientId],
    ['Invoice', parameters.additionalInfo?.[1]],
    ['Amount requested', dollars(submittedCents)],
    [
      'Paid by',
      card
        ? `${brandNames[card.brand]} ending ${card.lastFour} (${card.entryMode.toLowerCase()})`
        : tender === 'check'
          ? `eCheck, account ending ${accountLastFour}`
          : 'Cash',
    ],
    ['Name on card', card?.holderName],
    ['Reader', device && `${device.name}, ${device.serialNumber}`],
    ['Authorization', authorizationNumber],
    ['Response', `${responseCode} ${responseMessage}`],
    ['Transaction', transactionId],
  ];
  return all.flatMap(([term, value]) => (value === undefined || value === '' ? [] : [[term, value] as const]));
}

/** A link where there is an address, so that it works without script; else a button that closes. */
export function leaveControl(leave: Leave, label: string): Html {
  if (leave.url !== undefined) return html`<a class="button primary" href="${leave.url}" data-leave>${label}</a>`;
  return html`<button type="button" class="primary needs-script" data-leave>${label}</button>`;
}
