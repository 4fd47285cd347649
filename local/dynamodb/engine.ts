import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { JsonObject } from '../json.ts';
import type { AwsReply } from '../service.ts';
import { close, listen, parseReply, signatureOf } from '../wire.ts';
import { engineBinary } from './binary.ts';
import { Connections } from './connections.ts';
import { indexStreams, pruneStreams } from './stream-index.ts';

export interface EngineOptions {
  /** Folder for what the runner fetches and caches. */
  readonly workDir: string;
  /** Keeps the items in this folder; where it is left out they go with the process. */
  readonly dataDir?: string;
  /** Uses the engine that listens here instead of starting one. */
  readonly endpoint?: string;
}

/** A DynamoDB engine with streams: it knows items and indexes; roles, names and the clock are the runner's. */
export interface Engine {
  readonly url: string;
  readonly call: (operation: string, input: unknown) => Promise<JsonObject>;
  readonly callStreams: (operation: string, input: unknown) => Promise<JsonObject>;
  /** Hands a request on as it is, so that the engine's answer and errors reach the caller unchanged. */
  readonly forward: (target: string, body: Buffer) => Promise<AwsReply>;
  readonly stop: () => Promise<void>;
}

const isWindows = process.platform === 'win32';
const dynamo = 'DynamoDB_20120810';
const streams = 'DynamoDBStreams_20120810';

export async function startEngine(options: EngineOptions): Promise<Engine> {
  if (options.endpoint) return engineAt(options.endpoint, async () => {});
  // Also what is not kept is on disk: only there can the streams get the index that they need.
  const dir = options.dataDir ?? join(options.workDir, 'run', randomUUID());
  mkdirSync(dir, { recursive: true });
  const file = join(dir, 'table.sqlite');
  pruneStreams(file);
  const port = await freePort();
  const child = startProcess([await engineBinary(options.workDir), '-p', String(port), '--db-path', file], {
    passing: options.dataDir === undefined ? dir : '',
  });
  const engine = engineAt(`http://127.0.0.1:${port}/`, () => stopProcess(child));
  await untilReady(engine, child);
  indexStreams(file);
  return engine;
}

function engineAt(url: string, stop: () => Promise<void>): Engine {
  const connections = new Connections(url);
  const forward = (target: string, body: Buffer | string) => connections.post(headersFor(target), body);
  const call = async (target: string, input: unknown) => parseReply(await forward(target, JSON.stringify(input)));
  return {
    url,
    forward,
    stop,
    call: (operation, input) => call(`${dynamo}.${operation}`, input),
    callStreams: (operation, input) => call(`${streams}.${operation}`, input),
  };
}

/** Always the same signer: some engines keep separate tables for each access key. */
function headersFor(target: string): Record<string, string> {
  return {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': target,
    'x-amz-date': '20260101T000000Z',
    authorization: signatureOf('local', 'dynamodb'),
  };
}

/**
 * The shell between waits for the end of its input, which comes when this process ends in whatever way, also by
 * SIGKILL, and then ends the engine and removes what is not kept. Both are in a group of their own, so that Ctrl-C
 * reaches this process first.
 */
const guard = `passing=$1; shift; "$@" & engine=$!; while read -r _; do :; done
  kill -9 $engine; wait $engine 2>/dev/null; if [ -n "$passing" ]; then rm -rf "$passing"; fi`;

interface Child {
  readonly process: ChildProcess;
  /** What it wrote to its error output. */
  readonly said: string[];
  readonly passing: string;
}

/** `passing` is a folder that goes with the process; none if empty. */
function startProcess(command: readonly string[], { passing }: { readonly passing: string }): Child {
  const [program = '', ...rest] = isWindows ? command : ['sh', '-c', guard, 'sh', passing, ...command];
  const child = spawn(program, rest, { stdio: ['pipe', 'ignore', 'pipe'], detached: !isWindows });
  const said: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  child.stdin?.on('error', () => {});
  child.unref();
  if (isWindows) process.once('exit', () => child.kill());
  return { process: child, said, passing };
}

function stopProcess({ process: child, passing }: Child): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      if (isWindows && passing) rmSync(passing, { recursive: true, force: true });
      resolve();
    };
    if (child.exitCode !== null || child.signalCode !== null) return end();
    child.once('exit', end);
    child.ref();
    child.stdin?.end();
    if (isWindows) child.kill();
  });
}

async function untilReady(engine: Engine, child: { readonly said: readonly string[] }): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await engine.call('ListTables', {});
      return;
    } catch (cause) {
      if (tries === 1000) throw new Error(`the DynamoDB engine does not answer: ${child.said.join('')}`, { cause });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server, 0);
  await close(server);
  return port;
}
