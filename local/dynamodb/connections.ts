import { connect, type Socket } from 'node:net';
import type { AwsReply } from '../service.ts';

/** Open at once; a request above that waits for one. */
const mostOpen = 64;

interface Waiting {
  readonly message: Buffer;
  readonly resolve: (reply: AwsReply) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Keeps connections to one server of HTTP/1.1 and posts to it. Node's own client costs the runner's thread three times
 * as much for each request, and every call of every function comes by here.
 */
export class Connections {
  readonly #url: URL;
  readonly #idle: Socket[] = [];
  readonly #waiting: Waiting[] = [];
  #open = 0;

  constructor(url: string) {
    this.#url = new URL(url);
  }

  post(headers: Readonly<Record<string, string>>, body: Buffer | string): Promise<AwsReply> {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const { host, pathname } = this.#url;
    const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\n${lines.join('')}content-length: ${bytes.length}\r\n\r\n`;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ message: Buffer.concat([Buffer.from(head), bytes]), resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    const socket = this.#waiting.length > 0 ? (this.#idle.pop() ?? this.#connect()) : undefined;
    const waiting = socket && this.#waiting.shift();
    if (waiting) this.#exchange(socket, waiting);
  }

  #connect(): Socket | undefined {
    if (this.#open >= mostOpen) return undefined;
    this.#open++;
    const socket = connect({ host: this.#url.hostname, port: Number(this.#url.port || 80), noDelay: true });
    socket.unref();
    // Without a listener an error would end the process; the close that follows tells whoever waits.
    let cause: Error | undefined;
    socket.on('error', (error) => {
      cause = error;
    });
    socket.on('close', () => {
      this.#open--;
      const at = this.#idle.indexOf(socket);
      if (at >= 0) this.#idle.splice(at, 1);
      socket.emit('lost', new Error(`${this.#url.host} closed the connection`, { cause }));
      this.#next();
    });
    return socket;
  }

  #exchange(socket: Socket, { message, resolve, reject }: Waiting): void {
    let received: Buffer = Buffer.alloc(0);
    const done = (): void => {
      socket.off('data', onData).off('lost', onLost).unref();
    };
    const onLost = (error: Error): void => {
      done();
      reject(error);
    };
    const onData = (chunk: Buffer): void => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const reply = readReply(received);
      if (!reply) return;
      done();
      if (reply.headers['connection']?.toLowerCase() === 'close') socket.destroy();
      else this.#idle.push(socket);
      resolve(reply);
      this.#next();
    };
    socket.ref().on('data', onData).once('lost', onLost).write(message);
  }
}

/** The answer, once all of it is there. */
function readReply(bytes: Buffer): AwsReply | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const rest = bytes.subarray(end + 4);
  const isChunked = headers['transfer-encoding']?.toLowerCase() === 'chunked';
  const body = isChunked ? joinChunks(rest) : ofLength(rest, Number(headers['content-length'] ?? 0));
  return body && { status: Number(first.split(' ')[1]), headers, body };
}

function ofLength(bytes: Buffer, length: number): Buffer | undefined {
  return bytes.length < length ? undefined : bytes.subarray(0, length);
}

/** Each chunk has its length in hexadecimal before it; one of none is the last. */
function joinChunks(bytes: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const length = Number.parseInt(bytes.toString('latin1', at, line), 16);
    const end = line + 2 + length + 2;
    if (bytes.length < end) return undefined;
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(line + 2, end - 2));
    at = end;
  }
}
