import type { Metafile } from 'esbuild';

type Output = Metafile['outputs'][string];

/**
 * Minified bytes: 370 and 650 KB of 1024. Mail's MIME builder, the S3 client, and the phone library where contacts are
 * entered, are the only reasons to be larger.
 */
export const byteLimits = { usual: 370 * 1024, large: 650 * 1024 } as const;

const reasonsToBeLarge = /^node_modules\/(nodemailer|@aws-sdk\/client-s3|libphonenumber-js)\//;

/** What a bundle may not contain, and why a cold start would pay for it. */
const refused: readonly { readonly input: RegExp; readonly because: string }[] = [
  {
    input: /node_modules\/zod\/v4\/locales\/(?!en\.)/,
    because: "a zod locale table (write import * as z from 'zod')",
  },
  {
    input:
      /node_modules\/(@aws-sdk\/(credential-provider-(?!env)[a-z-]+|token-providers)|@smithy\/credential-provider-imds)\//,
    because: 'a chain of credential providers',
  },
  { input: /node_modules\/aws-xray-sdk/, because: 'the X-Ray SDK' },
];

/** One sentence for each thing that is wrong with the bundles; none when they may be shipped. */
export function bundleFaults(metafile: Metafile): readonly string[] {
  const bundles = Object.entries(metafile.outputs).filter(([path]) => path.endsWith('.mjs'));
  if (bundles.length === 0) return ['No bundle was built, so none was examined.'];
  return bundles.flatMap(([path, output]) => [
    ...tooLarge(output).map((fault) => `${path} ${fault}`),
    ...refusedInputs(output).map((fault) => `${path} ${fault}`),
    ...eagerHttp(output).map((fault) => `${path} ${fault}`),
  ]);
}

function inputsOf(output: Output): readonly string[] {
  return Object.entries(output.inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : []));
}

/** Minified bytes that a bundle may have, by what it contains. */
export function limitOf(output: Output): number {
  return inputsOf(output).some((input) => reasonsToBeLarge.test(input)) ? byteLimits.large : byteLimits.usual;
}

function tooLarge(output: Output): readonly string[] {
  const limit = limitOf(output);
  return output.bytes > limit ? [`has ${output.bytes} bytes, more than ${limit}.`] : [];
}

function refusedInputs(output: Output): readonly string[] {
  return refused.flatMap(({ input, because }) => {
    const found = inputsOf(output).find((path) => input.test(path));
    return found === undefined ? [] : [`contains ${because}: ${found}.`];
  });
}

function eagerHttp(output: Output): readonly string[] {
  return output.imports
    .filter(({ path, kind }) => kind === 'import-statement' && /^(node:)?https?$/.test(path))
    .map(({ path }) => `imports ${path} as ESM, which loads undici.`);
}
