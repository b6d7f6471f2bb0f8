/** InstaMed's hosted screens and services (instamed-protocol.md §1.1, §1.7, §2). Mind `/Forms/` (services) and `/Form/` (screens). */
export type ScreenName = 'standard-collect' | 'simple-collect' | 'consumer-payment' | 'save-on-file' | 'void' | 'refund';

export const screenPaths: Readonly<Record<ScreenName, string>> = {
  'standard-collect': '/providers/Form/PatientPayments/NewPatientPaymentSSO',
  'simple-collect': '/providers/Form/PatientPayments/NewPaymentSimpleSSO',
  'consumer-payment': '/Form/Payments/New',
  'save-on-file': '/providers/Form/PatientPayments/NewPaymentPlanSimpleSSO',
  void: '/providers/Form/PatientPayments/VoidPaymentSSO',
  refund: '/providers/Form/PatientPayments/RefundPaymentSSO',
};

/** Takes the sign-on as SAML and as name-value pairs alike, whatever its name says. */
export const acsPath = '/providers/Forms/SSO/ACS_SAML2.aspx';
/** The same, of the patients' portal (`pay.`, not `online.`). */
export const consumerAcsPath = '/Forms/SSO/ACS_SAML2.aspx';
export const ssoErrorPath = '/providers/Form/SSO/SSOError';
export const tokenStatusPath = '/providers/Forms/WebServices/SSOService.asmx';
export const nvpPath = '/payment/NVP.aspx';
