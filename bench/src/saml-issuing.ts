import { randomBytes, sign } from 'node:crypto';
import { samlPostFields, writeSamlResponse, type SamlEncryption, type SamlSigning } from '@collect-payment/protocol';
import { createTestCertificate } from '../../packages/protocol/test/certificates.ts';
import type { Figure } from './figure.ts';
import { alternate, compareRounds, type Contender } from './rounds.ts';
import { createSamlifyIssuer } from './samlify-issuer.ts';
import { parties, signOnFields } from './sign-on.ts';

// As long as the SignedInfo that a Response signs.
const signedInfo = randomBytes(900);

/** Everything a launch does: new ids, the time, the Response, its base64. */
function issue(signing: SamlSigning, encryption?: SamlEncryption) {
  const now = Date.now();
  const ids = randomBytes(32).toString('hex');
  const terms = {
    responseId: `_${ids.slice(0, 32)}`,
    assertionId: `_${ids.slice(32)}`,
    issueInstant: new Date(now),
    notBefore: new Date(now - 60_000),
    notOnOrAfter: new Date(now + 300_000),
    issuer: parties.identityProvider,
    audience: parties.serviceProvider,
    recipient: parties.assertionConsumerService,
    destination: parties.assertionConsumerService,
    nameId: parties.nameId,
    nameIdFormat: parties.nameIdFormat,
    authnContext: 'urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified',
    attributes: signOnFields,
  };
  return samlPostFields(writeSamlResponse(terms, signing, encryption), parties.relayState);
}

function repeat(times: number, work: () => unknown): Contender {
  return {
    times,
    run: (count) => {
      for (let done = 0; done < count; done += 1) work();
    },
  };
}

function repeatAsync(times: number, work: () => Promise<unknown>): Contender {
  return {
    times,
    run: async (count) => {
      for (let done = 0; done < count; done += 1) await work();
    },
  };
}

/** Responses issued per CPU-second, against the raw RSA-2048 rate of the machine and against samlify. */
export async function measureSamlIssuing(): Promise<readonly Figure[]> {
  const identityProvider = await createTestCertificate('identity-provider.example');
  const serviceProvider = await createTestCertificate('service-provider.example');
  const { key, keyPem, certificatePem, certificateBase64 } = identityProvider;
  const signing = (scope: SamlSigning['scope']): SamlSigning => ({ key, certificate: certificateBase64, scope });
  const encryption: SamlEncryption = {
    certificate: serviceProvider.certificate,
    content: 'aes-256-gcm',
    random: randomBytes,
  };
  const cpu = await alternate({
    rawSign: repeat(200, () => sign('sha256', signedInfo, key)),
    assertion: repeat(200, () => issue(signing('assertion'))),
    both: repeat(100, () => issue(signing('both'))),
    encrypted: repeat(100, () => issue(signing('both'), encryption)),
  });
  // Apart from the above: the garbage samlify leaves would be collected in our turns.
  const besideSamlify = await alternate({
    assertion: repeat(200, () => issue(signing('assertion'))),
    samlifyWithPem: repeatAsync(20, await createSamlifyIssuer(keyPem, certificatePem)),
    samlifyWithKey: repeatAsync(20, await createSamlifyIssuer(key, certificatePem)),
  });
  // A rate is the inverse of a cost, so what is compared to stands first.
  return [
    {
      measured: 'SAML Responses per CPU-second, Assertion signed',
      comparedTo: 'raw RSA-2048 signatures per CPU-second',
      ...compareRounds(cpu.rawSign, cpu.assertion),
      better: 'higher',
      target: 0.85,
    },
    {
      measured: 'SAML Responses per CPU-second, Assertion and Response signed',
      comparedTo: 'pairs of raw RSA-2048 signatures per CPU-second',
      ...compareRounds(cpu.rawSign, cpu.both, 2),
      better: 'higher',
      target: 0.85,
    },
    {
      measured: 'the same, Assertion encrypted (AES-256-GCM, RSA-OAEP)',
      comparedTo: 'pairs of raw RSA-2048 signatures per CPU-second',
      ...compareRounds(cpu.rawSign, cpu.encrypted, 2),
      better: 'higher',
    },
    {
      measured: 'SAML Responses per CPU-second, Assertion signed',
      comparedTo: 'samlify createLoginResponse, key as PEM',
      ...compareRounds(besideSamlify.samlifyWithPem, besideSamlify.assertion),
      better: 'higher',
    },
    {
      measured: 'SAML Responses per CPU-second, Assertion signed',
      comparedTo: 'samlify createLoginResponse, key as KeyObject',
      ...compareRounds(besideSamlify.samlifyWithKey, besideSamlify.assertion),
      better: 'higher',
    },
  ];
}
