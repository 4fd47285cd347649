import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Policies } from './iam/policies.ts';
import { AwsError, type AwsReply, type AwsRequest, type Busy, type Service } from './service.ts';
import { headersOf, readBody } from './wire.ts';

export interface EndpointOptions {
  /** By signing name. */
  readonly services: Readonly<Record<string, Service>>;
  readonly policies: Policies;
  /** Asked before each call: an error to answer with instead, which a test asked for. */
  readonly fault?: (service: string, operation: string) => AwsError | undefined;
  readonly log: (line: string) => void;
}

/** The one endpoint of all AWS services: who calls which service is in the signature's credential scope. */
export class Endpoint implements Busy {
  readonly server: Server;
  /** Calls that were let through, by `service:operation`. */
  readonly calls = new Map<string, number>();
  /** Refusals of IAM, oldest first: a deployment would meet the same. */
  readonly refusals: string[] = [];
  readonly #options: EndpointOptions;
  #running = 0;

  constructor(options: EndpointOptions) {
    this.#options = options;
    this.server = createServer((message, response) => void this.#serve(message, response));
  }

  isBusy(): boolean {
    return this.#running > 0;
  }

  /** Answers a request; errors are answers as well. */
  async handle(request: AwsRequest): Promise<AwsReply> {
    this.#running++;
    const service = this.#options.services[request.service];
    try {
      if (!service) throw new AwsError('UnknownOperationException', `${request.service} is not run on the laptop`);
      const plan = service.plan(request);
      const refusal = this.#options.policies.firstRefusal(request.role, plan.needs);
      if (refusal) throw this.#refuse(refusal);
      const fault = this.#options.fault?.(request.service, plan.operation);
      if (fault) throw fault;
      const name = `${request.service}:${plan.operation}`;
      this.calls.set(name, (this.calls.get(name) ?? 0) + 1);
      return await plan.run();
    } catch (error) {
      const known = this.#known(error, request);
      return service?.refuse?.(known, request) ?? jsonRefusal(known);
    } finally {
      this.#running--;
    }
  }

  #refuse(refusal: string): AwsError {
    this.refusals.push(refusal);
    this.#options.log(`denied: ${refusal}`);
    return new AwsError('AccessDeniedException', refusal);
  }

  #known(error: unknown, { service, role }: AwsRequest): AwsError {
    if (error instanceof AwsError) return error;
    this.#options.log(`${service} failed for ${role}: ${error instanceof Error ? error.stack : String(error)}`);
    return new AwsError('InternalFailure', 'The request processing has failed because of an unknown error.', 500);
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const reply = await this.#answer(message);
      response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
      if (message.method === 'HEAD') response.end();
      // As text it leaves in one piece with the headers; this encoding keeps every byte.
      else if (typeof reply.body === 'string') response.end(reply.body);
      else response.end(reply.body.toString('latin1'), 'latin1');
    } catch {
      // The caller is gone (a function that timed out): nobody waits for this answer.
      response.destroy();
    }
  }

  async #answer(message: IncomingMessage): Promise<AwsReply> {
    const body = (await readBody(message)) ?? Buffer.alloc(0);
    const headers = headersOf(message);
    const [path = '/', search = ''] = (message.url ?? '/').split('?', 2);
    const query = new URLSearchParams(search);
    const { role, service } = callerOf(headers, query);
    if (role === undefined || service === undefined) {
      return jsonRefusal(new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403));
    }
    return this.handle({
      service,
      role,
      method: message.method ?? 'GET',
      path,
      query,
      headers,
      body,
    });
  }
}

/**
 * The access key is the role's name; a presigned link carries it in the query. Only Cognito is also asked without a
 * signature, by those who sign in.
 */
function callerOf(
  headers: Readonly<Record<string, string>>,
  query: URLSearchParams,
): { readonly role?: string; readonly service?: string } {
  const credential = /Credential=([^,\s]+)/.exec(headers['authorization'] ?? '')?.[1] ?? query.get('X-Amz-Credential');
  const [, role, service] = /^([^/]+)\/\d+\/[^/]+\/([^/]+)\/aws4_request$/.exec(credential ?? '') ?? [];
  if (role !== undefined && service !== undefined) return { role, service };
  const isSignIn = headers['x-amz-target']?.startsWith('AWSCognitoIdentityProviderService.');
  return isSignIn ? { role: 'anonymous', service: 'cognito-idp' } : {};
}

function jsonRefusal(error: AwsError): AwsReply {
  return {
    status: error.status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': error.name },
    body: JSON.stringify({ __type: error.name, message: error.message, ...error.extra }),
  };
}
