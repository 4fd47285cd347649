'use strict';
/**
 * One cold start in a process of its own: the built-in modules that Lambda's runtime client has loaded before a
 * function's code (github.com/aws/aws-lambda-nodejs-runtime-interface-client), then the import of a bundle and one call.
 * Tells the CPU and wall microseconds since the process started, before and after.
 */
const { writeSync } = require('node:fs');
for (const name of ['http', 'net', 'assert', 'util', 'path', 'fs', 'module']) require(`node:${name}`);

const [, , file, target] = process.argv;
const before = now();
if (file === undefined) tell(before);
else void call().then((status) => tell(now(), status));

function now() {
  const { user, system } = process.cpuUsage();
  return { cpu: user + system, wall: performance.now() * 1000 };
}

async function call() {
  const { handler } = await import(file);
  const [method, path] = target.split(' ');
  const claims = { memberId: 'mem_1', role: 'admin', departments: 'all', locale: 'en', zone: 'Asia/Shanghai' };
  const { statusCode } = await handler(
    {
      version: '2.0',
      rawPath: path,
      rawQueryString: '',
      headers: { 'content-type': 'application/json' },
      requestContext: { requestId: 'req-1', http: { method, path }, authorizer: { jwt: { claims } } },
      ...(method === 'GET' ? {} : { body: '{}' }),
      isBase64Encoded: false,
    },
    { awsRequestId: 'run-1', getRemainingTimeInMillis: () => 10_000 },
  );
  return statusCode;
}

function tell(after, status) {
  writeSync(3, JSON.stringify({ before, after, status, rss: process.memoryUsage.rss() }));
  process.exit(0);
}
