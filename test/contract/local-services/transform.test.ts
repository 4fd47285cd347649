import { expect, test } from 'vitest';
import { shape } from '#local/events/transform.ts';

const event = {
  id: 'evt_1',
  time: '2026-03-01T09:00:00Z',
  detail: { name: 'say "hi"', count: 3, list: [{ id: 'a' }] },
};

function transformed(InputTemplate: string, InputPathsMap: Record<string, string> = {}) {
  return shape({ InputTransformer: { InputTemplate, InputPathsMap } }, event);
}

test('a target without shaping gets the whole event', () => {
  expect(shape({}, event)).toEqual(event);
});

test('a constant input replaces the event', () => {
  expect(shape({ Input: '{"a":1}' }, event)).toEqual({ a: 1 });
});

test('an input path picks a part, also out of a list', () => {
  expect(shape({ InputPath: '$.detail' }, event)).toEqual(event.detail);
  expect(shape({ InputPath: '$.detail.list[0].id' }, event)).toBe('a');
});

test('a value stands as JSON outside quotes and as escaped text inside them', () => {
  const paths = { name: '$.detail.name', list: '$.detail.list' };
  expect(transformed('{"name": <name>, "text": "it is <name>", "list": <list>}', paths)).toEqual({
    name: 'say "hi"',
    text: 'it is say "hi"',
    list: [{ id: 'a' }],
  });
});

test('a value that is not there is empty text', () => {
  expect(transformed('{"a": <gone>, "b": "x<gone>"}', { gone: '$.detail.gone' })).toEqual({ a: '', b: 'x' });
});

test('the event and its time are there without being named', () => {
  expect(transformed('{"at": <aws.events.event.ingestion-time>, "event": <aws.events.event>}')).toEqual({
    at: event.time,
    event,
  });
});

test('a template that is no JSON is a text', () => {
  expect(transformed('count is <count>', { count: '$.detail.count' })).toBe('count is 3');
});
