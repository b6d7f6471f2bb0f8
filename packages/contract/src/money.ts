import { Type, type Static } from 'typebox';

/** An amount: decimal string with exactly two decimals (1 to 10 characters, InstaMed's limit) and its currency. */
export const Money = Type.Object(
  {
    value: Type.String({ pattern: '^(0|[1-9][0-9]{0,6})\\.[0-9]{2}$', examples: ['125.00'] }),
    currency: Type.Literal('USD'),
  },
  { additionalProperties: false, $id: 'Money' },
);
export type Money = Static<typeof Money>;
