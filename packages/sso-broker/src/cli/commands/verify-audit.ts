import { readFileSync } from 'node:fs';
import { deriveAuditKeys } from '../../audit/audit-keys.ts';
import { emptyChain } from '../../audit/chain.ts';
import { readCheckpoints, type Checkpoint } from '../../audit/checkpoint.ts';
import { readAllRows } from '../../audit/read-rows.ts';
import { verifyChain, type ChainProblem } from '../../audit/verify-chain.ts';
import { loadConfiguration } from '../../configuration/load-configuration.ts';
import { openAuditReader } from '../../storage/open-audit-reader.ts';
import { ProblemError, type Command } from '../command.ts';
import { readWords } from '../read-words.ts';
import { storeProblems } from '../store-problems.ts';

const words: Readonly<Record<ChainProblem['type'], string>> = {
  rows_missing: 'rows are missing from here',
  row_out_of_order: 'a row that does not belong here',
  row_changed: 'is not what the broker wrote, or what was before it is not',
  head_differs: 'the chain does not end where its store says',
  checkpoint_forged: 'a checkpoint for here was not written by this broker, or was changed',
  rows_cut_off: 'there were as many rows as this when a checkpoint was written',
  chain_rewritten: 'another row was here when a checkpoint was written',
};
/** One change makes little else of a chain whole. */
const mostTold = 20;

/** Examines every chain of the audit log. Prints one line a tenant, and one a problem; 1 when there is any. */
export const verifyAudit: Command = async (typed, { environment, print }) => {
  const { positionals, values } = readWords(typed, 1, { checkpoints: { type: 'string', multiple: true } });
  const { audit, database, tenants } = loadConfiguration(positionals[0] ?? '', '<configuration>', environment);
  const checkpoints = (values.checkpoints ?? []).flatMap((path) => readCheckpointFile(path));
  const keys = audit.keys.map((key) => deriveAuditKeys(key));
  return storeProblems(async () => {
    const reader = await openAuditReader(database);
    try {
      const heads = await reader.heads();
      // Tenants that are no longer configured have a history too; and one whose chain is gone may have checkpoints.
      const all = [...tenants.map(({ id }) => id), ...[...heads, ...checkpoints].map(({ tenantId }) => tenantId)];
      let isWhole = true;
      for (const tenantId of new Set(all)) {
        const head = heads.find((one) => one.tenantId === tenantId) ?? emptyChain;
        const own = checkpoints.filter((checkpoint) => checkpoint.tenantId === tenantId);
        const verdict = await verifyChain(keys, { tenantId, head, checkpoints: own, rows: readAllRows(reader, tenantId) });
        const { problems, checkpointsMet } = verdict;
        isWhole &&= problems.length === 0;
        const level = problems.length === 0 ? 'ok  ' : 'fail';
        print(`${level} ${tenantId}: ${verdict.head.number} rows, ${checkpointsMet} of ${own.length} checkpoints met`);
        for (const { type, number } of problems.slice(0, mostTold)) print(`     row ${number}: ${words[type]}`);
        if (problems.length > mostTold) print(`     and ${problems.length - mostTold} more`);
      }
      return isWhole ? 0 : 1;
    } finally {
      await reader.close();
    }
  });
};

function readCheckpointFile(path: string): readonly Checkpoint[] {
  try {
    return readCheckpoints(readFileSync(path, 'utf8').split('\n'));
  } catch (error) {
    throw new ProblemError('--checkpoints: the file cannot be read', { cause: error });
  }
}
