import { randomUUID } from 'node:crypto';
import type { Assembly, Resource } from '../assembly.ts';
import type { Clock } from '../clock.ts';
import { isObject, type JsonObject, listAt, maybeTextAt, objectAt, objectsAt, toList } from '../json.ts';
import { jsonService, optionalText } from '../json-service.ts';
import { account, arnOf, region } from '../names.ts';
import { AwsError, type Need, type Service } from '../service.ts';
import { matches } from './pattern.ts';
import { type Shaping, shape } from './transform.ts';

/** An event as a rule sees it, with the bus it went over. */
export interface BusEvent extends JsonObject {
  readonly bus: string;
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly time: string;
  readonly detail: unknown;
}

export interface Bus {
  readonly service: Service;
  /** An event of AWS itself (SES): it may carry a source that begins `aws.` and goes over the default bus. */
  readonly emit: (event: AwsEvent) => void;
  /** What went over the buses, oldest first; by detail type where one is asked for. */
  readonly events: (type?: string) => readonly BusEvent[];
  readonly clear: () => void;
}

export interface AwsEvent {
  readonly source: string;
  readonly type: string;
  readonly resources?: readonly string[];
  readonly detail: unknown;
}

/** PutEvents refuses a request above 256 KB as a whole. */
const mostBytes = 256 * 1024;
/** More than a test looks at; a laptop that runs for weeks must not fill its memory. */
const mostRemembered = 100_000;

export function createBus(options: {
  readonly assembly: Assembly;
  readonly clock: Clock;
  readonly deliver: (target: JsonObject, input: unknown, source: string) => void;
}): Bus {
  const { assembly, clock, deliver } = options;
  const buses = new Set(['default', ...assembly.ofType('AWS::Events::EventBus').map(({ name }) => name)]);
  const rules = assembly.ofType('AWS::Events::Rule').filter(isListening);
  let remembered: BusEvent[] = [];

  const publish = (event: BusEvent): void => {
    remembered.push(event);
    if (remembered.length > mostRemembered * 1.1) remembered = remembered.slice(-mostRemembered);
    const { bus, ...seen } = event;
    for (const { arn, properties } of rules) {
      if (busName(properties['EventBusName']) !== bus || !matches(objectAt(properties, 'EventPattern'), seen)) continue;
      for (const target of objectsAt(properties, 'Targets')) deliver(target, shape(target as Shaping, seen), arn);
    }
  };
  const put = (entry: JsonObject) => {
    const refusal = refusalOf(entry, buses);
    if (refusal) return refusal;
    const event = toEvent(entry, clock.now());
    publish(event);
    return { EventId: event.id };
  };
  const putEvents = (input: JsonObject) => {
    const Entries = entriesOf(input).map(put);
    return { FailedEntryCount: Entries.filter((entry) => 'ErrorCode' in entry).length, Entries };
  };

  return {
    service: jsonService({ PutEvents: { needs: needsOf, run: putEvents } }, '1.1'),
    emit: ({ source, type, resources = [], detail }) =>
      publish({ ...envelope(clock.now()), bus: 'default', source, 'detail-type': type, resources, detail }),
    events: (type) => (type === undefined ? remembered : remembered.filter((event) => event['detail-type'] === type)),
    clear: () => {
      remembered = [];
    },
  };
}

function isListening({ properties }: Resource): boolean {
  return properties['State'] !== 'DISABLED' && properties['EventPattern'] !== undefined;
}

function needsOf(input: JsonObject): readonly Need[] {
  return entriesOf(input).map((entry) => ({
    action: 'events:PutEvents',
    resource: arnOf('events', `event-bus/${busName(entry['EventBusName'])}`),
    context: {
      ...(optionalText(entry, 'Source') !== undefined && { 'events:source': String(entry['Source']) }),
      ...(optionalText(entry, 'DetailType') !== undefined && { 'events:detail-type': String(entry['DetailType']) }),
    },
  }));
}

function entriesOf(input: JsonObject): readonly JsonObject[] {
  const entries = listAt(input, 'Entries').filter(isObject);
  if (entries.length === 0 || entries.length > 10) {
    throw new AwsError('ValidationException', "1 validation error detected: 'entries' must have 1 to 10 members.");
  }
  if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > mostBytes) {
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
  return entries;
}

/** The size of an entry as the user guide of EventBridge counts it. */
function sizeOf(entry: JsonObject): number {
  const texts = ['Source', 'DetailType', 'Detail'].map((name) => String(entry[name] ?? ''));
  const parts = [...texts, ...toList(entry['Resources']).map(String)];
  return (entry['Time'] === undefined ? 0 : 14) + parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
}

function refusalOf(entry: JsonObject, buses: ReadonlySet<string>) {
  const refuse = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });
  for (const name of ['Source', 'DetailType', 'Detail']) {
    if (!optionalText(entry, name))
      return refuse('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
  }
  if (String(entry['Source']).startsWith('aws.')) {
    return refuse('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  if (!buses.has(busName(entry['EventBusName']))) return refuse('InvalidArgument', 'Event bus does not exist.');
  return isJsonObject(String(entry['Detail'])) ? undefined : refuse('MalformedDetail', 'Detail is malformed.');
}

function isJsonObject(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}

function toEvent(entry: JsonObject, now: number): BusEvent {
  const seconds = entry['Time'];
  return {
    ...envelope(typeof seconds === 'number' ? seconds * 1000 : now),
    bus: busName(entry['EventBusName']),
    source: String(entry['Source']),
    'detail-type': String(entry['DetailType']),
    resources: toList(entry['Resources']),
    detail: JSON.parse(String(entry['Detail'])),
  };
}

function envelope(now: number) {
  // EventBridge says the second, not the millisecond.
  const time = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  return { version: '0', id: randomUUID(), account, region, time };
}

/** A bus may be named by its name or its ARN. */
function busName(value: unknown): string {
  return (maybeTextAt({ value }, 'value') ?? 'default').split('/').at(-1) ?? 'default';
}
