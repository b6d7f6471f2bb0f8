import { ConfigurationFileError } from '../configuration/load-configuration.ts';
import { ConfigurationError } from '../configuration/problems.ts';
import { ProblemError, UsageError, type Command, type ExitCode, type Surroundings } from './command.ts';
import { usage } from './usage.ts';

/** Each command is loaded when it is called: `keys create` needs no web server. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  init: async () => (await import('./commands/init.ts')).init,
  'keys create': async () => (await import('./commands/create-key.ts')).createKey,
  'keys rotate': async () => (await import('./commands/rotate-key.ts')).rotateKey,
  'keys list': async () => (await import('./commands/list-keys.ts')).listKeys,
  'audit verify': async () => (await import('./commands/verify-audit.ts')).verifyAudit,
  'audit export': async () => (await import('./commands/export-audit.ts')).exportAudit,
  reconcile: async () => (await import('./commands/reconcile.ts')).reconcileFile,
  metadata: async () => (await import('./commands/metadata.ts')).metadata,
};

/** Runs a command line, without the program's own name. What an operator can put right is told; anything else rejects. */
export async function run(words: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { print, tell } = surroundings;
  if (['help', '--help', '-h'].includes(words[0] ?? '')) {
    print(usage);
    return 0;
  }
  try {
    const length = ['keys', 'audit'].includes(words[0] ?? '') ? 2 : 1;
    const name = words.slice(0, length).join(' ');
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (load === undefined) throw new UsageError();
    const command = await load();
    return await command(words.slice(length), surroundings);
  } catch (error) {
    if (error instanceof UsageError) {
      tell(usage);
      return 2;
    }
    const isTold = [ProblemError, ConfigurationError, ConfigurationFileError].some((type) => error instanceof type);
    if (!isTold || !(error instanceof Error)) throw error;
    tell(error.message);
    return 1;
  }
}
