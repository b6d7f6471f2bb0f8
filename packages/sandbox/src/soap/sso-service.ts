import { ssoServiceNamespace } from '@collect-payment/protocol';
import { detailTypes, operations } from './operations.ts';
import { writeComplexTypes, writeElement, writeSequence, type SoapService } from './wsdl.ts';

const names = Object.keys(operations) as (keyof typeof operations)[];

/** SSOService.asmx (instamed-protocol.md §2.1). */
export const ssoService: SoapService = {
  name: 'SSOService',
  namespace: ssoServiceNamespace,
  operations: names,
  schema: names.map((name) => writeElements(name)).join('') + writeComplexTypes(detailTypes),
};

function writeElements(name: keyof typeof operations): string {
  const result = name === 'GetSSOTokenStatus' ? 's:string' : 'tns:BasePaymentDetailedResponse';
  return writeElement(name, writeSequence(operations[name])) + writeElement(`${name}Response`, writeSequence([`${name}Result`], result));
}
