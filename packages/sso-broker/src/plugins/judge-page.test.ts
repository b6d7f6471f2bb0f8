import { describe, expect, it } from 'vitest';
import { judgePage } from './judge-page.ts';

const tenant = ['https://portal.test', 'http://localhost:3000'];
const broker = 'https://broker.test';
const judge = (headers: Parameters<typeof judgePage>[0]) => judgePage(headers, { tenant, broker });
const fetched = { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };

describe('a request with a client secret', () => {
  it.each([
    ['of a page of the tenant’s', { origin: 'https://portal.test' }],
    ['of its other page', { origin: 'http://localhost:3000' }],
    ['of its page, as today’s browsers send it', { origin: 'https://portal.test', 'sec-fetch-site': 'cross-site', ...fetched }],
    ['of its page on a neighbouring name', { origin: 'https://portal.test', 'sec-fetch-site': 'same-site', ...fetched }],
    ['of its page, where it serves the broker itself', { origin: 'https://portal.test', 'sec-fetch-site': 'same-origin', ...fetched }],
    ['of the broker’s page, reading', { 'sec-fetch-site': 'same-origin', ...fetched }],
    ['of the broker’s page, writing', { origin: broker, 'sec-fetch-site': 'same-origin', ...fetched }],
  ])('%s is taken', (_, headers) => {
    expect(judge(headers)).toBeUndefined();
  });

  it.each<[string, Parameters<typeof judgePage>[0], string]>([
    ['of no page', {}, 'ERR_ORIGIN_MISSING'],
    ['that hides its page', { 'sec-fetch-site': 'cross-site', ...fetched }, 'ERR_ORIGIN_MISSING'],
    ['of a sandboxed frame', { origin: 'null' }, 'ERR_ORIGIN_NOT_ALLOWED'],
    ['of a sandboxed frame of ours', { origin: 'null', 'sec-fetch-site': 'same-origin' }, 'ERR_ORIGIN_NOT_ALLOWED'],
    ['of a stranger’s page', { origin: 'https://evil.test' }, 'ERR_ORIGIN_NOT_ALLOWED'],
    ['of a name that begins alike', { origin: 'https://portal.test.evil.test' }, 'ERR_ORIGIN_NOT_ALLOWED'],
    ['of another scheme', { origin: 'http://portal.test' }, 'ERR_ORIGIN_NOT_ALLOWED'],
    ['of another port', { origin: 'https://portal.test:8443' }, 'ERR_ORIGIN_NOT_ALLOWED'],
    ['in other letters', { origin: 'https://PORTAL.test' }, 'ERR_ORIGIN_NOT_ALLOWED'],
    ['of two origins at once', { origin: 'https://portal.test, https://evil.test' }, 'ERR_ORIGIN_NOT_ALLOWED'],
    ['of an empty origin', { origin: '' }, 'ERR_ORIGIN_NOT_ALLOWED'],
    ['that names the broker and comes from elsewhere', { origin: broker, 'sec-fetch-site': 'cross-site' }, 'ERR_ORIGIN_NOT_ALLOWED'],
    ['that names the broker, of no browser', { origin: broker }, 'ERR_ORIGIN_NOT_ALLOWED'],
    ['of a person’s own navigation', { origin: 'https://portal.test', 'sec-fetch-site': 'none' }, 'ERR_FETCH_METADATA'],
    ['of a link', { origin: 'https://portal.test', 'sec-fetch-mode': 'navigate' }, 'ERR_FETCH_METADATA'],
    ['of an image', { origin: 'https://portal.test', 'sec-fetch-mode': 'no-cors' }, 'ERR_FETCH_METADATA'],
    ['of a web socket', { origin: 'https://portal.test', 'sec-fetch-mode': 'websocket' }, 'ERR_FETCH_METADATA'],
    ['of a frame', { origin: 'https://portal.test', 'sec-fetch-dest': 'iframe' }, 'ERR_FETCH_METADATA'],
    ['of a script tag', { origin: 'https://portal.test', 'sec-fetch-dest': 'script' }, 'ERR_FETCH_METADATA'],
    ['that says it twice', { origin: 'https://portal.test', 'sec-fetch-site': 'same-origin, cross-site' }, 'ERR_FETCH_METADATA'],
  ])('%s is refused', (_, headers, code) => {
    expect(judge(headers)).toBe(code);
  });
});
