import { createHash } from 'node:crypto';

/** SHA-256 of a JSON value, the same whatever the order of its names: two bodies with one fingerprint are the same request. */
export function fingerprint(json: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(json)))
    .digest('hex');
}

function sorted(json: unknown): unknown {
  if (Array.isArray(json)) return json.map((item) => sorted(item));
  if (typeof json !== 'object' || json === null) return json;
  return Object.entries(json)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => [name, sorted(value)]);
}
