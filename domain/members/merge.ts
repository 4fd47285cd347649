type Patch = Readonly<Record<string, unknown>>;

/** The names of the fields that a merge patch (RFC 7386) really changes. */
export function changedFields(before: object, patch: Patch): string[] {
  const old: Readonly<Record<string, unknown>> = { ...before };
  return Object.entries(patch)
    .filter(([name, value]) => value !== undefined && (value ?? undefined) !== old[name])
    .map(([name]) => name)
    .toSorted();
}

/** A flat record after a merge patch: null takes a field away. */
export function merged<T extends object>(before: T, patch: Patch): T {
  const entries = Object.entries({ ...before, ...dropUndefined(patch) }).filter(([, value]) => value !== null);
  return Object.fromEntries(entries) as T;
}

function dropUndefined(patch: Patch): Patch {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}
