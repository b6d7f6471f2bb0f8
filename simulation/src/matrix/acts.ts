import type { Notice } from '@collect-payment/sso-broker/core';
import type { BrokerCore } from '../broker/broker-core.ts';
import { sharedDisk, simulatedDisk, sqliteDisk, type DirectedDisk, type DiskTrouble } from './directed-disk.ts';
import { minuteMs, reversalOf, saleOf, secondMs } from './habits.ts';
import type { Cell, Row } from './table.ts';
import { answerLost, hostTroubles, upstreamTroubles } from './troubles.ts';
import type { Act, Stage, Struck } from './stage.ts';

type Strike = (world: Stage) => Act;

/** One way in which a cell's fault can strike. */
export interface Way {
  readonly name: string;
  readonly act: Strike;
  readonly disk?: (core: BrokerCore) => DirectedDisk;
  readonly brokers?: 2;
  readonly whenSent?: boolean;
}

const restartMs = 5 * secondMs;
/** Longer than the lease of what is held: 15 s for a look, 60 s for a host webhook. */
const pauseMs: Partial<Readonly<Record<Row, number>>> = { B11: 75 * secondMs, B12: 75 * secondMs };
const outageMs = 20 * secondMs;

const simply =
  (act: (world: Stage, process: Struck) => Promise<void> | void): Strike =>
  (world) =>
  (process) =>
    act(world, process);

/** Every way to strike a cell of the simulated world. */
export function waysOf({ row, fault }: Cell): readonly Way[] {
  switch (fault) {
    case 'f1':
      return [{ name: 'on SQLite', disk: sqliteDisk, act: killAndStart }];
    case 'f2':
      return [{ name: 'two brokers', brokers: 2, disk: sharedDisk, act: simply((_world, process) => process.kill()) }];
    case 'f3':
      return [
        {
          name: 'two brokers',
          brokers: 2,
          disk: sharedDisk,
          act: simply((_world, process) => process.pause(pauseMs[row] ?? 60 * secondMs)),
        },
      ];
    case 'f4':
    case 'f5':
    case 'f6':
      return peerWays(row, fault);
    case 'f7':
      return storeWays(row);
    case 'f8':
      return diskWays();
    case 'f9':
      return clockWays(row);
    case 'f10':
      return noticeWays(row);
    case 'f11':
      return browserWays(row);
    case 'f12':
      return [{ name: 'on SQLite', disk: sqliteDisk, act: simply(drainAndStart) }];
    default:
      return fault satisfies never;
  }
}

export const killAndStart = simply(({ queue }, process) => {
  process.kill();
  queue.plan(restartMs, () => process.start());
});

/** The step that was struck goes on while the process drains. */
function drainAndStart(world: Stage, process: Struck): void {
  void world.lives(async () => {
    const before = process.storedSoFar;
    const ended = await process.drain();
    world.drains.push({ ended, stored: process.storedSoFar > before });
    process.start();
  });
}

function peerWays(row: Row, fault: 'f4' | 'f5' | 'f6'): readonly Way[] {
  if (row === 'B16') return [{ name: 'answer lost', act: simply((world) => void (world.noticeAnswersLost = 1)) }];
  if (row === 'B1') return [{ name: 'answer lost', act: simply((world) => void (world.answersLost = 1)) }];
  if (row === 'B11' || row === 'B12') {
    return hostTroubles(row, fault).map(([name, trouble]) => ({
      name,
      whenSent: true,
      act: simply((world) => void (world.host.trouble = { ...trouble })),
    }));
  }
  return upstreamTroubles(row, fault).map(([name, trouble]) => ({
    name,
    whenSent: true,
    act: simply((world) => void (world.network.trouble = { ...trouble })),
  }));
}

function clockWays(row: Row): readonly Way[] {
  return [-5, 5].map((minutes) => ({
    name: `${minutes} min`,
    whenSent: row === 'B18',
    act: simply((world) => {
      world.offsetMs = minutes * minuteMs;
      if (row === 'B18') world.network.trouble = { ...answerLost };
    }),
  }));
}

/** Between two steps nothing is being stored, so that only the outage is left. */
const idleRows: ReadonlySet<Row> = new Set(['B2', 'B5', 'B6', 'B8', 'B9', 'B11', 'B14', 'B17', 'B18']);
const rowsAfterCommit: ReadonlySet<Row> = new Set(['B1', 'B4', 'B16']);

/** A server that fails over: claims outlast it, and a commit may be there that nobody was told of. */
function storeWays(row: Row): readonly Way[] {
  // Between two look-ups it must be away for the next one.
  const forMs = row === 'B14' ? 5 * minuteMs : outageMs;
  const outage = simply((world) => void (world.downUntilMs = world.now + forMs));
  const unconfirmed = simply((world) => void (world.unconfirmed = 1));
  const unconfirmedNow: Strike = (world) => () => {
    world.downUntilMs = world.now + outageMs;
    throw new world.core.StoreError('ERR_STORE_UNAVAILABLE');
  };
  if (rowsAfterCommit.has(row)) return [{ name: 'commit not confirmed', disk: sharedDisk, act: unconfirmedNow }];
  const refused = { name: 'commit refused', disk: sharedDisk, act: outage };
  return idleRows.has(row)
    ? [{ ...refused, name: 'away' }]
    : [refused, { name: 'commit not confirmed', disk: sharedDisk, act: unconfirmed }];
}

function diskWays(): readonly Way[] {
  const kinds: Readonly<Record<string, DiskTrouble>> = {
    'EIO in a write': { left: 1, errcode: 778, stored: false },
    'EIO in a sync, with the page on the disk': { left: 1, errcode: 1034, stored: true },
    'full for 6 commits': { left: 6, errcode: 13, stored: false },
  };
  return Object.entries(kinds).map(([name, trouble]) => ({
    name,
    disk: sqliteDisk,
    act: simply((world) => void (world.disk.trouble = { ...trouble })),
  }));
}

type NoticeOf = (world: Stage) => Omit<Notice, 'receivedAtMs'>;

/** A forger knows the session at most: tokens are InstaMed's and ours. */
const forged =
  (statusCode: string): NoticeOf =>
  (world) => {
    const { token: _, ...notice } = saleOf(world);
    return { ...notice, statusCode, transactionId: 'f'.repeat(32), bodySha256: statusCode.padEnd(64, '0') };
  };

const tellAll =
  (...notices: readonly NoticeOf[]): Strike =>
  (world): Act =>
  () => {
    for (const notice of notices) void world.lives(async () => world.tell(notice(world)));
  };

function noticeWays(row: Row): readonly Way[] {
  if (row === 'B17' || row === 'B18' || row === 'B19') return reversalNoticeWays();
  const early = row === 'B2' || row === 'B3' || row === 'B4';
  return [
    { name: 'forged approval', act: tellAll(forged('C')) },
    { name: 'forged void and forged decline', act: tellAll(forged('V'), forged('D')) },
    // Before anything is paid InstaMed has nothing to say, but may say it.
    { name: early ? 'three of a kind, too early' : 'the sale, three times', act: tellAll(saleOf, saleOf, saleOf) },
  ];
}

/** Of what is under way InstaMed may tell before its answer is stored, more than once; and anybody may say so. */
function reversalNoticeWays(): readonly Way[] {
  return [
    { name: 'forged void', act: tellAll((world) => ({ ...forged('V')(world), transactionId: paymentOf(world) })) },
    {
      name: 'forged refund',
      act: tellAll((world) => ({ ...forged('C')(world), transactionAction: 'Refund', originalTransactionId: paymentOf(world) })),
    },
    { name: 'what was taken, three times', act: tellAll(reversalOf, reversalOf, reversalOf) },
  ];
}

const paymentOf = (world: Stage): string => saleOf(world).transactionId;

function browserWays(row: Row): readonly Way[] {
  if (row === 'B18') {
    const act = simply((world) => {
      world.answersLost = 1;
      world.network.trouble = { ...answerLost };
    });
    return [{ name: 'whoever asked is gone, and asks again', whenSent: true, act }];
  }
  if (row === 'B17' || row === 'B19')
    return [{ name: 'whoever asked is gone, and asks again', act: simply((world) => void (world.answersLost = 1)) }];
  if (row === 'B0' || row === 'B1')
    return [{ name: 'whoever asked is gone, and asks again', act: simply((world) => void (world.answersLost = 1)) }];
  const reload: Way = {
    name: 'reloaded',
    act: simply((world) => {
      void world.lives(() => world.openPage());
      void world.lives(() => world.look());
    }),
  };
  return [reload, { name: 'offline: its answers are lost', act: simply((world) => void (world.answersLost = 3)) }];
}

export const diskOf = ({ disk }: Way): ((core: BrokerCore) => DirectedDisk) => disk ?? simulatedDisk;
