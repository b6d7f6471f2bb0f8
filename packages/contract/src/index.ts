/** The JSON between host page, host server and broker, version 1. Knows nothing of InstaMed's wire formats or of storage. */
export * from './attention.ts';
export * from './card-read.ts';
export * from './card-reader-device.ts';
export * from './consumer.ts';
export * from './error.ts';
export * from './money.ts';
export * from './outcome.ts';
export * from './payment.ts';
export * from './receipt.ts';
export * from './sale.ts';
export * from './session.ts';
export * from './status.ts';
export * from './webhook.ts';
