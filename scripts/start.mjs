// `npm start`: sets up what is missing, then runs sandbox, broker and demo until Ctrl-C.
import { spawn } from 'node:child_process';
import { build, env, install, root } from './bootstrap.mjs';

install();
build();
// The channel closes when this process ends in whatever way, and the stack ends with it.
const stack = spawn('node', ['demo/src/start.ts'], { cwd: root, env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
stack.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 0)));

// The terminal sends Ctrl-C to the whole group; other signals reach only this process and are passed on.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stack.kill(signal));
// A signal to npm kills the shell between npm and us, and we are not told: we see it by having another parent.
const parent = process.ppid;
setInterval(() => process.ppid === parent || stack.kill('SIGTERM'), 500).unref();
