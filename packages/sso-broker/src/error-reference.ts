import { errorCatalogue } from './errors.ts';

/** The text of docs/errors.md: one section per code, so that `docUrl` has an anchor to point at. */
export function writeErrorReference(): string {
  const sections = Object.entries(errorCatalogue).map(
    ([code, { status, retryable, summary }]) => `## ${code}\n\nHTTP ${status}, ${retryable ? 'retryable' : 'not retryable'}. ${summary}\n`,
  );
  return [
    '# Error codes of the SSO broker\n',
    'Every refusal has the body `{ "error": { "code", "message", "param"?, "session"?, "docUrl", "requestId" } }`. `code` is stable. `param` names the field, in',
    'JSON-pointer style without the leading slash; `session` is the one that stands in the way of a new one. Messages never repeat a value that was sent. _Retryable_ means that the same request, unchanged,',
    'can succeed later; where the answer has `Retry-After`, wait that long. A declined or canceled payment is an outcome, not an error.\n',
    'This page is written from the catalogue in `packages/sso-broker/src/errors.ts`: `node packages/sso-broker/scripts/write-error-reference.ts`.\n',
    ...sections,
  ].join('\n');
}
