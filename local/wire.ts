import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isObject, type JsonObject } from './json.ts';
import { region } from './names.ts';
import { AwsError, type AwsReply, type AwsRequest } from './service.ts';

/** Reads a whole body; undefined when it is longer than allowed. */
export function readBody(message: IncomingMessage, limit = Number.POSITIVE_INFINITY): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    message.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
    });
    message.on('end', () => resolve(length > limit ? undefined : Buffer.concat(chunks)));
    message.on('error', reject);
  });
}

/** Repeated headers joined as HTTP allows; names are in lower case already. */
export function headersOf(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  return headers;
}

export function listen(server: Server, port: number): Promise<number> {
  // The SDK keeps connections; closing idle ones would race with its next request.
  server.keepAliveTimeout = 0;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Engines check that a signature is there, not that it is right. */
export function signatureOf(role: string, service: string): string {
  const scope = `${role}/20260101/${region}/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
}

/** An AWS JSON request as an SDK would send it, made by the runner itself. */
export function jsonRequest(role: string, service: string, target: string, input: unknown): AwsRequest {
  return {
    service,
    role,
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target },
    body: Buffer.from(JSON.stringify(input)),
  };
}

/** The body of an AWS JSON answer; throws the error that it says. */
export function parseReply({ status, body }: AwsReply): JsonObject {
  const text = body.toString();
  const parsed: unknown = text ? JSON.parse(text) : {};
  const answer = isObject(parsed) ? parsed : {};
  if (status < 300) return answer;
  const type = String(answer['__type'] ?? 'InternalFailure');
  throw new AwsError(
    type.split('#').at(-1) ?? type,
    String(answer['message'] ?? answer['Message'] ?? ''),
    status,
    answer,
  );
}
