import { expiresAt, type Launch } from '../launch.ts';
import type { Page } from './page.ts';

/** What every screen of a launch has around its form, and its script: at which address it is, and for how long. */
export function launchFrame(
  launch: Launch,
  path: string,
  now: Date,
): Pick<Page, 'merchantName' | 'userName' | 'lightWeight'> & Required<Pick<Page, 'script'>> {
  const { parameters, token, account } = launch;
  return {
    merchantName: account.merchantName,
    userName: parameters.userName,
    lightWeight: parameters.lightWeight,
    script: {
      launchInContext: parameters.incontext === true,
      remainingMs: expiresAt(launch).getTime() - now.getTime(),
      selfUrl: `${path}?token=${encodeURIComponent(token)}`,
    },
  };
}
