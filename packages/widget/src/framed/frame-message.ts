import type { Outcome, PaymentSessionView, Receipt } from '@collect-payment/contract';
import type { Credentials } from '../broker/broker-client.ts';
import type { SessionRequest } from '../session/session-source.ts';
import { own } from '../own.ts';
import type { ViewName } from '../session/view.ts';

/** What the host's page sets on its `<collect-payment-frame>`, and the framed element takes over. */
export const settingNames = ['display', 'audience', 'lang', 'theme'] as const;
export type Settings = Partial<Record<(typeof settingNames)[number], string>>;

/** From the host's page to the broker's page that it frames. The client secret goes this way and no other. */
export type HostMessage =
  | { readonly type: 'open'; readonly nonce: string; readonly session: Credentials; readonly settings: Settings }
  /** Answers `ask`. Without a session the host gave none. */
  | { readonly type: 'session'; readonly turn: number; readonly session: Credentials | undefined }
  | { readonly type: 'call'; readonly method: 'start' | 'cancel' };

/** From the framed page to the host's. */
export type EmbedMessage =
  | { readonly type: 'size'; readonly height: number }
  | { readonly type: 'ask'; readonly turn: number; readonly request: SessionRequest }
  | { readonly type: 'changed'; readonly session: PaymentSessionView | undefined; readonly view: ViewName }
  | { readonly type: 'settled'; readonly session: PaymentSessionView; readonly outcome: Outcome; readonly receipt: Receipt | undefined }
  | { readonly type: 'error'; readonly code: string; readonly message: string; readonly requestId: string | undefined };

/** Who the other side is. A message of another window or origin, or without the nonce of this very frame, is nobody's. */
export interface Peer {
  readonly window: MessageEventSource | null | undefined;
  readonly origins: readonly string[];
  /** Made by the host for each load of the frame. Undefined before the frame has heard it: then `open` brings it. */
  readonly nonce: string | undefined;
}
type Spoken = Pick<MessageEvent, 'data' | 'origin' | 'source'>;
type Fields = Partial<Record<string, unknown>>;

const tallestPx = 10_000;
/** `crypto.randomUUID()`: 122 random bits. */
const nonceShape = /^[0-9a-f-]{36}$/;

/** Reads a message of the host's page; undefined when it is not to be believed. */
export function readHostMessage(spoken: Spoken, peer: Peer): HostMessage | undefined {
  const fields = hear(spoken, peer, 'collect-payment-host');
  if (!fields) return undefined;
  const { type, method, turn } = fields;
  const session = readCredentials(fields['session']);
  if (type === 'open') return session && { type, nonce: String(fields['nonce']), session, settings: readSettings(fields['settings']) };
  if (peer.nonce === undefined) return undefined;
  if (type === 'session') return isCount(turn) ? { type, turn, session } : undefined;
  return type === 'call' && (method === 'start' || method === 'cancel') ? { type, method } : undefined;
}

/** Reads a message of the framed page; undefined when it is not to be believed. */
export function readEmbedMessage(spoken: Spoken, peer: Peer): EmbedMessage | undefined {
  const fields = peer.nonce && hear(spoken, peer, 'collect-payment-embed');
  if (!fields) return undefined;
  const { type, height, turn, view, code, message = '', requestId } = fields;
  const session = readSession(fields['session']);
  if (type === 'size') return isCount(height) && height <= tallestPx ? { type, height } : undefined;
  if (type === 'ask') return isCount(turn) ? { type, turn, request: readRequest(fields['request']) } : undefined;
  if (type === 'changed') return isText(view) && session !== null ? { type, session, view: view as ViewName } : undefined;
  if (type === 'settled') {
    const { outcome } = own(session as Fields);
    const receipt = isRecord(fields['receipt']) ? (fields['receipt'] as Receipt) : undefined;
    return session && isRecord(outcome) ? { type, session, outcome: outcome as Outcome, receipt } : undefined;
  }
  const isError = type === 'error' && isText(code) && isText(message) && (requestId === undefined || isText(requestId));
  return isError ? { type, code, message, requestId } : undefined;
}

/** The fields of a message of this speaker's; undefined for anybody else's. */
function hear({ data, origin, source }: Spoken, peer: Peer, speaker: string): Fields | undefined {
  // Who speaks is asked before what is said: a stranger's message is not even taken apart.
  if (!source || source !== peer.window || !peer.origins.includes(origin)) return undefined;
  const fields = own(data as Fields);
  const { nonce } = fields;
  const isOurs = fields['source'] === speaker && isText(nonce) && nonceShape.test(nonce);
  return isOurs && nonce === (peer.nonce ?? nonce) ? fields : undefined;
}

function readCredentials(value: unknown): Credentials | undefined {
  const { id, clientSecret } = own(value as Fields);
  return isText(id) && isText(clientSecret) && id && clientSecret ? { id, clientSecret } : undefined;
}

function readSettings(value: unknown): Settings {
  const settings = own(value as Fields);
  return Object.fromEntries(settingNames.flatMap((name) => (isText(settings[name]) ? [[name, settings[name]]] : [])));
}

/** Null for what is no session: `undefined` says that there is none yet. */
function readSession(value: unknown): PaymentSessionView | undefined | null {
  if (value === undefined) return undefined;
  const { id, status, sequence } = own(value as Fields);
  return isText(id) && isText(status) && isCount(sequence) ? (value as PaymentSessionView) : null;
}

function readRequest(value: unknown): SessionRequest {
  const { balanceOf } = own(value as Fields);
  return isText(balanceOf) ? { balanceOf } : {};
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
