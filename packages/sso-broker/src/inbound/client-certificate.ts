import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Whether a connection was made with a certificate for a name. */
export type CertifiedFor = (name: string) => boolean;

/**
 * What the connection itself proves: its certificate's chain ends at an authority of the configuration and is within its time
 * (`authorized`). Headers that a proxy may have set are not looked at: anybody can send them.
 */
export function certificateOf(socket: Socket): CertifiedFor {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return () => false;
  const certificate = socket.getPeerX509Certificate();
  // Only the subject alternative names, and no wildcard stands for anything.
  return (name) => certificate?.checkHost(name, { subject: 'never', wildcards: false }) !== undefined;
}
