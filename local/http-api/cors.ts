import type { Resource } from '../assembly.ts';
import { flagAt, isObject, type JsonObject, maybeTextAt, textsAt } from '../json.ts';

export type Cors = JsonObject;

export function corsOf({ properties }: Resource): Cors | undefined {
  const cors = properties['CorsConfiguration'];
  return isObject(cors) ? cors : undefined;
}

/** On every answer to an allowed origin; the API's own headers stand before the function's. */
export function corsHeaders(cors: Cors, origin: string | undefined): Record<string, string> {
  const allowed = textsAt(cors, 'AllowOrigins');
  if (origin === undefined || !(allowed.includes('*') || allowed.includes(origin))) return {};
  const exposed = textsAt(cors, 'ExposeHeaders');
  return {
    'access-control-allow-origin': allowed.includes('*') ? '*' : origin,
    ...(!allowed.includes('*') && { vary: 'origin' }),
    ...(exposed.length > 0 && { 'access-control-expose-headers': exposed.join(',') }),
    ...(flagAt(cors, 'AllowCredentials') && { 'access-control-allow-credentials': 'true' }),
  };
}

export function preflight(cors: Cors): Record<string, string> {
  const maxAge = maybeTextAt(cors, 'MaxAge');
  return {
    'access-control-allow-methods': textsAt(cors, 'AllowMethods').join(','),
    'access-control-allow-headers': textsAt(cors, 'AllowHeaders').join(','),
    ...(maxAge !== undefined && { 'access-control-max-age': maxAge }),
  };
}
