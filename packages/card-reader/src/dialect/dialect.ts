import type { DialectName } from '../preflight/known-readers.ts';
import { MmsDialect } from './mms.ts';
import { NgaDialect } from './nga.ts';
import type { Dialect } from './reader-message.ts';
import { V5Dialect } from './v5.ts';

/** What a reader of this kind is talked to with. Each has the memory of one conversation. */
export function createDialect(name: DialectName): Dialect {
  switch (name) {
    case 'mms':
      return new MmsDialect();
    case 'v5':
      return new V5Dialect();
    case 'nga':
      return new NgaDialect();
    default:
      return name satisfies never;
  }
}
