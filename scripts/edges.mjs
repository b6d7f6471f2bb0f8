// Proves the direction of imports. A tool that looked at nothing also finds no violation, so the count is checked too.
import { spawnSync } from 'node:child_process';
import { env, root } from './bootstrap.mjs';

const result = spawnSync(
  'depcruise',
  ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'packages', 'demo', 'e2e', 'bench', 'simulation', 'chaos'],
  {
    cwd: root,
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  },
);
if (result.error) throw result.error;
if (!result.stdout.startsWith('{')) {
  console.error(result.stdout, result.stderr);
  process.exit(1);
}
const { summary } = JSON.parse(result.stdout);
for (const { rule, from, to } of summary.violations) console.error(`${rule.severity} ${rule.name}: ${from} → ${to}`);
console.log(
  `edges: ${summary.totalCruised} modules, ${summary.totalDependenciesCruised ?? 0} imports, ${summary.violations.length} violations`,
);
if (summary.totalCruised === 0 || summary.violations.length > 0) process.exit(1);
