import type { Finding, PageRecord, ScriptRecord } from './page-record.ts';

const isLike = (one: ScriptRecord, other: ScriptRecord): boolean => one.url === other.url && one.inline === other.inline;
const isSame = (one: ScriptRecord, other: ScriptRecord): boolean => isLike(one, other) && one.sha384 === other.sha384;
const tell = ({ inline, sha384 }: ScriptRecord): string => (inline ? `inline, ${sha384}` : sha384);

/** All that is not as it was at the earlier look (PCI DSS 11.6.1). An inline script has no name, so another text is another script. */
export function compareBaseline(now: PageRecord, before: PageRecord): readonly Finding[] {
  return [...compareScripts(now.scripts, before.scripts), ...compareHeaders(now.headers, before.headers)];
}

function compareScripts(now: readonly ScriptRecord[], before: readonly ScriptRecord[]): readonly Finding[] {
  const findings = now.flatMap((script): Finding[] => {
    const what = script.url;
    const same = before.find((earlier) => isSame(earlier, script));
    if (same === undefined) {
      const known = !script.inline && before.some((earlier) => isLike(earlier, script));
      return [{ code: known ? 'script-changed' : 'script-added', what, detail: tell(script) }];
    }
    return same.integrity && !script.integrity ? [{ code: 'integrity-missing', what, detail: 'its tag had integrity' }] : [];
  });
  const gone = before.filter((earlier) => !now.some((script) => (script.inline ? isSame(script, earlier) : isLike(script, earlier))));
  return [...findings, ...gone.map((script): Finding => ({ code: 'script-removed', what: script.url, detail: tell(script) }))];
}

function compareHeaders(now: PageRecord['headers'], before: PageRecord['headers']): readonly Finding[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].flatMap((what): Finding[] => {
    const [was, is] = [before[what], now[what]];
    if (was === is) return [];
    if (is === undefined) return [{ code: 'header-removed', what, detail: `was: ${was}` }];
    return [
      was === undefined ? { code: 'header-added', what, detail: is } : { code: 'header-changed', what, detail: `was: ${was}; is: ${is}` },
    ];
  });
}
