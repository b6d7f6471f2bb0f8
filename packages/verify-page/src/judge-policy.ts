import type { Finding, PageRecord } from './page-record.ts';

const name = 'content-security-policy';
/** Sources by which anybody's script may run. */
const anybody = new Set(["'unsafe-inline'", "'unsafe-eval'", '*', 'http:', 'https:', 'data:', 'blob:']);

/** The sources that a policy gives to scripts, by CSP 3: of several directives of one name the first counts. */
function scriptSources(policy: string): readonly string[] | undefined {
  const directives = new Map<string, readonly string[]>();
  for (const directive of policy.split(';')) {
    const [of = '', ...sources] = directive.trim().toLowerCase().split(/\s+/);
    if (of !== '' && !directives.has(of)) directives.set(of, sources);
  }
  return directives.get('script-src-elem') ?? directives.get('script-src') ?? directives.get('default-src');
}

/** What any payment page's policy must say, whatever it said before. Several policies hold together, so one that is strict is enough. */
export function judgePolicy({ headers }: PageRecord): readonly Finding[] {
  const policies = [headers[name], headers[`meta ${name}`]].flatMap((value) => value?.split(',') ?? []);
  const sources = policies.map(scriptSources).filter((of) => of !== undefined);
  if (sources.length === 0) return [{ code: 'policy-missing', what: name, detail: 'nothing says which scripts may run' }];
  const weak = sources.map((of) => {
    // A nonce or a digest makes browsers pass over 'unsafe-inline'.
    const named = of.some((source) => /^'(?:nonce|sha\d+)-/.test(source));
    return of.filter((source) => anybody.has(source) && !(named && source === "'unsafe-inline'"));
  });
  if (weak.some((of) => of.length === 0)) return [];
  return [{ code: 'policy-weak', what: name, detail: `scripts may come from ${[...new Set(weak.flat())].join(' ')}` }];
}
