/**
 * Whether a return URL leads to one of the tenant's own pages. It must begin with the origin that a browser reads in it: `https:portal.example`
 * is an address on the broker to the broker's landing page, and `blob:https://portal.example/…` has an origin and is no page.
 */
export function isReturnUrlOn(text: string, origins: readonly string[]): boolean {
  const url = URL.parse(text);
  return url !== null && url.username === '' && url.password === '' && origins.includes(url.origin) && text.startsWith(url.origin);
}
