import { isObject, type JsonObject } from '../json.ts';

/** What a rule's target is to get of an event. At most one of the three is set. */
export interface Shaping {
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap?: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
}

/** The target's input: JSON, or a bare string where an input template yields no JSON. */
export function shape(target: Shaping, event: JsonObject): unknown {
  if (target.Input !== undefined) return JSON.parse(target.Input);
  if (target.InputPath !== undefined) return at(event, target.InputPath);
  if (!target.InputTransformer) return event;
  const { InputPathsMap = {}, InputTemplate } = target.InputTransformer;
  const values = new Map<string, unknown>([
    ['aws.events.event', event],
    ['aws.events.event.json', event],
    ['aws.events.event.ingestion-time', event['time']],
    ...Object.entries(InputPathsMap).map(([name, path]): [string, unknown] => [name, at(event, path)]),
  ]);
  return toJson(fill(InputTemplate, values));
}

/** Inside a quoted string a value is text, outside it is JSON; a missing value is empty text. */
function fill(template: string, values: ReadonlyMap<string, unknown>): string {
  let isInString = false;
  return template.replace(/\\.|"|<([^<>\s]+)>/gs, (found: string, name: string | undefined) => {
    if (found === '"') isInString = !isInString;
    if (name === undefined || !values.has(name)) return found;
    const value = values.get(name);
    if (!isInString) return value === undefined ? '""' : JSON.stringify(value);
    const text = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
    return JSON.stringify(text).slice(1, -1);
  });
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `$`, `$.detail.id`, `$.detail.items[0].id`: the JSONPath that EventBridge allows. */
export function at(value: unknown, path: string): unknown {
  const steps = path
    .replace(/^\$\.?/, '')
    .split(/[.[\]]+/)
    .filter((step) => step !== '');
  return steps.reduce<unknown>((found, step) => {
    if (Array.isArray(found)) return found[Number(step)];
    return isObject(found) ? found[step] : undefined;
  }, value);
}
