import type { CollectPayment } from '../collect-payment/collect-payment.ts';
import type { CollectPaymentFrame } from '../framed/collect-payment-frame.ts';
import { LoadFailure } from './load-failure.ts';
import { scriptUrl } from './script-url.ts';

/** The elements that can be loaded, each by a script of its own. */
interface Elements {
  readonly 'collect-payment': typeof CollectPayment;
  readonly 'collect-payment-frame': typeof CollectPaymentFrame;
}
type ElementName = keyof Elements;

/** The one script of this release for each element, by the name that holds its digest. The build writes them in. */
declare const RELEASED_SCRIPTS: Readonly<Record<ElementName, { readonly file: string; readonly integrity: string }>>;

export interface LoadOptions<Name extends ElementName = 'collect-payment'> {
  /** The folder that the scripts are in: `https://broker.example.org/widget/`, or one of your own. Relative to the page. */
  readonly from: string | URL;
  /** `collect-payment` unless set. */
  readonly element?: Name;
  /** For a `script-src` that asks for one. */
  readonly nonce?: string;
}

// Bundles that each have a copy of this module still load each script once for a page.
const registry = Symbol.for('collect-payment.loading');
type Loading = Map<string, Promise<unknown>>;

/**
 * Loads the element's script of this very release, and no other, into the page: one tag, with `integrity`. Resolves to the element's class, to
 * `null` where there is no page. Rejects with a `LoadFailure`: `ERR_LOADER_ADDRESS`, `ERR_LOADER_TRUSTED_TYPES`, `ERR_LOADER_SCRIPT` or
 * `ERR_LOADER_ELEMENT`; what failed is tried anew when it is asked for again.
 */
export async function loadCollectPayment<Name extends ElementName = 'collect-payment'>(
  options: LoadOptions<Name>,
): Promise<Elements[Name] | null> {
  if (typeof document === 'undefined') return null;
  const name = options.element ?? 'collect-payment';
  const page = globalThis as { [registry]?: Loading };
  const loading = (page[registry] ??= new Map());
  if (!customElements.get(name)) {
    const begun = loading.get(name) ?? load(name, options);
    loading.set(name, begun);
    await begun.finally(() => loading.delete(name));
  }
  return customElements.get(name) as Elements[Name];
}

function load(name: ElementName, { from, nonce }: LoadOptions<ElementName>): Promise<void> {
  const { file, integrity } = RELEASED_SCRIPTS[name];
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    const fail = (failure: LoadFailure): void => {
      script.remove();
      reject(failure);
    };
    script.integrity = integrity;
    script.crossOrigin = 'anonymous';
    if (nonce) script.nonce = nonce;
    try {
      script.src = scriptUrl(from, file);
    } catch (error) {
      fail(error instanceof LoadFailure ? error : new LoadFailure('ERR_LOADER_TRUSTED_TYPES', { cause: error }));
      return;
    }
    script.addEventListener('error', () => fail(new LoadFailure('ERR_LOADER_SCRIPT')));
    script.addEventListener('load', () => (customElements.get(name) ? resolve() : fail(new LoadFailure('ERR_LOADER_ELEMENT'))));
    document.head.append(script);
  });
}
