import { svg, type SVGTemplateResult } from 'lit';

// Words always stand beside them, so none is read out.
export const icons = {
  lock: svg`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3" /></svg>`,
  close: svg`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 6l12 12M18 6L6 18" /></svg>`,
  check: svg`<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="10" /><path d="M7.5 12.5l3 3 6-7" /></svg>`,
} as const satisfies Record<string, SVGTemplateResult>;
