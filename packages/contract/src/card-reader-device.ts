import { Type, type Static } from 'typebox';

/** A reader's own words about itself; they become fields of a name-value body, and a line of a receipt. */
const deviceText = Type.String({ minLength: 1, maxLength: 50, pattern: '^ *[!-~][ -~]*$' });

/** A card reader, as it names itself (instamed-protocol.md §7.2). */
export const CardReaderDevice = Type.Object(
  { name: deviceText, serialNumber: deviceText, firmwareVersion: deviceText },
  { additionalProperties: false, $id: 'CardReaderDevice' },
);
export type CardReaderDevice = Static<typeof CardReaderDevice>;
