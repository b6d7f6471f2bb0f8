import { Type, type Static } from 'typebox';
import { text } from './text.ts';

/** Who pays in the patients' portal; the patient, where it is not said. Prefilled and locked. Limits are InstaMed's (instamed-protocol.md §1.5). */
export const Consumer = Type.Object(
  {
    /** The portal's own id of the person, a GUID. */
    id: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$' })),
    firstName: Type.Optional(text(100)),
    lastName: Type.Optional(text(100)),
    email: Type.Optional(text(200)),
    billingAddress: Type.Optional(
      Type.Object(
        {
          line1: Type.Optional(text(55)),
          line2: Type.Optional(text(55)),
          city: Type.Optional(text(30)),
          state: Type.Optional(text(2)),
          zip: Type.Optional(Type.String({ pattern: '^[0-9A-Za-z -]{5,7}$' })),
          country: Type.Optional(text(50)),
          areaCode: Type.Optional(text(3)),
          phoneNumber: Type.Optional(text(8)),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false, $id: 'Consumer' },
);
export type Consumer = Static<typeof Consumer>;
