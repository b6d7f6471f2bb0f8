/** Card readers in the browser: encrypted reads only, by WebHID and WebUSB. Knows no broker and no money but the amount a reader shows. */
export type { CardRead, CardReader, Progress, ReaderIdentity, ReadRequest } from './card-reader.ts';
export { followHostedScreen, noHostedScreen, type HostedScreen } from './hosted-screen.ts';
export { openReader, type ReaderDependencies } from './open-reader.ts';
export { ReaderError, readerErrors, type ReaderErrorCode } from './reader-error.ts';
export type { StartTimer } from './timer.ts';
export { encodeHex } from '@collect-payment/protocol/card-data';
