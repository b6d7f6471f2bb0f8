// `npm start`: sets up what is missing, then runs sandbox, broker and demo until Ctrl-C.
import { spawn } from 'node:child_process';
import { build, env, install, root } from './bootstrap.mjs';

install();
build();
const stack = spawn('node', ['demo/src/start.ts'], { cwd: root, env, stdio: 'inherit', shell: process.platform === 'win32' });
// The terminal sends Ctrl-C to the whole group; other signals reach only this process and are passed on.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stack.kill(signal));
stack.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 0)));
