import type { Launch, SwitchBoard } from '@collect-payment/sandbox/core';
import type { WebhookEvent } from '@collect-payment/contract';
import type {
  EngineLogEntry,
  GatewayLogEntry,
  InboundLogEntry,
  Notice,
  SendAnswer,
  Tenant,
  Unavailable,
  UpstreamAnswer,
  UpstreamRequest,
  WebhookLogEntry,
} from '@collect-payment/sso-broker/core';
import type { BrokerCore } from '../broker/broker-core.ts';
import type { Life } from '../broker/life.ts';
import type { EventQueue } from '../event-queue.ts';
import type { InstaMed } from '../instamed/instamed.ts';
import type { Oracle } from '../oracle/oracle.ts';
import type { Order } from '../people/order.ts';
import type { Random } from '../random.ts';
import type { Trace } from '../trace.ts';
import type { DirectedDisk } from './directed-disk.ts';
import type { Row } from './table.ts';

/** A broker process, as whoever strikes it sees it. */
export interface Struck {
  readonly name: string;
  readonly deaths: number;
  readonly storedSoFar: number;
  readonly entries: readonly (EngineLogEntry | GatewayLogEntry | InboundLogEntry | WebhookLogEntry)[];
  start(): void;
  stored(): void;
  comesTo(row: Row | undefined): Promise<void>;
  pause(forMs: number): Promise<void>;
  kill(): void;
  drain(): Promise<boolean>;
}

/** What is done to the process that has come to the instant. What follows in the process waits for it. */
export type Act = (process: Struck) => Promise<void> | void;

export type Call = 'launch' | 'status' | 'receipt' | 'reversal';

/** What becomes of a call: no work done and this answer, or this in place of the answer. Undefined is no answer at all. */
export interface Trouble {
  readonly call: Call;
  /** How many calls it strikes. */
  left: number;
  readonly worked: boolean;
  readonly answer: (real: UpstreamAnswer | undefined) => UpstreamAnswer | Unavailable | undefined;
}

/** What the host's endpoint does to some messages: whether it gets and books them, and what the broker hears. */
export interface HostTrouble {
  left: number;
  readonly received: boolean;
  readonly answer: SendAnswer;
}

/** What the payer and InstaMed do in a directed world. */
export interface Habits {
  readonly order: Order;
  readonly switches: Partial<SwitchBoard['current']>;
  /** The payer in front of the first page that opened. */
  use(world: Stage, launch: Launch): void;
  /** What InstaMed answers to its `count`-th such call, in place of what the sandbox does. */
  told(answer: UpstreamAnswer, call: Call, count: number): UpstreamAnswer;
  /** Something may still come until then. */
  readonly restsAfterMs: number;
  /** What the host takes back of the payment, once it is told of it. */
  readonly reversal?: 'void' | 'refund';
}

/** The directed world, as its parts see it. */
export interface Stage {
  readonly core: BrokerCore;
  readonly queue: EventQueue;
  readonly trace: Trace;
  readonly entropy: Random;
  readonly habits: Habits;
  readonly instamed: InstaMed;
  readonly oracle: Oracle;
  readonly disk: DirectedDisk;
  readonly tenants: readonly Tenant[];
  readonly now: number;
  readonly sessionId: string;
  readonly paidLaunch: Launch | undefined;
  readonly processes: readonly Struck[];
  readonly reachable: Struck | undefined;
  readonly network: {
    trouble: Trouble | undefined;
    /** `reached`: it left the broker, for all that this knows. */
    readonly calls: readonly { readonly call: Call; readonly atMs: number; readonly reached: boolean }[];
    post(request: UpstreamRequest, process: Struck, life: Life): Promise<UpstreamAnswer | Unavailable>;
  };
  readonly host: {
    trouble: HostTrouble | undefined;
    readonly messages: ReadonlyMap<string, { readonly count: number }>;
    readonly attempts: readonly unknown[];
    readonly contradictions: number;
    readonly events: readonly WebhookEvent[];
    send(headers: Readonly<Record<string, string>>, body: string, process: Struck, life: Life): Promise<SendAnswer>;
  };
  readonly striker: {
    readonly whenSent: boolean;
    readonly struckAtMs: number | undefined;
    notBeforeMs: number;
    reached(row: Row | undefined, process: Struck): Promise<void>;
  };
  /** Names of the processes whose writes were refused, in order. */
  readonly refused: string[];
  readonly broken: Error[];
  /** For each drain, whether it ended by itself, and whether the process stored something in it. */
  readonly drains: { readonly ended: boolean; readonly stored: boolean }[];
  readonly given: ReadonlySet<string>;
  offsetMs: number;
  downUntilMs: number;
  unconfirmed: number;
  /** The answer to the call under way does not reach who asked: a page or a host, or InstaMed. */
  answersLost: number;
  noticeAnswersLost: number;
  refuseWhileDown(): void;
  leaveUnconfirmed(): void;
  /** Somebody's life; what goes wrong in it is the oracle's to report. */
  lives(life: () => Promise<void>): Promise<void>;
  /** InstaMed's webhook, sent again every half hour until it is answered (instamed-protocol.md §5.1). */
  tell(notice: Omit<Notice, 'receivedAtMs'>): Promise<void>;
  openPage(): Promise<void>;
  look(): Promise<void>;
}
