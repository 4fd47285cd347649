import { type Check, resourcesOf } from './template.ts';

/** AWS slows the readers of a stream down beyond these. */
const readersMax = 2;

/** Who follows the table's stream says what it is for: whatever nobody asked for costs no run. */
export const streamReaders: Check = (templates) => {
  const readers = resourcesOf(templates, 'AWS::Lambda::EventSourceMapping').filter(
    ({ properties }) => properties['StartingPosition'] !== undefined,
  );
  return [
    ...readers.slice(readersMax).map(({ place }) => `${place} is one reader of a stream more than ${readersMax}.`),
    ...readers
      .filter(({ properties }) => properties['FilterCriteria'] === undefined)
      .map(({ place }) => `${place} reads every change, without a filter.`),
  ];
};
