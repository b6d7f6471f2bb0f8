import { Type } from 'typebox';

/** What the parts of the configuration file are made of. */
export const strict = { additionalProperties: false } as const;
/** Something to be seen: a blank name would be refused at the first sign-on. */
export const name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
export const url = Type.String({ minLength: 1, maxLength: 2000 });
/** Lower case, so that it can stand in a path, a file name and a log. */
export const slug = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' });
/** Dollars with two decimals, such as `500.00`. */
export const amount = Type.String({ pattern: '^(0|[1-9][0-9]{0,6})\\.[0-9]{2}$' });
export const milliseconds = (minimum: number) => Type.Integer({ minimum, maximum: 86_400_000 });

/** Where a secret is found; it never stands in the file itself. */
export type SecretReference = { readonly env: string } | { readonly file: string };
export const SecretReference = Type.Unsafe<SecretReference>(
  Type.Object({ env: Type.Optional(name), file: Type.Optional(url) }, { ...strict, minProperties: 1, maxProperties: 1 }),
);
