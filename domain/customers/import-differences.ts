import type { Contact, ContactPatch } from './contact.ts';
import type { Customer, CustomerPatch } from './customer.ts';

/** A merge patch with what differs only, and the one that takes it back. */
export interface Differences {
  readonly patch: Record<string, unknown>;
  readonly back: Record<string, unknown>;
}

/** Undefined where the row says nothing new. What it leaves empty is left as it is. */
export function customerDifferences(
  before: Customer,
  { address, fields, ...given }: CustomerPatch,
): Differences | undefined {
  const own = differences(before, given);
  const place = differences(before.address ?? {}, address ?? {});
  const values = differences(before.fields ?? {}, fields ?? {});
  return some({
    patch: { ...own.patch, ...within('address', place.patch), ...within('fields', values.patch) },
    back: {
      ...own.back,
      // Taken back, an address that was not there goes as a whole.
      ...within('address', place.back, before.address === undefined ? null : place.back),
      ...within('fields', values.back),
    },
  });
}

function within(name: string, changed: object, said: object | null = changed): Record<string, unknown> {
  return Object.keys(changed).length === 0 ? {} : { [name]: said };
}

export function contactDifferences(before: Contact, { main: _, ...given }: ContactPatch): Differences | undefined {
  return some(differences(before, given));
}

function some(found: Differences): Differences | undefined {
  return Object.keys(found.patch).length === 0 ? undefined : found;
}

function differences(before: object, given: object): Differences {
  const known = new Map(Object.entries(before));
  const changed = Object.entries(given).filter(
    ([name, value]) => value !== undefined && text(known.get(name) ?? null) !== text(value),
  );
  return {
    patch: Object.fromEntries(changed),
    back: Object.fromEntries(changed.map(([name]) => [name, known.get(name) ?? null])),
  };
}

/** Objects are equal whatever the order of their fields; lists are not. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
