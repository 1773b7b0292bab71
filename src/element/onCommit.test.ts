import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { onCommit } from './onCommit';

/** Cameras as a `<select>` of the browser keeps them, the first one chosen. */
class Cameras extends EventTarget {
  selectedIndex = 0;
  get value() {
    return ['front', 'back', 'usb'][this.selectedIndex] ?? '';
  }
}

/** A list, what a person can do with it, and the choices that were committed. */
function list() {
  const select = new Cameras();
  const committed: string[] = [];
  onCommit(select, (value) => committed.push(value));
  const press = (key: string) => {
    const event = Object.assign(new Event('keydown', { cancelable: true }), { key });
    select.dispatchEvent(event);
    return event;
  };
  const change = (index: number) => {
    select.selectedIndex = index;
    select.dispatchEvent(new Event('change'));
  };
  const step = () => {
    press('ArrowDown');
    change(select.selectedIndex + 1);
  };
  return { select, committed, press, change, step };
}

describe('onCommit', () => {
  it('takes what is chosen by mouse or touch at once', () => {
    const { committed, change } = list();
    change(2);
    expect(committed).toEqual(['usb']);
  });

  it.each(['Enter', 'Tab'])('lets arrow keys step to the last one and waits for %s', (key) => {
    const { committed, press, step } = list();
    step();
    step();
    expect(committed).toEqual([]);
    expect(press(key).defaultPrevented).toBe(true);
    expect(committed).toEqual(['usb']);
  });

  it('leaves the keys alone where nothing was chosen', () => {
    const { committed, press } = list();
    expect(press('Tab').defaultPrevented).toBe(false);
    expect(committed).toEqual([]);
  });

  // On macOS arrow keys open the list, too.
  it.each([' ', 'F4', 'ArrowDown'])(
    'takes what is chosen in a list that was opened by key "%s"',
    async (key) => {
      const { committed, press, change } = list();
      press(key);
      await delay(10);
      change(1);
      expect(committed).toEqual(['back']);
    },
  );

  it('takes a mouse for a mouse after keys were used', async () => {
    const { committed, step, change } = list();
    step();
    await delay(10);
    change(2);
    expect(committed).toEqual(['usb']);
  });

  it('takes back what was not meant', () => {
    const { select, committed, step } = list();
    step();
    select.dispatchEvent(new Event('blur'));
    expect(select.value).toBe('front');
    expect(committed).toEqual([]);
  });
});
