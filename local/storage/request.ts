import { AwsError, type AwsRequest, type Need } from '../service.ts';

/** What a request is about: a bucket, or an object when there is a key. */
export interface Target {
  readonly bucket: string;
  readonly key: string;
}

interface Operation {
  readonly operation: string;
  readonly needs: readonly Need[];
}

/** Query parameters that belong to the operations run here, to the SDK, or to a presigned link. */
const known =
  /^(list-type|prefix|delimiter|max-keys|continuation-token|start-after|encoding-type|fetch-owner|x-id|x-amz-.*|response-.*|X-Amz-.*)$/;

/** Buckets stand in the host (`bucket.s3.…`) or first in the path, which the SDK chooses for an address without a name. */
export function toTarget({ path, headers }: AwsRequest, buckets: readonly string[]): Target {
  const segments = decodePath(path).slice(1).split('/');
  const hosted = buckets.find((bucket) => headers['host']?.startsWith(`${bucket}.`));
  if (hosted !== undefined) return { bucket: hosted, key: segments.join('/') };
  const [bucket = '', ...key] = segments;
  return { bucket, key: key.join('/') };
}

export function operationOf({ method, query, headers }: AwsRequest, { bucket, key }: Target): Operation {
  const foreign = [...query.keys()].find((name) => !known.test(name));
  if (foreign !== undefined || headers['x-amz-copy-source'] !== undefined) {
    throw new AwsError('NotImplemented', `s3: ${foreign ?? 'copying'} is not run on a laptop.`, 501);
  }
  const onObject = (operation: string, action: string): Operation => ({
    operation,
    needs: [{ action: `s3:${action}`, resource: `arn:aws:s3:::${bucket}/${key}` }],
  });
  const onBucket = (operation: string): Operation => {
    const prefix = query.get('prefix');
    const context = prefix === null ? {} : { 's3:prefix': prefix };
    return { operation, needs: [{ action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}`, context }] };
  };
  switch (`${method} ${key === '' ? 'bucket' : 'object'}`) {
    case 'PUT object':
      return onObject('PutObject', 'PutObject');
    case 'GET object':
      return onObject('GetObject', 'GetObject');
    case 'HEAD object':
      return onObject('HeadObject', 'GetObject');
    case 'DELETE object':
      return onObject('DeleteObject', 'DeleteObject');
    case 'GET bucket':
      if (query.get('list-type') === '2') return onBucket('ListObjectsV2');
      break;
    case 'HEAD bucket':
      return onBucket('HeadBucket');
  }
  throw new AwsError(
    'NotImplemented',
    `s3: ${method} of ${key === '' ? 'a bucket' : 'an object'} is not run on a laptop.`,
    501,
  );
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
}
