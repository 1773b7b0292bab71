import { expect, test } from 'vitest';
import { attributesOf, dataOptions } from './options';

test("a container's data- attributes become the element's attributes", () => {
  const data: Record<string, string> = {
    'data-max-windows': '12',
    'data-language': 'de',
    'data-required': '',
  };
  const container = { getAttribute: (name: string) => data[name] ?? null } as Element;
  expect(attributesOf(dataOptions(container))).toEqual({ 'max-windows': '12', lang: 'de', required: '' });
});

test('options of render may be numbers', () => {
  expect(attributesOf({ 'max-windows': 12, required: false })).toEqual({ 'max-windows': '12' });
});
