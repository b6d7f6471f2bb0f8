import { serve } from './serve.ts';

await serve({ path: process.env['COLLECT_PAYMENT_CONFIG'], name: 'COLLECT_PAYMENT_CONFIG' });
