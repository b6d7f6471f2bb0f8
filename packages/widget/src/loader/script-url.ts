import { LoadFailure } from './load-failure.ts';

/** As much of Trusted Types as is needed here; TypeScript's own library has it for some targets only. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown };
}

// A list of policies that does not allow duplicates lets a name be taken once for a page, however many copies of this module there are.
const registry = Symbol.for('collect-payment.policy');
interface Page {
  readonly trustedTypes?: TrustedTypes;
  [registry]?: ReturnType<TrustedTypes['createPolicy']>;
}

/** The address of a script of the release in the folder `from`, such that a page that requires Trusted Types takes it. Throws `ERR_LOADER_ADDRESS`. */
export function scriptUrl(from: string | URL, file: string): string {
  const folder = URL.parse(`${from}`, document.baseURI);
  if (!from || !folder || !/^https?:$/.test(folder.protocol)) throw new LoadFailure('ERR_LOADER_ADDRESS');
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  return trusted(new URL(file, folder).href) as string;
}

/** The names that releases have: the policy lets nothing else through, whoever gets hold of it. */
const released = /^collect-payment[a-z-]*@[\w.+-]+$/;

function trusted(url: string): unknown {
  const page = globalThis as Page;
  if (!page.trustedTypes) return url;
  try {
    page[registry] ??= page.trustedTypes.createPolicy('collect-payment-loader', {
      createScriptURL: (script) => {
        if (!released.test(script.slice(script.lastIndexOf('/') + 1))) throw new TypeError('not a script of a release');
        return script;
      },
    });
    return page[registry].createScriptURL(url);
  } catch {
    // Not on the page's list, which matters only where Trusted Types are required: the browser then refuses the text.
    return url;
  }
}
