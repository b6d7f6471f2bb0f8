import { Type } from 'typebox';

/** Control characters have no place in a name: they break NVP, XML and the screens alike. */
export const text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000-\\u001F\\u007F-\\u009F]*$' });
