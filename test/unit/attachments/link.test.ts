import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { s3Files } from '#functions/http/files.ts';

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'role');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('ATTACHMENTS_BUCKET', 'papers');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

test('a link takes exactly the announced bytes of the announced type, once', async () => {
  const { url, headers } = await s3Files('ATTACHMENTS_BUCKET').uploadLinkOnce('attachments/a', 7, 'text/csv', 300);

  const { host, pathname, searchParams } = new URL(url);
  expect([host, pathname]).toEqual(['papers.s3.eu-central-1.amazonaws.com', '/attachments/a']);
  expect(searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host;if-none-match');
  expect(searchParams.get('X-Amz-Expires')).toBe('300');
  expect(headers).toEqual({ 'content-type': 'text/csv', 'if-none-match': '*' });
});
