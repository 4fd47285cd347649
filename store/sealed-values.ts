import { createHash, randomBytes } from 'node:crypto';
import { keyBytes, nonceBytes, open, openText, seal, sealText } from './sealing.ts';

/**
 * Values of a person as they stand in items: by their names, each sealed under the person's data key; under `key` that
 * key itself, wrapped by one of the wrapping keys. Who removes it has erased the values wherever they stand, backups
 * too once they are gone.
 */
export type Sealed = Readonly<Record<string, Uint8Array>>;

/**
 * By which wrapping key a data key is wrapped, stands in front of it. Few, so that few are opened by KMS; each context
 * that seals has its own in its own items, one after the other: 0 to 63, 64 to 127.
 */
const wrappingKeysEach = 64;
const holders = ['customers', 'tickets'] as const;
type Holder = (typeof holders)[number];
const wrappingKeysMax = wrappingKeysEach * holders.length;

/** In whose items a wrapping key stands. */
export function holderOf(number: number): Holder {
  const holder = holders[Math.floor(number / wrappingKeysEach)];
  if (holder === undefined) throw new Error(`There is no wrapping key ${number}.`);
  return holder;
}

export type WrappingKeys = (number: number) => Promise<Uint8Array>;

export interface Sealing {
  readonly wrappingKeys: WrappingKeys;
  /** Random bytes; of the system unless given. */
  readonly random?: (bytes: number) => Uint8Array;
}

/**
 * Seals the values of a subject (the id of a contact, the key of a row). `before`: what stood there, whose data key
 * goes on; a value that has not changed keeps its ciphertext, so that nobody who compares rows takes it for changed.
 */
export async function sealValues(
  sealing: Sealing,
  subject: string,
  values: Readonly<Record<string, string>>,
  before?: Sealed,
): Promise<Sealed> {
  const { random = randomBytes } = sealing;
  const { wrapped, dataKey } = await dataKeyOf(sealing, subject, before?.['key']);
  const sealed = Object.entries(values).map(([name, value]) => {
    const about = aboutOf(subject, name);
    const was = before?.[name];
    const isSame = was !== undefined && openText(dataKey, was, about) === value;
    return [name, isSame ? was : sealText(dataKey, random(nonceBytes), value, about)];
  });
  return { key: wrapped, ...Object.fromEntries(sealed) };
}

export async function openValues(
  { wrappingKeys }: Sealing,
  subject: string,
  { key, ...values }: Sealed,
): Promise<Record<string, string>> {
  const dataKey = await unwrap(wrappingKeys, subject, key ?? Buffer.of());
  const opened = Object.entries(values).map(([name, value]) => [
    name,
    openText(dataKey, value, aboutOf(subject, name)),
  ]);
  return Object.fromEntries(opened);
}

/** A value is bound to its person and its field: at another's place it does not open. */
function aboutOf(subject: string, name: string): string {
  return `${subject}/${name}`;
}

async function dataKeyOf({ wrappingKeys, random = randomBytes }: Sealing, subject: string, wrapped?: Uint8Array) {
  if (wrapped !== undefined) return { wrapped, dataKey: await unwrap(wrappingKeys, subject, wrapped) };
  const dataKey = random(keyBytes);
  const number = numberFor(subject);
  const body = seal(await wrappingKeys(number), random(nonceBytes), dataKey, wrapOf(subject, number));
  return { wrapped: Buffer.concat([Buffer.of(number), body]), dataKey };
}

async function unwrap(wrappingKeys: WrappingKeys, subject: string, wrapped: Uint8Array): Promise<Uint8Array> {
  const [number = wrappingKeysMax] = wrapped;
  return open(await wrappingKeys(number), wrapped.subarray(1), wrapOf(subject, number));
}

function wrapOf(subject: string, number: number): string {
  return `${aboutOf(subject, 'key')}/${number}`;
}

/** Spreads subjects over the wrapping keys of the context whose they are. */
function numberFor(subject: string): number {
  const holder: Holder = /^(tkt_|tickets#)/.test(subject) ? 'tickets' : 'customers';
  const spread = (createHash('sha256').update(subject).digest()[0] ?? 0) % wrappingKeysEach;
  return holders.indexOf(holder) * wrappingKeysEach + spread;
}
