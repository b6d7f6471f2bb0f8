/** A test of the broker's that a cell is run by, because it needs the real server, process or database. */
export interface RealTest {
  /** From the root of the repository. */
  readonly file: string;
  /** As it stands in the file. */
  readonly name: string;
}

const inFile = (file: string, name: string): RealTest => ({ file: `packages/sso-broker/test/matrix/${file}`, name });
const bodies = (name: string) => inFile('request-bodies.test.ts', name);
const rotation = (name: string) => inFile('key-rotation.test.ts', name);
const rotationOfTwo = (name: string) => inFile('key-rotation.postgres.test.ts', name);
const migration = (name: string) => inFile('schema-migration.test.ts', name);
const sharedMigration = (name: string) => inFile('schema-migration.postgres.test.ts', name);

/** By row and fault. */
export const realTests: Readonly<Record<string, readonly RealTest[] | undefined>> = {
  'B0 f5': [bodies('B0 × f5: a create request that is cut short, or never finished, stores nothing')],
  'B0 f6': [bodies('B0 × f6: a create request of garbage, in a wrong charset or with a field twice is refused, and stores nothing')],
  'B15 f5': [bodies('B15 × f5: a webhook of InstaMed’s that is cut short, or never finished, stores nothing')],
  'B15 f6': [
    bodies('B15 × f6: a webhook of InstaMed’s of garbage, in a wrong charset or with a field twice is refused, and stores nothing'),
  ],
  'B15 f7': [
    inFile(
      'inbox-trouble.postgres.test.ts',
      'B15 × f7: a webhook of InstaMed’s is not acknowledged while the database is %s, and taken when it comes again',
    ),
  ],
  'B20 f1': [rotation('B20 × f1: after kill -9, payments opened under the old keys go on')],
  'B20 f2': [rotationOfTwo('B20 × f2: it is killed, and the other one takes its payments over')],
  'B20 f3': [rotationOfTwo('B20 × f3: it stands still, and the other one takes its payments over')],
  'B20 f7': [rotationOfTwo('B20 × f7: the database fails over, and payments opened under the old keys go on')],
  'B20 f8': [rotation('B20 × f8: after its disk has failed, payments opened under the old keys go on')],
  'B20 f9': [rotation('B20 × f9: its clock steps five minutes %s, and payments opened under the old keys go on')],
  'B20 f12': [rotation('B20 × f12: after a drain, payments opened under the old keys go on')],
  'B21 f1': [
    migration('B21 × f1: it is killed %s, and the next start migrates and serves'),
    sharedMigration('B21 × f1: it is killed in the middle, and the next start migrates and serves'),
  ],
  'B21 f2': [sharedMigration('B21 × f2: it is killed in the middle, and a second broker that waited for it migrates and serves')],
  'B21 f3': [
    migration('B21 × f3: it stands still in the middle, a second broker is refused the file, and it goes on to serve'),
    sharedMigration('B21 × f3: it stands still in the middle, and a second broker waits until it goes on; then both serve'),
  ],
  'B21 f7': [
    sharedMigration('B21 × f7: its connection is cut in the middle, it stops with the reason, and the next start migrates and serves'),
  ],
  'B21 f8': [migration('B21 × f8: its disk is full, it stops, and the next start with room migrates and serves')],
  'B21 f9': [sharedMigration('B21 × f9: its clock steps five minutes %s in the middle, and it migrates and serves')],
  'B21 f10': [sharedMigration('B21 × f10: a webhook of InstaMed’s finds nobody to acknowledge it, and is taken when it comes again')],
  'B21 f11': [sharedMigration('B21 × f11: a page finds nobody, and goes on with the secret it has once the broker serves')],
  'B21 f12': [sharedMigration('B21 × f12: it is told to end in the middle, and the broker deployed after it waits, migrates and serves')],
};
