import { randomUUID } from 'node:crypto';
import type { AwsError, AwsReply } from '../service.ts';
import { element, type Xml } from '../xml.ts';

const namespace = ' xmlns="http://ses.amazonaws.com/doc/2010-12-01/"';

/** The values of `Destinations.member.1`, `.2`, … in order. */
export function membersOf(form: URLSearchParams, name: string): readonly string[] {
  const found: string[] = [];
  for (let at = 1; ; at++) {
    const value = form.get(`${name}.member.${at}`);
    if (value === null) return found;
    found.push(value);
  }
}

/** Tags come as `Tags.member.1.Name` and `.Value`. */
export function tagsOf(form: URLSearchParams): Record<string, readonly string[]> {
  const tags: Record<string, readonly string[]> = {};
  for (let at = 1; form.has(`Tags.member.${at}.Name`); at++) {
    tags[form.get(`Tags.member.${at}.Name`) ?? ''] = [form.get(`Tags.member.${at}.Value`) ?? ''];
  }
  return tags;
}

export function queryReply(action: string, result: Xml): AwsReply {
  const content = { [`${action}Result`]: result, ResponseMetadata: { RequestId: randomUUID() } };
  return xml(200, element(`${action}Response`, content, namespace));
}

/** The SDK finds the class of an error by its code. */
export function queryRefusal({ name, message, status }: AwsError): AwsReply {
  const code = name === 'AccessDeniedException' ? 'AccessDenied' : name;
  const error = { Type: status >= 500 ? 'Receiver' : 'Sender', Code: code, Message: message };
  return xml(
    code === 'AccessDenied' ? 403 : status,
    element('ErrorResponse', { Error: error, RequestId: randomUUID() }, namespace),
  );
}

function xml(status: number, body: string): AwsReply {
  return { status, headers: { 'content-type': 'text/xml' }, body };
}
