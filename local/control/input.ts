import { addDuration, toDuration } from '../duration.ts';
import type { Fault } from '../faults.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { TokenSubject } from '../users/users.ts';

/** A request that the control port does not understand: told to its sender with this status. */
export class BadRequest extends Error {
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}

const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
/** Date ends with the year 275760; this is far enough for any story and near enough to be no slip. */
const farthestMs = Date.parse('2200-01-01T00:00:00Z');

export function toBody(body: Buffer): JsonObject {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    throw new BadRequest('The body is not valid JSON.');
  }
  if (!isObject(value)) throw new BadRequest('The body must be a JSON object.');
  return value;
}

/** Refuses members that nobody reads, so that a slip of the pen is not silently ignored. */
export function only(input: JsonObject, ...names: readonly string[]): void {
  const unknown = Object.keys(input).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new BadRequest(`'${unknown}' is not known here. Known are: ${names.join(', ')}.`);
}

/** An RFC 3339 instant in milliseconds. */
export function toInstant(value: unknown, name: string): number {
  const instant = typeof value === 'string' && instantForm.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(instant)) throw new BadRequest(`'${name}' must be an instant such as 2026-03-01T09:00:00Z.`);
  return instant;
}

/** The instant that `{ advance }` or `{ to }` means. */
export function toEnd(input: JsonObject, now: number): number {
  only(input, 'advance', 'to');
  const { advance, to } = input;
  if ((advance === undefined) === (to === undefined)) {
    throw new BadRequest('Say either {"advance":"P7D"} or {"to":"2026-03-01T09:00:00Z"}.');
  }
  const end = to === undefined ? addDuration(now, durationOf(advance, 'advance')) : toInstant(to, 'to');
  if (end < now)
    throw new BadRequest(`The clock is already at ${new Date(now).toISOString()} and does not go back.`, 409);
  // NaN where a duration leaves what a Date can hold.
  if (!(end <= farthestMs)) throw new BadRequest('The clock does not go beyond the year 2199.');
  return end;
}

export interface TokenRequest {
  readonly subject: TokenSubject;
  readonly ttlSeconds: number | undefined;
}

export function toTokenRequest(input: JsonObject): TokenRequest {
  only(input, 'memberId', 'role', 'department', 'ttl');
  const { memberId, role, department, ttl } = input;
  if ((memberId === undefined) === (role === undefined)) {
    throw new BadRequest(
      'Say either {"memberId":"mem_…"} or {"role":"sales-rep"}, the latter with a "department" if wanted.',
    );
  }
  if (memberId !== undefined && department !== undefined) {
    throw new BadRequest("'department' goes with 'role'; a member's department is his own.");
  }
  const ttlSeconds = ttl === undefined ? undefined : toSeconds(ttl);
  if (memberId !== undefined) return { subject: { memberId: textOf(memberId, 'memberId') }, ttlSeconds };
  const named = { role: textOf(role, 'role') };
  return {
    subject: department === undefined ? named : { ...named, departmentId: textOf(department, 'department') },
    ttlSeconds,
  };
}

export function toFault(input: JsonObject): Fault {
  only(input, 'service', 'operation', 'error', 'times', 'status', 'message');
  const times = input['times'] ?? 1;
  if (!Number.isInteger(times) || Number(times) < 1) throw new BadRequest("'times' must be a whole number from 1.");
  const status = input['status'];
  if (status !== undefined && (!Number.isInteger(status) || Number(status) < 400 || Number(status) > 599)) {
    throw new BadRequest("'status' must be an HTTP status from 400 to 599.");
  }
  return {
    service: textOf(input['service'], 'service'),
    operation: textOf(input['operation'], 'operation'),
    error: textOf(input['error'], 'error'),
    times: Number(times),
    ...(status !== undefined && { status: Number(status) }),
    ...(input['message'] !== undefined && { message: textOf(input['message'], 'message') }),
  };
}

export function textOf(value: unknown, name: string): string {
  if (typeof value !== 'string' || value.trim() === '')
    throw new BadRequest(`'${name}' must be a text that is not empty.`);
  return value;
}

function durationOf(value: unknown, name: string) {
  const duration = typeof value === 'string' ? toDuration(value) : undefined;
  if (!duration) throw new BadRequest(`'${name}' must be a duration such as P7D, PT12H or P1M.`);
  return duration;
}

function toSeconds(value: unknown): number {
  const seconds = Math.floor(addDuration(0, durationOf(value, 'ttl')) / 1000);
  if (seconds < 1) throw new BadRequest("'ttl' must be longer than nothing.");
  return seconds;
}
