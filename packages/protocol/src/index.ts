/** InstaMed's wire formats as pure codecs. Knows nothing of sockets, clocks, storage or of the JSON between page and broker. */
export * from './errors.ts';
export * from './money.ts';
export * from './nvp/decode.ts';
export * from './nvp/encode.ts';
export * from './nvp/fields.ts';
export * from './receipt/judge.ts';
export * from './receipt/receipt.ts';
export * from './receipt/view-receipt.ts';
export * from './saml/index.ts';
export { readEnvelope, soapContentTypes, writeEnvelope, type SoapVersion } from './soap/envelope.ts';
export { encodeSoapFault, type SoapFault } from './soap/fault.ts';
export * from './soap/token-status.ts';
export * from './sso/answer.ts';
export * from './sso/fields.ts';
export * from './sso/parameters.ts';
export * from './sso/screens.ts';
export { findChild, readXml, type XmlElement } from './xml/document.ts';
export { escapeXmlAttribute, escapeXmlText } from './xml/escape.ts';
