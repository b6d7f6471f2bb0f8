import type { Surroundings } from './diagnose.ts';

interface PolicyDocument {
  readonly featurePolicy?: { allowsFeature(name: string): boolean };
  readonly permissionsPolicy?: { allowsFeature(name: string): boolean };
}

const allowsIn = (document: PolicyDocument | undefined, feature: string): boolean | undefined =>
  (document?.permissionsPolicy ?? document?.featurePolicy)?.allowsFeature(feature);

/** The document of the page around, where its origin is ours. */
function documentAround(): PolicyDocument | undefined {
  try {
    return window.parent.document as PolicyDocument;
  } catch {
    return undefined;
  }
}

/** Looks around in this window. Asks no device and needs no permission. */
export function lookAround(): Surroundings {
  const both = (document: PolicyDocument | undefined) => ({ hid: allowsIn(document, 'hid'), usb: allowsIn(document, 'usb') });
  return {
    secure: window.isSecureContext,
    has: { hid: 'hid' in navigator, usb: 'usb' in navigator },
    allows: both(document as PolicyDocument),
    around: window.parent === window ? 'page' : both(documentAround()),
    origin: location.origin,
  };
}
