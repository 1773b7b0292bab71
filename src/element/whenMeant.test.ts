import { describe, expect, it } from 'vitest';
import { whenMeant } from './whenMeant';

/** Cameras as a `<select>` of the browser keeps them, the first one chosen. */
class Cameras extends EventTarget {
  selectedIndex = 0;
  get value() {
    return ['front', 'back', 'usb'][this.selectedIndex] ?? '';
  }
}

/** A list, what can be done to it, and what was meant. */
function list() {
  const select = new Cameras();
  const meant: string[] = [];
  whenMeant(select, (value) => meant.push(value));
  const press = (key: string, altKey = false) => {
    const event = Object.assign(new Event('keydown', { cancelable: true }), { key, altKey });
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
  return { select, meant, press, change, step };
}

describe('whenMeant', () => {
  it('takes what is chosen by mouse or touch at once', () => {
    const { meant, change } = list();
    change(2);
    expect(meant).toEqual(['usb']);
  });

  it.each(['Enter', 'Tab'])('lets arrow keys step to the last one and waits for %s', (key) => {
    const { meant, press, step } = list();
    step();
    step();
    expect(meant).toEqual([]);
    expect(press(key).defaultPrevented).toBe(true);
    expect(meant).toEqual(['usb']);
  });

  it('leaves the keys alone where nothing was chosen', () => {
    const { meant, press } = list();
    expect(press('Tab').defaultPrevented).toBe(false);
    expect(meant).toEqual([]);
  });

  it.each([
    [' ', false],
    ['ArrowDown', true],
  ])('takes what is chosen in a list that was opened by key "%s"', (key, alt) => {
    const { meant, press, change } = list();
    press(key, alt);
    change(1);
    expect(meant).toEqual(['back']);
  });

  it('takes a mouse for a mouse after keys were used', () => {
    const { select, meant, step, change } = list();
    step();
    select.dispatchEvent(new Event('pointerdown'));
    change(2);
    expect(meant).toEqual(['usb']);
  });

  it('takes back what was not meant', () => {
    const { select, meant, step } = list();
    step();
    select.dispatchEvent(new Event('blur'));
    expect(select.value).toBe('front');
    expect(meant).toEqual([]);
  });
});
