/** Bytes that are no HTTP, or HTTP that two readers may read as two different things. */
export interface HttpAttack {
  readonly name: string;
  readonly bytes: (authorization: string) => string;
  /** The only status that is right, 0 for a connection that is closed; without it any refusal below 500 is. */
  readonly status?: number;
}

const post =
  (headers: string, body: string, path = '/v1/payment-sessions') =>
  (authorization: string) =>
    `POST ${path} HTTP/1.1\r\nhost: broker\r\n${authorization}\r\ncontent-type: application/json\r\n${headers}\r\n\r\n${body}`;
const get =
  (headers: string, target = '/healthz', version = 'HTTP/1.1') =>
  () =>
    `GET ${target} ${version}\r\n${headers}\r\n\r\n`;
const smuggled = 'GET /healthz HTTP/1.1\r\nhost: broker\r\n\r\n';
const chunked = '0\r\n\r\n';

export const httpAttacks: readonly HttpAttack[] = [
  { name: 'TE and CL', bytes: post('content-length: 5\r\ntransfer-encoding: chunked', `${chunked}${smuggled}`), status: 400 },
  {
    name: 'CL and TE in the other order',
    bytes: post('transfer-encoding: chunked\r\ncontent-length: 5', `${chunked}${smuggled}`),
    status: 400,
  },
  { name: 'two CL that differ', bytes: post('content-length: 2\r\ncontent-length: 50', `{}${smuggled}`), status: 400 },
  { name: 'two CL that agree', bytes: post('content-length: 2\r\ncontent-length: 2', `{}${smuggled}`), status: 400 },
  { name: 'a list of CL', bytes: post('content-length: 2, 50', `{}${smuggled}`), status: 400 },
  { name: 'a negative CL', bytes: post('content-length: -1', '{}'), status: 400 },
  { name: 'a CL with a sign', bytes: post('content-length: +2', '{}'), status: 400 },
  { name: 'a CL in hexadecimal', bytes: post('content-length: 0x2', '{}'), status: 400 },
  { name: 'a CL beyond any number', bytes: post(`content-length: ${'9'.repeat(30)}`, '{}'), status: 400 },
  { name: 'TE twice', bytes: post('transfer-encoding: chunked\r\ntransfer-encoding: identity', `${chunked}${smuggled}`), status: 400 },
  { name: 'TE with more after chunked', bytes: post('transfer-encoding: chunked, identity', `${chunked}${smuggled}`), status: 400 },
  { name: 'TE spelled xchunked', bytes: post('transfer-encoding: xchunked', `${chunked}${smuggled}`), status: 400 },
  { name: 'TE after a tab', bytes: post('transfer-encoding:\tchunked\r\ncontent-length: 4', `${chunked}${smuggled}`), status: 400 },
  { name: 'a space before the colon', bytes: post('transfer-encoding : chunked', `${chunked}${smuggled}`), status: 400 },
  { name: 'a folded header', bytes: post('x-a: 1\r\n transfer-encoding: chunked', '{}'), status: 400 },
  { name: 'a bare line feed', bytes: () => 'GET /healthz HTTP/1.1\nhost: broker\n\n', status: 400 },
  { name: 'a bare return in a header', bytes: get('host: broker\r\nx-a: 1\rx-b: 2'), status: 400 },
  { name: 'NUL in a header', bytes: get('host: broker\r\nx-a: 1\0'), status: 400 },
  { name: 'NUL in the target', bytes: get('host: broker', '/healthz\0'), status: 400 },
  { name: 'a space in the target', bytes: get('host: broker', '/heal thz'), status: 400 },
  { name: 'bytes beyond ASCII in the target', bytes: get('host: broker', '/\xFF\xFE'), status: 400 },
  { name: 'no host', bytes: get('x-a: 1'), status: 400 },
  { name: 'two hosts', bytes: get('host: broker\r\nhost: evil'), status: 400 },
  { name: 'HTTP/0.9', bytes: () => 'GET /healthz\r\n', status: 400 },
  { name: 'HTTP/3.7', bytes: get('host: broker', '/healthz', 'HTTP/3.7'), status: 400 },
  { name: 'HTTP/2’s opening', bytes: () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', status: 400 },
  { name: 'a TLS hello', bytes: () => '\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03', status: 400 },
  { name: 'an SSH hello', bytes: () => 'SSH-2.0-x\r\n', status: 400 },
  { name: 'a method nobody knows', bytes: () => 'STEAL /healthz HTTP/1.1\r\nhost: broker\r\n\r\n', status: 400 },
  { name: 'CONNECT', bytes: () => 'CONNECT evil.example:443 HTTP/1.1\r\nhost: evil.example\r\n\r\n', status: 0 },
  { name: 'TRACE', bytes: () => 'TRACE / HTTP/1.1\r\nhost: broker\r\n\r\n' },
  { name: 'an absolute target', bytes: get('host: broker', 'http://evil.example/v1/payment-sessions') },
  { name: 'the target *', bytes: get('host: broker', '*') },
  { name: 'an upgrade', bytes: get('host: broker\r\nconnection: upgrade\r\nupgrade: websocket', '/v1/payment-sessions') },
  {
    name: 'an upgrade to HTTP/2',
    bytes: get('host: broker\r\nconnection: upgrade, http2-settings\r\nupgrade: h2c', '/v1/payment-sessions'),
  },
  { name: 'an expectation nobody can meet', bytes: post('expect: the-spanish-inquisition\r\ncontent-length: 2', '{}') },
  { name: 'headers of 20 kB', bytes: get(`host: broker\r\nx-a: ${'a'.repeat(20_000)}`), status: 431 },
  { name: 'a target of 20 kB', bytes: get('host: broker', `/${'a'.repeat(20_000)}`), status: 431 },
  { name: '2 500 headers', bytes: get(`host: broker\r\n${Array.from({ length: 2_500 }, (_, n) => `x${n}: 1`).join('\r\n')}`), status: 431 },
  { name: '101 headers', bytes: get(`host: broker\r\n${Array.from({ length: 100 }, (_, n) => `x${n}: 1`).join('\r\n')}`), status: 431 },
  { name: 'a chunk that is not as long as it says', bytes: post('transfer-encoding: chunked', '5\r\n{}\r\n0\r\n\r\n'), status: 400 },
  { name: 'a chunk of endless length', bytes: post('transfer-encoding: chunked', `${'F'.repeat(17)}\r\n{}`), status: 400 },
  { name: 'a chunk of negative length', bytes: post('transfer-encoding: chunked', '-1\r\n{}\r\n0\r\n\r\n'), status: 400 },
  { name: 'a chunk extension without end', bytes: post('transfer-encoding: chunked', `2;${'a'.repeat(20_000)}`) },
  { name: 'a body larger than allowed, announced', bytes: post('content-length: 70000', 'x'.repeat(70_000)), status: 413 },
  {
    name: 'a body larger than allowed, in chunks',
    bytes: post('transfer-encoding: chunked', `${(70_000).toString(16)}\r\n${'x'.repeat(70_000)}\r\n0\r\n\r\n`),
    status: 413,
  },
];
