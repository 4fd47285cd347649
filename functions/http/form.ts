/** The fields of a form, sent as RFC 7578 (`multipart/form-data`) or as pages of the web do. */
export function formFields(raw: string, contentType: string): Record<string, string> {
  const [, quoted, bare] = /^multipart\/form-data\s*;.*\bboundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) return Object.fromEntries(new URLSearchParams(raw));
  return Object.fromEntries(raw.split(`--${boundary}`).flatMap(fieldOf));
}

/** What stands before the first boundary and behind the last is no part; a part without a name is no field. */
function fieldOf(part: string): [string, string][] {
  const [head = '', ...body] = part.split(/\r?\n\r?\n/);
  const [, name] = /^content-disposition:.*;\s*name="([^"]*)"/im.exec(head) ?? [];
  return name === undefined ? [] : [[name, body.join('\n\n').replace(/\r?\n$/, '')]];
}
