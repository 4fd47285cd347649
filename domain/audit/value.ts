import { canonicalJson } from '../shared/canonical-json.ts';

/** A value as JSON. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/**
 * HMAC-SHA256 of a text under a key that does not stand in the table, in base64url. So nobody who can write rows can make
 * a hash that fits, and nobody finds a short text by trying all of them. Rules are given it.
 */
export type Digest = (text: string) => string;

export function toJson(value: unknown): Json {
  return JSON.parse(canonicalJson(value)) as Json;
}
