import { escapeXmlAttribute } from '@collect-payment/protocol';

/** A document/literal service with two ports, `{name}Soap` (SOAP 1.1) and `{name}Soap12`. */
export interface SoapService {
  readonly name: string;
  readonly namespace: string;
  readonly operations: readonly string[];
  /** XML of the schema: an element for each operation and its response, and their types. */
  readonly schema: string;
}

/** An optional string, unless it says otherwise. */
export type SchemaField = string | { readonly name: string; readonly type: string; readonly required?: true };
/** Types by name. `base` is extended. */
export type ComplexTypes = Readonly<Record<string, { readonly base?: string; readonly fields: readonly SchemaField[] }>>;

/** The WSDL 1.1 of a service, as ASP.NET would write it (instamed-protocol.md §2.1, §4). */
export function writeWsdl(service: SoapService, location: string): string {
  const { name, namespace, operations, schema } = service;
  const ports = [
    { name: `${name}Soap`, prefix: 'soap' },
    { name: `${name}Soap12`, prefix: 'soap12' },
  ];
  return (
    `<?xml version="1.0" encoding="utf-8"?>` +
    `<wsdl:definitions xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" ` +
    `xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:tns="${namespace}" ` +
    `xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" targetNamespace="${namespace}">` +
    `<wsdl:types><s:schema elementFormDefault="qualified" targetNamespace="${namespace}">${schema}</s:schema></wsdl:types>` +
    operations.map(writeMessages).join('') +
    `<wsdl:portType name="${name}Soap">${operations.map(writePortOperation).join('')}</wsdl:portType>` +
    ports.map((port) => writeBinding(service, port)).join('') +
    `<wsdl:service name="${name}">${ports.map((port) => writePort(port, location)).join('')}</wsdl:service>` +
    `</wsdl:definitions>`
  );
}

export const writeSequence = (fields: readonly SchemaField[], type = 's:string'): string =>
  `<s:sequence>${fields.map((field) => writeSchemaField(typeof field === 'string' ? { name: field, type } : field)).join('')}</s:sequence>`;

const writeSchemaField = ({ name, type, required }: Exclude<SchemaField, string>): string =>
  `<s:element minOccurs="${required === true ? 1 : 0}" maxOccurs="1" name="${name}" type="${type}"/>`;

/** A top-level element of one anonymous type. */
export const writeElement = (name: string, sequence: string): string =>
  `<s:element name="${name}"><s:complexType>${sequence}</s:complexType></s:element>`;

export function writeComplexTypes(types: ComplexTypes): string {
  return Object.entries(types)
    .map(([name, { base, fields }]) => {
      const own = writeSequence(fields);
      const content =
        base === undefined
          ? own
          : `<s:complexContent mixed="false"><s:extension base="tns:${base}">${own}</s:extension></s:complexContent>`;
      return `<s:complexType name="${name}">${content}</s:complexType>`;
    })
    .join('');
}

interface Port {
  readonly name: string;
  readonly prefix: string;
}

const writeMessages = (name: string): string =>
  `<wsdl:message name="${name}SoapIn"><wsdl:part name="parameters" element="tns:${name}"/></wsdl:message>` +
  `<wsdl:message name="${name}SoapOut"><wsdl:part name="parameters" element="tns:${name}Response"/></wsdl:message>`;

const writePortOperation = (name: string): string =>
  `<wsdl:operation name="${name}"><wsdl:input message="tns:${name}SoapIn"/><wsdl:output message="tns:${name}SoapOut"/></wsdl:operation>`;

function writeBinding(service: SoapService, { name, prefix }: Port): string {
  const body = `<${prefix}:body use="literal"/>`;
  const bound = service.operations.map(
    (operation) =>
      `<wsdl:operation name="${operation}"><${prefix}:operation soapAction="${service.namespace}${operation}" style="document"/>` +
      `<wsdl:input>${body}</wsdl:input><wsdl:output>${body}</wsdl:output></wsdl:operation>`,
  );
  const transport = `<${prefix}:binding transport="http://schemas.xmlsoap.org/soap/http"/>`;
  return `<wsdl:binding name="${name}" type="tns:${service.name}Soap">${transport}${bound.join('')}</wsdl:binding>`;
}

const writePort = ({ name, prefix }: Port, location: string): string =>
  `<wsdl:port name="${name}" binding="tns:${name}"><${prefix}:address location="${escapeXmlAttribute(location)}"/></wsdl:port>`;
