/** What one check found, and what to do about it. Never a secret, and never an address with a query. */
export interface Check {
  readonly level: 'ok' | 'warn' | 'fail';
  readonly what: string;
  readonly how: string;
}

const make =
  (level: Check['level']) =>
  (what: string, how: string): Check => ({ level, what, how });
export const ok = make('ok');
export const warn = make('warn');
export const fail = make('fail');

export function formatCheck({ level, what, how }: Check): string {
  return `${level} ${what}: ${how}`;
}
