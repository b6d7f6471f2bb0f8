import ssh, { type FileEntryWithStats, type SFTPWrapper } from 'ssh2';
import { expect, onTestFinished, test } from 'vitest';
import { account, control, launchToken, runningSandbox } from './signed-on.ts';

const files = { user: 'riverside', password: 'file-password' };
const other = { ...account, accountId: 'other@lakeside.example', files: { user: 'lakeside', password: 'other-password' } };

function answered<Value = void>(ask: (told: (error?: Error | null, value?: Value) => void) => void): Promise<Value> {
  return new Promise((resolve, reject) => {
    ask((error, value) => (error ? reject(error) : resolve(value as Value)));
  });
}

/** A client of the file server, signed on as one of the two accounts. */
async function signOn(as = files) {
  const sandbox = await runningSandbox({ accounts: [{ ...account, files }, other] });
  const client = new ssh.Client();
  onTestFinished(() => void client.destroy());
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  client.on('ready', resolve).on('error', reject);
  client.connect({ host: '127.0.0.1', port: sandbox.fileServer!.port, username: as.user, password: as.password });
  await promise;
  const sftp = await answered<SFTPWrapper>((told) => client.sftp(told));
  const read = (path: string) => answered<Buffer>((told) => sftp.readFile(path, told));
  const list = () => answered<FileEntryWithStats[]>((told) => sftp.readdir('.', told));
  return { sandbox, sftp, read, list };
}

test('a file for each version of the format is listed, and is what the ledger has when it is opened', async () => {
  const { sandbox, read, list } = await signOn();
  expect((await list()).map(({ filename }) => filename)).toEqual(
    ['IMDPA10', 'IMDPA11', 'IMDPA12', 'IMDPA13', 'IMDPA14'].map((id) => `${id}.txt`),
  );
  expect(String(await read('IMDPA14.txt'))).toBe('');
  await control(sandbox, 'POST', `tokens/${await launchToken(sandbox)}/pay`, {});
  const [line, end] = String(await read('/IMDPA10.txt')).split('\r\n');
  expect([line?.split('|')[0], line?.split('|')[6], end]).toEqual(['IMDPA10', '125.00', '']);
});

test('an account sees its own payments only', async () => {
  const { sandbox, read } = await signOn(other.files);
  await control(sandbox, 'POST', `tokens/${await launchToken(sandbox)}/pay`, {});
  expect(String(await read('IMDPA14.txt'))).toBe('');
});

test('nothing can be written, removed or found beside the files', async () => {
  const { sftp, read } = await signOn();
  await expect(answered((told) => sftp.writeFile('IMDPA14.txt', 'x', told))).rejects.toThrow('Permission denied');
  await expect(answered((told) => sftp.writeFile('new.txt', 'x', told))).rejects.toThrow('No such file');
  await expect(answered((told) => sftp.unlink('IMDPA14.txt', told))).rejects.toThrow('Operation unsupported');
  await expect(read('../../etc/passwd')).rejects.toThrow('No such file');
});

test('who is not named gets nowhere', async () => {
  await expect(signOn({ ...files, password: 'other-password' })).rejects.toThrow('All configured authentication methods failed');
  await expect(signOn({ user: 'nobody', password: files.password })).rejects.toThrow('All configured authentication methods failed');
  expect((await runningSandbox()).fileServer).toBeUndefined();
});
