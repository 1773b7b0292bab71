import { expect, test, vi } from 'vitest';
import { upgradeProperties } from './upgradeProperties';

test('what was set before the class was known goes through its accessors', () => {
  const heard: unknown[] = [];
  const early: object = { texts: { good: 'Fine' }, disabled: undefined };
  Object.setPrototypeOf(early, {
    set texts(texts: unknown) {
      heard.push(texts);
    },
    set disabled(disabled: unknown) {
      heard.push(disabled);
    },
    set name(name: unknown) {
      heard.push(name);
    },
  });
  upgradeProperties(early, ['texts', 'name', 'disabled']);
  expect(heard).toEqual([{ good: 'Fine' }, undefined]);
  expect(Object.keys(early)).toEqual([]);
});

test('they are taken up where there is no `Object.hasOwn`, too', () => {
  const lacking = vi.spyOn(Object, 'hasOwn').mockImplementation(() => {
    throw new TypeError('Object.hasOwn is not a function');
  });
  try {
    upgradeProperties({ name: 'liveness' }, ['name', 'texts']);
  } finally {
    lacking.mockRestore();
  }
});
