import { SaleTender } from '@collect-payment/contract';
import type { FastifyError } from 'fastify';
import { BrokerError, type AnyBrokerError } from '../errors.ts';
import { judgeAmount } from '../terms/judge-amount.ts';

/** Ajv adds the value when `verbose`: it is looked at to choose a code, and never repeated. */
export type SchemaProblem = NonNullable<FastifyError['validation']>[number] & { readonly data?: unknown };

const unknownWord = { screen: 'ERR_SCREEN_UNKNOWN', sso: 'ERR_SSO_UNKNOWN', display: 'ERR_DISPLAY_UNKNOWN' } as const;

/** The catalogue's name for what a schema refused. Ajv stops at the first problem; of a union it tells the branches first. */
export function judgeValidation(problems: readonly SchemaProblem[], context: string | undefined): AnyBrokerError {
  const last = problems.at(-1);
  if (last === undefined) throw new TypeError('No problem to judge');
  const problem = last.keyword === 'anyOf' && last.instancePath === '/tender' ? problemOfTender(last, problems) : last;
  const param = problem.instancePath.slice(1);
  if (context === 'headers') return new BrokerError('ERR_IDEMPOTENCY_KEY_INVALID');
  if (param.startsWith('metadata')) return new BrokerError('ERR_METADATA_INVALID', { param: 'metadata' });
  if (param === 'changedSince' || param === 'after') return new BrokerError('ERR_CURSOR_INVALID', { param });
  switch (problem.keyword) {
    case 'additionalProperties':
      return new BrokerError('ERR_FIELD_UNKNOWN', { param: join(param, printable(problem.params['additionalProperty'])) });
    case 'required':
      return new BrokerError('ERR_FIELD_MISSING', { param: join(param, String(problem.params['missingProperty'])) });
    case 'type':
      return new BrokerError('ERR_FIELD_TYPE', { param });
    case 'minLength':
      return new BrokerError('ERR_TEXT_EMPTY', { param });
    case 'maxLength':
      return new BrokerError('ERR_TEXT_TOO_LONG', { param });
    case 'pattern':
      return judgePattern(problem, param);
    default:
      return judgeWord(problem, param);
  }
}

/** That of the branch which the tender says it is of; of a tender that says nothing known, that it does not. */
function problemOfTender(union: SchemaProblem, problems: readonly SchemaProblem[]): SchemaProblem {
  if (typeof union.data !== 'object' || union.data === null) return { ...union, keyword: 'type' };
  if (!('type' in union.data)) return { ...union, keyword: 'required', params: { missingProperty: 'type' } };
  const { type } = union.data;
  const branch = SaleTender.anyOf.findIndex(({ properties }) => properties.type.const === type);
  const told = problems.find(({ schemaPath }) => schemaPath.includes(`/anyOf/${branch}/`));
  return told ?? { ...union, keyword: 'const', instancePath: '/tender/type', data: type };
}

function judgePattern({ data }: SchemaProblem, param: string): AnyBrokerError {
  if (param === 'amount/value') return new BrokerError(judgeAmount(String(data)) ?? 'ERR_AMOUNT_FORMAT', { param });
  // A reader names itself in plain ASCII, and some fields have a form: whatever else they cannot be, a control character is told as one.
  const hasForm = param.startsWith('device/') || param === 'consumer/id' || param === 'consumer/billingAddress/zip';
  const isTender = param.startsWith('tender/') && !param.startsWith('tender/holder/');
  const isOther = param === 'limit' || param === 'language' || isTender || (hasForm && !/\p{Cc}/u.test(String(data)));
  return new BrokerError(isOther ? 'ERR_FIELD_VALUE' : 'ERR_TEXT_CONTROL_CHARACTER', { param });
}

function judgeWord({ data }: SchemaProblem, param: string): AnyBrokerError {
  if (param === 'amount/currency') return new BrokerError('ERR_CURRENCY_UNSUPPORTED', { param });
  if (typeof data !== 'string') return new BrokerError('ERR_FIELD_TYPE', { param });
  return new BrokerError(isWordField(param) ? unknownWord[param] : 'ERR_FIELD_VALUE', { param });
}

const isWordField = (param: string): param is keyof typeof unknownWord => Object.hasOwn(unknownWord, param);

const join = (path: string, name: string): string => [path, name].filter(Boolean).join('/');

/** A field's name is the caller's text too: one that does not look like a name is not repeated, nor one that holds a number of some length. */
const printable = (name: unknown): string => (typeof name === 'string' && /^[\w.-]{1,64}$/.test(name) && !/\d{4}/.test(name) ? name : '');
