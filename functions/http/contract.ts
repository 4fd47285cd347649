import type * as z from 'zod';
import type { Caller } from '#domain/shared/caller.ts';
import type { Permission } from '#domain/shared/rights.ts';
import type { World } from './world.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type MediaType = 'application/json' | 'application/merge-patch+json' | 'application/x-www-form-urlencoded';

/**
 * The promise of one route: data that the router, infra/, the OpenAPI document and the contract tests read.
 * Path, query and body are parsed each by its own strict schema and never merged.
 */
export interface Contract {
  readonly method: Method;
  readonly path: `/v1/${string}`;
  /** camelCase of the operation's file name. */
  readonly operationId: string;
  readonly summary: string;
  /** `public` needs no token; `signed-in` needs any member's. */
  readonly permission: Permission | 'public' | 'signed-in';
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** application/json unless stated; every PATCH says application/merge-patch+json. */
  readonly accepts?: MediaType;
  /** PATCH and DELETE of a versioned representation: 428 without If-Match. */
  readonly ifMatch?: true;
  /** `Prefer: dry-run` shows what would happen and writes nothing. */
  readonly dryRun?: true;
  readonly status: 200 | 201 | 202 | 204;
  /** A representation with an integer `version` is answered with `ETag: "<version>"`. Absent for 204. */
  readonly output?: z.ZodType;
  /** Codes, beyond the kernel's own, that a caller may meet, with their status. */
  readonly problems?: Readonly<Record<string, 308 | 403 | 404 | 409 | 422>>;
  /** Run as tests and shown in OpenAPI. */
  readonly example?: { readonly query?: Record<string, string>; readonly body?: unknown; readonly answer?: unknown };
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
export type Answered<S> = S extends z.ZodType ? z.input<S> : undefined;

/** What an operation gets: each part parsed; `ifMatch` is the version that the caller read. */
export interface Input<C extends Contract> {
  readonly params: Parsed<C['params']>;
  readonly query: Parsed<C['query']>;
  readonly body: Parsed<C['body']>;
  readonly ifMatch: C['ifMatch'] extends true ? number : undefined;
  /** Whether the caller only wants to see what would happen; false where the contract offers no dry run. */
  readonly isDryRun?: boolean;
}

/** An answer whose status or headers differ from the contract's (200 for a reused duplicate, a page of HTML). */
export class Reply<T = unknown> {
  readonly status: number;
  readonly body: T;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: T, headers: Readonly<Record<string, string>> = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export type Operation<C extends Contract, W extends World = World> = (
  input: Input<C>,
  caller: Caller,
  world: W,
) => Promise<Answered<C['output']> | Reply>;

/** A contract with its operation, as the router takes it. `never` parameters: the router has parsed by the same contract. */
export interface Route<W extends World = World> {
  readonly contract: Contract;
  readonly operation: (input: never, caller: Caller, world: W) => Promise<unknown>;
}

/** A route that still knows its own contract: `call` reads from it what it takes and answers. */
export interface TypedRoute<C extends Contract, W extends World = World> {
  readonly contract: C;
  readonly operation: Operation<C, W>;
}

/** Ties an operation to its contract: the compiler checks input and output against the schemas. */
export function route<const C extends Contract, W extends World = World>(
  contract: C,
  operation: Operation<C, W>,
): TypedRoute<C, W> {
  return { contract, operation };
}
