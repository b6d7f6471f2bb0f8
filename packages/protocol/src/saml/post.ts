/** Fields of the HTTP-POST binding's form (SAML Bindings 3.5.4): the Response in base64, and the RelayState as it is. */
export function samlPostFields(xml: string, relayState: string): readonly (readonly [string, string])[] {
  return [
    ['SAMLResponse', Buffer.from(xml).toString('base64')],
    ['RelayState', relayState],
  ];
}
