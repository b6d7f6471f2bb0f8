import type { SandboxAccount } from '../../configuration.ts';

/** Who signed, and with which key. */
interface Signer {
  readonly entityId: string;
  /** PEM */
  readonly certificate: string;
}

/** The certificates that may sign for each account: one, or the old and the next one while a key is being changed. */
export class TrustedCertificates {
  readonly #accounts: readonly SandboxAccount[];
  #changed = new Map<string, readonly string[]>();

  constructor(accounts: readonly SandboxAccount[]) {
    this.#accounts = accounts;
  }

  /** Each once, in the order of accounts, and of the list within an account. */
  signers(): readonly Signer[] {
    const all = this.#accounts.flatMap((account) => this.#of(account));
    return all.filter((signer, index) => all.findIndex((other) => isSame(other, signer)) === index);
  }

  trusts(account: SandboxAccount, signer: Signer): boolean {
    return this.#of(account).some((trusted) => isSame(trusted, signer));
  }

  /** These and no others from now on. False when there is no such account, or none that signs on by SAML. */
  replace(accountId: string, certificates: readonly string[]): boolean {
    const found = this.#accounts.some((account) => account.accountId === accountId && account.identityProvider !== undefined);
    if (found) this.#changed.set(accountId, certificates);
    return found;
  }

  /** Those of the configuration again. */
  reset(): void {
    this.#changed.clear();
  }

  #of({ accountId, identityProvider }: SandboxAccount): readonly Signer[] {
    if (identityProvider === undefined) return [];
    const { entityId, certificate } = identityProvider;
    return [this.#changed.get(accountId) ?? certificate].flat().map((pem) => ({ entityId, certificate: pem }));
  }
}

const isSame = (one: Signer, other: Signer): boolean => one.entityId === other.entityId && one.certificate === other.certificate;
