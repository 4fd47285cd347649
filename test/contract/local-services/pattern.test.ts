import { expect, test } from 'vitest';
import { matches } from '#local/events/pattern.ts';

const event = {
  source: 'guanxi.customers',
  'detail-type': 'customer.created',
  resources: ['arn:a', 'arn:b'],
  detail: {
    id: 'cus_1',
    name: 'Acme Ltd',
    amount: 120,
    level: null,
    tags: ['vip', 'cn'],
    ip: '10.0.3.7',
    lines: [{ sku: 'a' }],
  },
};

test.each<[string, boolean, object]>([
  ['a value equal to one of the alternatives', true, { source: ['x', 'guanxi.customers'] }],
  ['no alternative that is equal', false, { source: ['guanxi.tickets'] }],
  ['several fields that all match', true, { source: ['guanxi.customers'], detail: { id: ['cus_1'] } }],
  ['several fields of which one does not match', false, { source: ['guanxi.customers'], detail: { id: ['cus_2'] } }],
  ['one element of a list in the event', true, { resources: ['arn:b'] }],
  ['a field inside a list of objects', true, { detail: { lines: { sku: ['a'] } } }],
  ['null only for null', true, { detail: { level: [null] } }],
  ['null not for a missing field', false, { detail: { gone: [null] } }],
  ['a number by value, not by text', false, { detail: { amount: ['120'] } }],
  ['a prefix', true, { source: [{ prefix: 'guanxi.' }] }],
  ['a prefix whatever the case', true, { detail: { name: [{ prefix: { 'equals-ignore-case': 'ACME' } }] } }],
  ['a suffix', true, { 'detail-type': [{ suffix: '.created' }] }],
  ['a suffix that is not there', false, { 'detail-type': [{ suffix: '.deleted' }] }],
  ['text whatever the case', true, { detail: { name: [{ 'equals-ignore-case': 'acme LTD' }] } }],
  ['a wildcard', true, { 'detail-type': [{ wildcard: 'customer.*' }] }],
  ['a wildcard in the middle', false, { 'detail-type': [{ wildcard: 'c*.deleted' }] }],
  ['anything but a list of values', true, { detail: { id: [{ 'anything-but': ['cus_2', 'cus_3'] }] } }],
  ['anything but the value that is there', false, { detail: { id: [{ 'anything-but': 'cus_1' }] } }],
  ['anything but: not for a missing field', false, { detail: { gone: [{ 'anything-but': 'x' }] } }],
  ['anything but a prefix', false, { detail: { id: [{ 'anything-but': { prefix: 'cus_' } }] } }],
  ['anything but one of several suffixes', true, { detail: { id: [{ 'anything-but': { suffix: ['_2', '_3'] } }] } }],
  ['a number within bounds', true, { detail: { amount: [{ numeric: ['>', 100, '<=', 120] }] } }],
  ['a number outside bounds', false, { detail: { amount: [{ numeric: ['>', 120] }] } }],
  ['a field that exists', true, { detail: { id: [{ exists: true }] } }],
  ['a null field as one that exists', true, { detail: { level: [{ exists: true }] } }],
  ['an object not as a field that exists', false, { detail: [{ exists: true }] }],
  ['a field that does not exist', true, { detail: { gone: [{ exists: false }] } }],
  ['a field that does not exist below a missing object', true, { detail: { gone: { deeper: [{ exists: false }] } } }],
  ['an address in a range', true, { detail: { ip: [{ cidr: '10.0.0.0/16' }] } }],
  ['an address outside a range', false, { detail: { ip: [{ cidr: '10.1.0.0/16' }] } }],
  ['one branch of $or', true, { $or: [{ source: ['x'] }, { detail: { id: ['cus_1'] } }] }],
  ['no branch of $or', false, { $or: [{ source: ['x'] }, { detail: { id: ['cus_2'] } }] }],
])('a pattern finds %s: %s', (_, expected, pattern) => {
  expect(matches({ ...pattern }, event)).toBe(expected);
});

test('an operator that is not known here is an error, so that a rule never silently matches nothing', () => {
  expect(() => matches({ source: [{ like: 'x' }] }, event)).toThrow(/'like'/);
});
