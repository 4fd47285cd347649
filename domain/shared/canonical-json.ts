/**
 * One text for one value, whatever order its fields were written in (RFC 8785 for texts, whole numbers, lists, objects).
 * Bytes are base64, as they are in a stream.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (each instanceof Uint8Array) return btoa(String.fromCharCode(...each));
    if (each === null || typeof each !== 'object' || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
