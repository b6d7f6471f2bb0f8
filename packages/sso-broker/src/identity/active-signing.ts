import type { X509Certificate } from 'node:crypto';
import type { SamlSettings, SigningIdentity } from '../configuration/configuration.ts';

/** Who signs now: the next identity from its moment on, with nobody restarting anything. */
export function activeSigning({ signing, next }: Pick<SamlSettings, 'signing' | 'next'>, nowMs: number): SigningIdentity {
  return next?.use !== undefined && nowMs >= next.use.fromMs ? { key: next.use.key, certificate: next.certificate } : signing;
}

/** What the metadata publishes: the certificate in use first, and until the change is over the other one too. */
export function publishedCertificates(settings: Pick<SamlSettings, 'signing' | 'next'>, nowMs: number): readonly X509Certificate[] {
  const { certificate } = activeSigning(settings, nowMs);
  const all = [settings.signing.certificate, ...(settings.next === undefined ? [] : [settings.next.certificate])];
  return [certificate, ...all.filter((other) => other !== certificate)];
}
