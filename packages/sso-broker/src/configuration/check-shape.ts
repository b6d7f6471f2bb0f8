import { Settings } from 'typebox/system';
import { Value } from 'typebox/value';
import { ConfigurationFile } from './configuration-file.ts';
import type { Problems } from './problems.ts';
import { nearestName } from './nearest-name.ts';

/** Notes every field that is missing, unknown or of the wrong shape. */
export function checkShape(problems: Problems, json: unknown): void {
  Settings.Set({ maxErrors: 1000 });
  const told = new Set<string>();
  for (const { keyword, instancePath, message, params } of Value.Errors(ConfigurationFile, json)) {
    const field = instancePath.slice(1) || '(root)';
    // Told by `boolean`, which names the field itself, by what is wrong in the branch that `if` took.
    if (keyword === 'additionalProperties' || keyword === 'if') continue;
    if (keyword === 'boolean') problems.misshape(field, `is not a known field${suggestion(field)}`);
    else if ('requiredProperties' in params)
      for (const missing of params.requiredProperties)
        problems.misshape([instancePath.slice(1), missing].filter(Boolean).join('/'), 'is missing');
    else {
      // A choice fails once for each of its alternatives.
      const choices = choicesAt(field);
      if (choices !== undefined && told.has(field)) continue;
      told.add(field);
      problems.misshape(field, choices ?? message);
    }
  }
  problems.closeShapes();
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly else?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly { readonly const?: string }[];
  readonly enum?: readonly string[];
}

/** The schemas that may tell of the field at a path: one, or each branch where its shape is a choice. */
function schemasAt(path: readonly string[]): readonly Schema[] {
  let schemas: readonly Schema[] = branchesOf(ConfigurationFile as Schema);
  for (const step of path)
    schemas = schemas.flatMap(({ items, properties }) => [items, properties?.[step]].flatMap((next) => (next ? branchesOf(next) : [])));
  return schemas;
}

const branchesOf = (schema: Schema): readonly Schema[] => [
  schema,
  ...[schema.else, ...(schema.allOf ?? []).map((one) => one.else)].filter((branch) => branch !== undefined),
];

function suggestion(field: string): string {
  const path = field.split('/');
  const wrong = path.pop() ?? '';
  const names = schemasAt(path).flatMap(({ properties = {} }) => Object.keys(properties));
  const known = nearestName(wrong, names);
  return known === undefined ? '' : `; did you mean ${known}?`;
}

function choicesAt(field: string): string | undefined {
  const [schema] = schemasAt(field.split('/'));
  const choices = schema?.enum ?? schema?.anyOf?.map((choice) => choice.const ?? '');
  return choices && `must be one of ${choices.join(', ')}`;
}
