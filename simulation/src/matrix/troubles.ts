import type { UpstreamAnswer } from '@collect-payment/sso-broker/core';
import type { Row } from './table.ts';
import type { Call, HostTrouble, Trouble } from './stage.ts';

type Named<Kind> = Readonly<Record<string, Kind>>;
type Spoil = Omit<Trouble, 'call' | 'left'>;

const unreachable = { type: 'unavailable', reason: 'unreachable' } as const;
const notSent = { ...unreachable, notSent: true } as const;
const textAs = (real: UpstreamAnswer, change: (text: string) => string | Uint8Array): UpstreamAnswer => ({
  ...real,
  body: Buffer.from(change(Buffer.from(real.body).toString())),
});
const spoil = (change: (real: UpstreamAnswer) => UpstreamAnswer): Spoil => ({ worked: true, answer: (real) => real && change(real) });
const spoilText = (change: (text: string) => string | Uint8Array): Spoil => spoil((real) => textAs(real, change));
const page = (status: number): UpstreamAnswer => ({
  type: 'answer',
  status,
  headers: { 'content-type': 'text/html' },
  body: Buffer.from('<h1>Server Error</h1>'),
});

/** The answer to a void or refund that never comes: `worked` at InstaMed. */
export const answerLost: Trouble = { call: 'reversal', left: 1, worked: true, answer: () => undefined };

const failing: Named<Spoil> = {
  'HTTP 500': { worked: false, answer: () => page(500) },
  'HTTP 503 after the work': { worked: true, answer: () => page(503) },
  'connection refused': { worked: false, answer: () => unreachable },
};

const silent: Named<Spoil> = {
  'request lost': { worked: false, answer: () => undefined },
  'answer lost': { worked: true, answer: () => undefined },
  'connection cut in the answer': { worked: true, answer: () => unreachable },
};

const garbage: Readonly<Record<Call, Named<Spoil>>> = {
  launch: {
    'no header': spoil((real) => ({ ...real, headers: {} })),
    'a header that leads elsewhere': spoil((real) => ({
      ...real,
      headers: Object.fromEntries(Object.keys(real.headers).map((name) => [name, 'https://elsewhere.test/?token=stolen'])),
    })),
    'a page in place of the answer': { worked: true, answer: () => page(200) },
  },
  status: {
    'XML cut off': spoilText((text) => text.slice(0, text.length >> 1)),
    'no XML': spoilText(() => 'NEW'),
    'a document type': spoilText((text) => `<!DOCTYPE x [<!ENTITY e "USED">]>${text}`),
    'SOAP fault': {
      worked: true,
      answer: () => ({
        ...page(500),
        headers: { 'content-type': 'text/xml; charset=utf-8' },
        body: Buffer.from(
          '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Server</faultcode><faultstring>no</faultstring></s:Fault></s:Body></s:Envelope>',
        ),
      }),
    },
    'wrong charset': spoilText((text) => Buffer.from(text, 'utf16le')),
    empty: spoilText(() => ''),
  },
  reversal: {
    'cut before the status': spoilText((text) => text.slice(0, Math.max(text.indexOf('transactionStatus'), 10))),
    'a field twice, with different values': spoilText((text) => `${text}&responseCode=005&responseCode=000`),
    'a page in place of the answer': spoilText(() => '<html><body>Service unavailable</body></html>'),
    'the general error, after the work': spoilText(() => 'errorCode=400&errorMessage=An unexpected error occurred'),
    'wrong charset': spoilText((text) => Buffer.from(text, 'utf16le')),
    empty: spoilText(() => ''),
  },
  receipt: {
    'cut before the status': spoilText((text) => text.slice(0, Math.max(text.indexOf('transactionStatus'), 10))),
    'a field twice, with different values': spoilText((text) => `${text}&transactionStatus=D&errorCode=1&errorCode=2`),
    'a page in place of the receipt': spoilText(() => '<html><body>Service unavailable</body></html>'),
    'wrong charset': spoilText((text) => Buffer.from(text, 'utf16le')),
    empty: spoilText(() => ''),
  },
};

const notSentAtAll: Named<Spoil> = {
  'connection refused': { worked: false, answer: () => notSent },
  'name not found, until calls are held back': { worked: false, answer: () => notSent },
};

const calls: Partial<Readonly<Record<Row, Call>>> = {
  B0: 'launch',
  B2: 'launch',
  B5: 'status',
  B6: 'status',
  B8: 'receipt',
  B9: 'receipt',
  B13: 'receipt',
  B14: 'receipt',
  B17: 'reversal',
  B18: 'reversal',
};

/** What InstaMed can do to the calls of a row, by f4, f5 and f6; each for a while. */
export function upstreamTroubles(row: Row, fault: 'f4' | 'f5' | 'f6'): readonly (readonly [string, Trouble])[] {
  const call = calls[row];
  if (call === undefined) return [];
  if (row === 'B17') return Object.entries(notSentAtAll).map(([name, kind], at) => [name, { ...kind, call, left: at === 0 ? 3 : 7 }]);
  const kinds = fault === 'f4' ? failing : fault === 'f5' ? silent : garbage[call];
  return Object.entries(kinds).map(([name, kind]) => [name, { ...kind, call, left: call === 'status' || call === 'receipt' ? 3 : 1 }]);
}

const failure = (reason: 'timeout' | 'unreachable') => ({ type: 'failure', failure: reason }) as const;
const status = (code: number) => ({ type: 'answer', status: code, retryAfter: undefined }) as const;

/** What a host's endpoint can do: before it has the message (B11), or with the message in its books (B12). */
export function hostTroubles(row: Row, fault: 'f4' | 'f5' | 'f6'): readonly (readonly [string, HostTrouble])[] {
  const received = row === 'B12';
  const kinds = {
    f4: { 'HTTP 500': status(500), 'connection refused': failure('unreachable') },
    f5: { 'no answer': failure('timeout'), 'connection cut': failure('unreachable') },
    f6: { 'a redirect': status(302), 'HTTP 400': status(400), 'no HTTP': failure('unreachable') },
  }[fault];
  return Object.entries(kinds).map(([name, answer]) => [name, { left: 3, received, answer }]);
}
