import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';

const text = Type.String({ minLength: 1, maxLength: 200 });
const Outlet = Type.Object({ MerchantID: text, StoreID: text, TerminalID: text });
/** A public client sends a text; a JSON number of at most ten characters is no other amount. */
const Amount = Type.Union([Type.String(), Type.Number()]);
const Patient = Type.Object({ AccountNumber: Type.Optional(text), FirstName: Type.Optional(text), LastName: Type.Optional(text) });

/** The documented bodies (instamed-protocol.md §9.1). What is not documented is let pass, as is not said otherwise. */
const bodies = {
  void: Type.Object({ Outlet, TransactionID: text }),
  refund: Type.Object({ Outlet, TransactionID: text, Amount }),
  sale: Type.Object({
    Outlet,
    Amount,
    PaymentMethod: Type.Union([Type.Literal('Card'), Type.Literal('OnFile')]),
    PaymentMethodID: Type.Optional(text),
    Card: Type.Optional(
      Type.Object({
        EntryMode: Type.Literal('key'),
        CardNumber: text,
        Expiration: text,
        CVN: text,
        CardHolderName: Type.Optional(Type.String({ maxLength: 200 })),
      }),
    ),
    Patient: Type.Optional(Patient),
  }),
};
type Bodies = { readonly [Name in keyof typeof bodies]: Static<(typeof bodies)[Name]> };
export type SaleBody = Bodies['sale'];

/** Undefined for what is no such body. */
export function readRestBody<Name extends keyof Bodies>(name: Name, body: unknown): Bodies[Name] | undefined {
  return Value.Check(bodies[name], body) ? (body as Bodies[Name]) : undefined;
}
