import { expect, test } from 'vitest';
import { isReachable } from './reachable-address.ts';

const outside = { allowLoopback: false };
const development = { allowLoopback: true };

test.each(['93.184.216.34', '8.8.8.8', '172.15.255.255', '172.32.0.1', '100.128.0.1', '2606:2800:220:1::1', '2a00:1450::1'])(
  '%s is reachable',
  (address) => {
    expect(isReachable(address, outside)).toBe(true);
  },
);

test.each([
  '0.0.0.0',
  '10.0.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::ffff:8.8.8.8',
  '::ffff:127.0.0.1',
  '::7f00:1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'ff02::1',
  'localhost',
  '127.1',
  '',
])('%s is not reachable, in development neither', (address) => {
  expect(isReachable(address, outside)).toBe(false);
  expect(isReachable(address, development)).toBe(false);
});

test.each(['127.0.0.1', '127.255.255.254', '::1'])('%s is reachable in development only', (address) => {
  expect(isReachable(address, outside)).toBe(false);
  expect(isReachable(address, development)).toBe(true);
});
