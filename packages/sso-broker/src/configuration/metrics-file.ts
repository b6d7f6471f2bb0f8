import { Type, type Static } from 'typebox';
import { name, SecretReference, strict } from './shapes.ts';

/** A port of its own for metrics. */
export const MetricsFile = Type.Object(
  {
    listen: Type.Optional(
      Type.Object({ host: Type.Optional(name), port: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535 })) }, strict),
    ),
    /** What a scrape must carry as `Authorization: Bearer`. */
    token: Type.Optional(SecretReference),
  },
  strict,
);
export type MetricsFile = Static<typeof MetricsFile>;
