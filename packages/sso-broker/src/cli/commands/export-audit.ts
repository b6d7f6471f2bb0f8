import { readAllRows } from '../../audit/read-rows.ts';
import { loadConfiguration } from '../../configuration/load-configuration.ts';
import { openAuditReader } from '../../storage/open-audit-reader.ts';
import { UsageError, type Command, type ExitCode } from '../command.ts';
import { readWords } from '../read-words.ts';
import { storeProblems } from '../store-problems.ts';

/** Prints a tenant's rows, one JSON object a line. The entry stands there to the letter: the hash is of it. */
export const exportAudit: Command = async (typed, { environment, print }) => {
  const { positionals, values } = readWords(typed, 2, { after: { type: 'string' } });
  const [path = '', tenantId = ''] = positionals;
  const { after = '0' } = values;
  if (!/^\d{1,15}$/.test(after)) throw new UsageError();
  const { database } = loadConfiguration(path, '<configuration>', environment);
  return storeProblems<ExitCode>(async () => {
    const reader = await openAuditReader(database);
    try {
      for await (const { number, hash, entry } of readAllRows(reader, tenantId, Number(after)))
        print(`{"number":${number},"hash":"${hash}","entry":${entry}}`);
      return 0;
    } finally {
      await reader.close();
    }
  });
};
