import type { RetentionTimes } from '../engine/purger.ts';
import type { ConfigurationFile } from './configuration-file.ts';

const dayMs = 86_400_000;

/** The defaults are what is promised to hosts (docs/broker.md, Retention). */
export function readRetentionTimes(file: ConfigurationFile['retention'] = {}): RetentionTimes {
  const { idempotencyKeysDays = 30, deliveredWebhooksDays = 30, inboundWebhooksDays = 30 } = file;
  const { acknowledgedAttentionDays = 400, eraseAfterDays = 30 } = file;
  return {
    idempotencyKeys: idempotencyKeysDays * dayMs,
    deliveredWebhooks: deliveredWebhooksDays * dayMs,
    followedNotices: inboundWebhooksDays * dayMs,
    acknowledgedAttention: acknowledgedAttentionDays * dayMs,
    personalData: eraseAfterDays * dayMs,
  };
}
