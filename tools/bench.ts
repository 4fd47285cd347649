import { parseArgs } from 'node:util';
import { bundle } from '#infra/bundle.ts';
import { newTable, startEngine } from '#test/engine-process.ts';
import { cold } from './bench/cold.ts';
import { isMet, type Measure, rowOf, toMarkdown } from './bench/measure.ts';
import { sizes } from './bench/sizes.ts';
import { deadlines, layer, operations, sweep } from './bench/warm.ts';

/**
 * `npm run bench`: how large, fast and frugal what would be deployed is, as ratios taken in one run, so that they can be
 * compared from machine to machine. Ends with 1 when a goal is missed. `--markdown` prints the table of docs/performance.md.
 */
const { values } = parseArgs({ options: { markdown: { type: 'boolean', default: false } } });

await bundle();
const engine = await startEngine();
try {
  const table = async () => ({ AWS_ENDPOINT_URL_DYNAMODB: engine.url, TABLE_NAME: await newTable(engine.client) });
  const measures = [
    ...sizes(),
    ...(await layer()),
    ...(await deadlines()),
    ...(await operations(await table())),
    ...(await sweep(await table())),
    ...(await cold(await table())),
  ];
  print(measures);
  process.exitCode = measures.some((each) => isMet(each) === false) ? 1 : 0;
} finally {
  engine.client.destroy();
  engine.stop();
}

function print(measures: readonly Measure[]): void {
  if (values.markdown) console.log(toMarkdown(measures));
  else console.table(measures.map(rowOf));
}
