export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list as it is, nothing as an empty one, anything else as a list of one: templates and policies write one value without a list. */
export function toList(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** The named member as an object; absent is empty, so that optional parts of a template need no branch. */
export function objectAt(value: JsonObject | undefined, name: string): JsonObject {
  const member = value?.[name];
  if (member === undefined || member === null) return {};
  if (!isObject(member)) throw new TypeError(`${name} is not an object: ${JSON.stringify(member)}`);
  return member;
}

/** The named member as a list of objects; absent is empty. */
export function objectsAt(value: JsonObject | undefined, name: string): readonly JsonObject[] {
  return listAt(value, name).map((entry) => {
    if (!isObject(entry)) throw new TypeError(`${name} holds something that is not an object`);
    return entry;
  });
}

/** The named member as a list; absent is empty and one value is a list of one, as IAM documents have it. */
export function listAt(value: JsonObject | undefined, name: string): readonly unknown[] {
  return toList(value?.[name]);
}

export function textsAt(value: JsonObject | undefined, name: string): readonly string[] {
  return listAt(value, name).map(String);
}

export function textAt(value: JsonObject | undefined, name: string): string {
  const member = maybeTextAt(value, name);
  if (member === undefined) throw new TypeError(`${name} is missing`);
  return member;
}

export function maybeTextAt(value: JsonObject | undefined, name: string): string | undefined {
  const member = value?.[name];
  if (member === undefined || member === null) return undefined;
  if (typeof member === 'string') return member;
  if (typeof member === 'number' || typeof member === 'boolean') return String(member);
  throw new TypeError(`${name} is not a text: ${JSON.stringify(member)}`);
}

/** CloudFormation allows numbers and booleans as texts. */
export function numberAt(value: JsonObject | undefined, name: string, otherwise: number): number {
  const member = value?.[name];
  return member === undefined || member === null ? otherwise : Number(member);
}

export function flagAt(value: JsonObject | undefined, name: string): boolean {
  const member = value?.[name];
  return member === true || member === 'true';
}

export function parseObject(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isObject(value)) throw new TypeError('not a JSON object');
  return value;
}
