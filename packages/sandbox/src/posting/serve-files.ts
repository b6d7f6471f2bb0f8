import { postingRecordIds, type PostingRecordId } from '@collect-payment/protocol';
import ssh, { type Attributes, type SFTPWrapper } from 'ssh2';
import type { Ledger } from '../ledger.ts';
import { postingFile } from './posting-file.ts';

const { STATUS_CODE, OPEN_MODE } = ssh.utils.sftp;
const readOnly: number = OPEN_MODE.READ;
const [directoryMode, fileMode] = [0o040_555, 0o100_444];

/** One file for each version of the format: how InstaMed calls its files is not public. */
const names: ReadonlyMap<string, PostingRecordId> = new Map(postingRecordIds.map((id) => [`/${id}.txt`, id]));

/**
 * Answers SFTP (version 3) on a folder of posting files that nobody can write to. A file is what the ledger has when it is opened, and
 * stays that for whoever has it open.
 */
export function serveFiles(sftp: SFTPWrapper, ledger: Ledger, accountId: string): void {
  const open = new Map<number, { readonly bytes: Buffer } | { readonly toList: string[] }>();
  let last = 0;
  const handleOf = (what: { readonly bytes: Buffer } | { readonly toList: string[] }): Buffer => {
    last += 1;
    open.set(last, what);
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(last);
    return handle;
  };
  const opened = (handle: Buffer) => (handle.length === 4 ? open.get(handle.readUInt32BE()) : undefined);
  const bytesOf = (path: string): Buffer | undefined => {
    const id = names.get(absolute(path));
    return id && Buffer.from(postingFile(ledger, accountId, id));
  };
  const tellAbout = (request: number, path: string): void => {
    const bytes = bytesOf(path);
    if (bytes) sftp.attrs(request, attributes(fileMode, bytes.length));
    else if (absolute(path) === '/') sftp.attrs(request, attributes(directoryMode, 0));
    else sftp.status(request, STATUS_CODE.NO_SUCH_FILE);
  };

  sftp.on('OPEN', (request, path, flags) => {
    const bytes = bytesOf(path);
    if (bytes === undefined) sftp.status(request, STATUS_CODE.NO_SUCH_FILE);
    else if (flags === readOnly) sftp.handle(request, handleOf({ bytes }));
    else sftp.status(request, STATUS_CODE.PERMISSION_DENIED);
  });
  sftp.on('READ', (request, handle, offset, length) => {
    const file = opened(handle);
    if (file === undefined || !('bytes' in file)) sftp.status(request, STATUS_CODE.FAILURE);
    else if (offset >= file.bytes.length) sftp.status(request, STATUS_CODE.EOF);
    else sftp.data(request, file.bytes.subarray(offset, offset + length));
  });
  sftp.on('FSTAT', (request, handle) => {
    const file = opened(handle);
    if (file !== undefined && 'bytes' in file) sftp.attrs(request, attributes(fileMode, file.bytes.length));
    else sftp.status(request, STATUS_CODE.FAILURE);
  });
  sftp.on('STAT', tellAbout);
  sftp.on('LSTAT', tellAbout);
  sftp.on('REALPATH', (request, path) => {
    const filename = absolute(path);
    sftp.name(request, [{ filename, longname: filename, attrs: attributes(directoryMode, 0) }]);
  });
  sftp.on('OPENDIR', (request, path) => {
    if (absolute(path) === '/') sftp.handle(request, handleOf({ toList: [...names.keys()] }));
    else sftp.status(request, STATUS_CODE.NO_SUCH_FILE);
  });
  sftp.on('READDIR', (request, handle) => {
    const folder = opened(handle);
    if (folder === undefined || !('toList' in folder)) sftp.status(request, STATUS_CODE.FAILURE);
    else if (folder.toList.length === 0) sftp.status(request, STATUS_CODE.EOF);
    else {
      const attrs = attributes(fileMode, 0);
      const listed = folder.toList.splice(0).map((path) => path.slice(1));
      sftp.name(
        request,
        listed.map((filename) => ({ filename, longname: `-r--r--r-- ${filename}`, attrs })),
      );
    }
  });
  sftp.on('CLOSE', (request, handle) => {
    if (handle.length === 4) open.delete(handle.readUInt32BE());
    sftp.status(request, STATUS_CODE.OK);
  });
}

/** `.`, a bare name and a path from the root are all of the one folder. */
const absolute = (path: string): string => `/${path.replace(/^[./]+/, '')}`;

const attributes = (mode: number, size: number): Attributes => ({ mode, size, uid: 0, gid: 0, atime: 0, mtime: 0 });
