import { escapeXmlAttribute, ssoServiceNamespace } from '@collect-payment/protocol';
import { detailTypes, operations } from './operations.ts';

const operationNames = Object.keys(operations) as (keyof typeof operations)[];
const ports = [
  { name: 'SSOServiceSoap', prefix: 'soap' },
  { name: 'SSOServiceSoap12', prefix: 'soap12' },
] as const;

/** The service's WSDL 1.1, as ASP.NET would write it: document/literal, two ports (instamed-protocol.md §2.1). */
export function writeWsdl(location: string): string {
  return (
    `<?xml version="1.0" encoding="utf-8"?>` +
    `<wsdl:definitions xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" ` +
    `xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:tns="${ssoServiceNamespace}" ` +
    `xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" targetNamespace="${ssoServiceNamespace}">` +
    `<wsdl:types><s:schema elementFormDefault="qualified" targetNamespace="${ssoServiceNamespace}">` +
    operationNames.map(writeElements).join('') +
    writeDetailTypes() +
    `</s:schema></wsdl:types>` +
    operationNames.map(writeMessages).join('') +
    `<wsdl:portType name="SSOServiceSoap">${operationNames.map(writePortOperation).join('')}</wsdl:portType>` +
    ports.map(writeBinding).join('') +
    `<wsdl:service name="SSOService">${ports.map((port) => writePort(port, location)).join('')}</wsdl:service>` +
    `</wsdl:definitions>`
  );
}

type Port = (typeof ports)[number];

const writeSequence = (fields: readonly string[], type = 's:string'): string =>
  `<s:sequence>${fields.map((name) => `<s:element minOccurs="0" maxOccurs="1" name="${name}" type="${type}"/>`).join('')}</s:sequence>`;

function writeElements(name: keyof typeof operations): string {
  const result = name === 'GetSSOTokenStatus' ? 's:string' : 'tns:BasePaymentDetailedResponse';
  return (
    `<s:element name="${name}"><s:complexType>${writeSequence(operations[name])}</s:complexType></s:element>` +
    `<s:element name="${name}Response"><s:complexType>${writeSequence([`${name}Result`], result)}</s:complexType></s:element>`
  );
}

function writeDetailTypes(): string {
  const names = Object.keys(detailTypes) as (keyof typeof detailTypes)[];
  return names
    .map((name, index) => {
      const own = writeSequence(detailTypes[name]);
      const base = names[index - 1];
      const content =
        base === undefined
          ? own
          : `<s:complexContent mixed="false"><s:extension base="tns:${base}">${own}</s:extension></s:complexContent>`;
      return `<s:complexType name="${name}">${content}</s:complexType>`;
    })
    .join('');
}

const writeMessages = (name: string): string =>
  `<wsdl:message name="${name}SoapIn"><wsdl:part name="parameters" element="tns:${name}"/></wsdl:message>` +
  `<wsdl:message name="${name}SoapOut"><wsdl:part name="parameters" element="tns:${name}Response"/></wsdl:message>`;

const writePortOperation = (name: string): string =>
  `<wsdl:operation name="${name}"><wsdl:input message="tns:${name}SoapIn"/><wsdl:output message="tns:${name}SoapOut"/></wsdl:operation>`;

function writeBinding({ name, prefix }: Port): string {
  const body = `<${prefix}:body use="literal"/>`;
  const bound = operationNames.map(
    (operation) =>
      `<wsdl:operation name="${operation}"><${prefix}:operation soapAction="${ssoServiceNamespace}${operation}" style="document"/>` +
      `<wsdl:input>${body}</wsdl:input><wsdl:output>${body}</wsdl:output></wsdl:operation>`,
  );
  const transport = `<${prefix}:binding transport="http://schemas.xmlsoap.org/soap/http"/>`;
  return `<wsdl:binding name="${name}" type="tns:SSOServiceSoap">${transport}${bound.join('')}</wsdl:binding>`;
}

const writePort = ({ name, prefix }: Port, location: string): string =>
  `<wsdl:port name="${name}" binding="tns:${name}"><${prefix}:address location="${escapeXmlAttribute(location)}"/></wsdl:port>`;
