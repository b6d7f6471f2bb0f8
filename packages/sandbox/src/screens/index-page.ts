import { screenPaths, acsPath, consumerAcsPath, nvpPath, paymentServicePath, restPath, tokenStatusPath } from '@collect-payment/protocol';
import type { FastifyInstance } from 'fastify';
import { testAmounts, testCards } from '../payment/test-cards.ts';
import type { Sandbox } from '../sandbox.ts';
import { screenAddresses } from '../screen-addresses.ts';
import { switchTable } from '../switch-table.ts';
import { html } from './html.ts';
import { sendPage } from './page.ts';

const endpoints = [
  [acsPath, 'Single sign-on by SAML or name-value pairs'],
  [screenPaths['standard-collect'], 'Standard Collect Payment'],
  [screenPaths['simple-collect'], 'Simple Collect Payment'],
  [screenPaths['save-on-file'], 'Saving of a card'],
  [screenAddresses.void, 'Void of a payment'],
  [screenAddresses.refund, 'Refund of a payment'],
  [screenAddresses.receipt, 'Receipt of a payment, at an address of the sandbox’s own'],
  [consumerAcsPath, 'Single sign-on of the patients’ portal'],
  [screenPaths['consumer-payment'], 'Payment by the patient'],
  [tokenStatusPath, 'Token status, SOAP 1.1 and 1.2'],
  [nvpPath, 'ViewReceipt, AuthCapt, Void and SimpleRefund'],
  [paymentServicePath, 'Voids, refunds and eChecks, SOAP 1.1 and 1.2'],
  [restPath, 'Voids, refunds and sales, JSON'],
] as const;

const looks = [
  ['/sandbox/ledger', 'Ledger: payments, tokens, refusals'],
  ['/sandbox/switches', 'Switches'],
  ['/sandbox/faults', 'Faults'],
  ['/sandbox/clock', 'Clock'],
  ['/sandbox/metadata', 'SAML metadata of this service'],
  [`${tokenStatusPath}?wsdl`, 'WSDL of the token status service'],
  [`${paymentServicePath}?wsdl`, 'WSDL of the payment service'],
] as const;

/** `/`: what this is, the test cards, and the way in. */
export function registerIndex(app: FastifyInstance, { switches }: Sandbox): void {
  app.get('/', (_request, reply) =>
    sendPage(reply, 200, {
      title: 'Offline InstaMed',
      wide: true,
      content: html` <h1>An offline InstaMed</h1>
        <p>
          This server speaks InstaMed’s wire formats: single sign-on, the hosted payment screens, token status and receipts. It moves no
          money and keeps everything in memory until it stops. Payment screens open by single sign-on only.
        </p>
        <h2>Test cards</h2>
        <div class="scroll" role="region" aria-label="Test cards" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col">Card</th>
                <th scope="col">Number</th>
              </tr>
            </thead>
            <tbody>
              ${testCards.map(
                ({ name, number }) =>
                  html`<tr>
                    <th scope="row">${name}</th>
                    <td><code>${number}</code></td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
        <p>
          Any expiry in the future, any security code of the right length. Where a card is saved there is no amount: there the security code
          <code>005</code> or <code>051</code> declines it.
        </p>
        <h2>Test amounts</h2>
        <p>The cents of the amount are the response code.</p>
        <div class="scroll" role="region" aria-label="Test amounts" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col">Cents</th>
                <th scope="col">Outcome</th>
              </tr>
            </thead>
            <tbody>
              ${testAmounts.map(
                ({ cents, outcome }) =>
                  html`<tr>
                    <th scope="row">${cents}</th>
                    <td>${outcome}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
        <h2>Addresses</h2>
        <dl class="facts stacked">
          ${endpoints.map(
            ([path, what]) =>
              html`<div>
                <dt>${what}</dt>
                <dd><code>${path}</code></dd>
              </div>`,
          )}
        </dl>
        <h2>Look inside</h2>
        <ul class="links">
          ${looks.map(([path, what]) => html`<li><a href="${path}">${what}</a></li>`)}
        </ul>
        <h2>Switches</h2>
        <p>Points that InstaMed’s public documentation leaves open. Set them with <code>PUT /sandbox/switches</code>.</p>
        <div class="scroll" role="region" aria-label="Switches" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col">Switch</th>
                <th scope="col">Now</th>
                <th scope="col">Decides</th>
              </tr>
            </thead>
            <tbody>
              ${Object.entries(switchTable).map(
                ([name, { decides, values }]) =>
                  html`<tr>
                    <th scope="row"><code>${name}</code></th>
                    <td>${Object.entries(switches.current).find(([key]) => key === name)?.[1]}</td>
                    <td>${decides} (${values.join(', ')})</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>`,
    }),
  );
}
