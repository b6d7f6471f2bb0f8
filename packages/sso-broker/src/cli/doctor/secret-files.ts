/** A field of the configuration that keeps its secret in a file. */
export interface SecretFile {
  readonly field: string;
  readonly file: string;
}

/** Certificates are public, and may be read by everybody. */
const isPublic = (field: string): boolean => /certificate/i.test(field.slice(field.lastIndexOf('/') + 1));

/** Every `{ "file": … }` of a configuration that holds a secret. */
export function listSecretFiles(json: unknown, field = ''): readonly SecretFile[] {
  if (typeof json !== 'object' || json === null) return [];
  if ('file' in json && typeof json.file === 'string') return isPublic(field) ? [] : [{ field, file: json.file }];
  return Object.entries(json).flatMap(([name, value]) => listSecretFiles(value, field === '' ? name : `${field}/${name}`));
}
