import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { brokerJson } from './support/broker-json.ts';
import { readyUrl, startBrokerProcess } from './support/broker-process.ts';
import { Client } from './support/client.ts';
import { makeDirectory } from './support/directory.ts';
import { onScreen, startInstaMed } from './support/instamed.ts';
import { startReceiver } from './support/webhook-receiver.ts';

/** Makes the process throw or reject, from nowhere, when it is told to. */
const crash = [
  'const words=()=>new Error("sentinel words\\n    at sentinel.line", { cause: new Error("sentinel cause") });',
  'process.on("SIGUSR2",()=>{throw words()});',
  'process.on("SIGHUP",()=>void Promise.reject(words()));',
].join('');
const crashOnSignal = `data:text/javascript;base64,${Buffer.from(crash).toString('base64')}`;

function start(json: unknown, variables: Readonly<Record<string, string>> = {}, directory = makeDirectory()): ChildProcess {
  return startBrokerProcess(json, { variables, directory, nodeArguments: ['--import', crashOnSignal] });
}

async function outcome(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new TypeError('no pipes');
  const [written, complained, [code]] = await Promise.all([text(stdout), text(stderr), once(child, 'exit') as Promise<[number | null]>]);
  return { code, stdout: written, stderr: complained };
}

describe('the broker as a process', { timeout: 60_000 }, () => {
  it('tells on one line when it is ready, and drains on SIGTERM', async () => {
    const child = start(brokerJson('http://127.0.0.1:9'), { BROKER_PORT: '0' });
    const client = new Client(await readyUrl(child));
    expect((await client.call('/readyz')).status).toBe(200);
    const session = await client.create();
    const events = await client.follow(session);
    await events.nextView();
    child.kill('SIGTERM');
    expect((await events.next())?.event).toBe('reconnect');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
  });

  it('does not start without the master key of its database, and says which it needs', async () => {
    const directory = makeDirectory();
    const first = start(brokerJson('http://127.0.0.1:9'), {}, directory);
    await readyUrl(first);
    first.kill('SIGTERM');
    await once(first, 'exit');
    for (const [choices, variables] of [
      [{}, { MASTER_KEY: randomBytes(32).toString('base64') }],
      [{ inTheClear: true }, {}],
    ] as const) {
      const { code, stdout, stderr } = await outcome(start(brokerJson('http://127.0.0.1:9', choices), variables, directory));
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(
        /^The database is encrypted under a master key that the configuration does not have\. \(master key [\da-f]{16}\)\n$/,
      );
    }
  });

  it('does not wait for a webhook endpoint that hangs: the next start sends the same webhook again', async () => {
    const receiver = await startReceiver(() => undefined);
    const choices = { webhooks: [{ id: 'main', url: receiver.url }], webhookTimeoutMs: 45_000 };
    const json = brokerJson('http://127.0.0.1:9', choices);
    const directory = makeDirectory();
    const first = start(json, {}, directory);
    const log = first.stderr === null ? '' : text(first.stderr);
    const client = new Client(await readyUrl(first));
    const { id } = await client.create();
    await client.call(`/v1/payment-sessions/${id}/cancel`, { body: {} });
    await receiver.count(1);
    first.kill('SIGTERM');
    expect(((await once(first, 'exit')) as [number])[0]).toBe(0);
    // The attempt had no end: neither an answer nor its time limit.
    const types = (await log)
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { type: string }).type);
    expect(types).toContain('stopped');
    expect(types.filter((type) => type.startsWith('webhook_'))).toEqual([]);

    receiver.answer = 204;
    const second = start(json, {}, directory);
    second.stderr?.resume();
    const [hung, sentAgain] = await receiver.count(2);
    expect(sentAgain?.headers['webhook-id']).toBe(hung?.headers['webhook-id']);
  });

  it('settles after a kill what was launched before it', async () => {
    const instamed = await startInstaMed();
    const directory = makeDirectory();
    const first = start(brokerJson(instamed.url), {}, directory);
    const client = new Client(await readyUrl(first));
    const session = await client.create();
    const launch = await client.launch(session);
    first.kill('SIGKILL');
    await once(first, 'exit');
    await onScreen(instamed, launch, 'pay');
    const second = new Client(await readyUrl(start(brokerJson(instamed.url), {}, directory)));
    const events = await second.follow(session);
    expect((await events.until('approved')).outcome?.approvedAmount?.value).toBe('125.00');
    await events.close();
  });

  it.each([
    ['an error that nobody caught', 'SIGUSR2'],
    ['a rejection that nobody handled', 'SIGHUP'],
  ] as const)('logs %s by its name only, and ends with a failure', async (_name, signal) => {
    const child = start(brokerJson('http://127.0.0.1:9'));
    const end = once(child, 'exit') as Promise<[number]>;
    const stderr = child.stderr === null ? '' : text(child.stderr);
    await readyUrl(child);
    child.kill(signal);
    expect((await end)[0]).toBe(1);
    const last = JSON.parse((await stderr).trimEnd().split('\n').at(-1) ?? '') as unknown;
    expect(last).toMatchObject({ level: 'fatal', type: 'fatal', error: { name: 'Error' } });
    expect(await stderr).not.toContain('sentinel');
  });

  it('names BROKER_PORT when the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise<void>((resolve) => other.close(() => resolve())));
    const { port } = other.address() as AddressInfo;
    const { code, stderr, stdout } = await outcome(start(brokerJson('http://127.0.0.1:9'), { BROKER_PORT: String(port) }));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.split('\n').at(-2)).toBe(`Port ${port} is taken; set BROKER_PORT to another (0 for any free one). (EADDRINUSE)`);
  });

  it('names every field of a bad configuration, and no value', async () => {
    const json = { ...brokerJson('http://127.0.0.1:9'), databse: 'sentinel-value', listen: { port: 'sentinel-port' } };
    const { code, stderr } = await outcome(start(json));
    expect(code).toBe(1);
    expect(stderr).toContain('databse: is not a known field');
    expect(stderr).toContain('listen/port: must be integer');
    expect(stderr).not.toContain('sentinel');
  });

  it.each([
    ['a file that is not JSON', '{"sentinel', {}, 'COLLECT_PAYMENT_CONFIG: the file is not JSON.'],
    ['a file that is not there', '{}', { COLLECT_PAYMENT_CONFIG: '/nowhere.json' }, 'COLLECT_PAYMENT_CONFIG: the file cannot be read.'],
    ['no file', '{}', { COLLECT_PAYMENT_CONFIG: '' }, 'COLLECT_PAYMENT_CONFIG must name the configuration file.'],
    ['a port that is none', brokerJson('http://127.0.0.1:9'), { BROKER_PORT: '70000' }, 'BROKER_PORT must be a number from 0 to 65535.'],
  ])('says what is wrong with %s', async (_name, json, variables, message) => {
    const { code, stderr } = await outcome(start(json, variables));
    expect([code, stderr]).toEqual([1, `${message}\n`]);
  });
});
