import type { CameraDevice } from '../camera/listCameras';
import { build, buildSvg } from './build';
import type { CameraView } from './cameraView';
import type { CheckState, Screen } from './checkState';
import { errorRecovery, type Recovery } from './errorRecovery';
import type { Localizer } from './localizer';
import { onCommit } from './onCommit';
import { retryAdvice } from './retryAdvice';
import type { TextKey } from './texts/table';

export interface Handlers {
  start: () => void;
  cancel: () => void;
  choose: (deviceId: string) => void;
}

/** Milliseconds in which the second click of a double click comes, whatever the person has set. */
const DOUBLE_CLICK = 1000;
/** The same for taps. Phones count them no better than as one click each. */
const DOUBLE_TAP = 500;

/** Builds screens. Each text is in a slot, so that a page can replace it. */
export class Screens {
  /** When a button was last pressed, as an event's `timeStamp`. */
  #pressedAt = -Infinity;

  constructor(
    private readonly localizer: Pick<Localizer, 'slot' | 'text'>,
    private readonly view: CameraView,
    private readonly handlers: Handlers,
  ) {}

  /**
   * Returns the whole screen in a slot that a page can fill: `<div slot="screen-passed">`.
   *
   * @param sendsPictures whether pictures will leave the device
   */
  build(state: CheckState, disabled: boolean, sendsPictures: boolean): HTMLElement {
    const content = this.#content(state, sendsPictures);
    const screen = build('div', { class: 'screen', part: `screen ${state.screen}` }, ...content);
    for (const control of screen.querySelectorAll<HTMLButtonElement | HTMLSelectElement>('button, select'))
      control.disabled = disabled;
    return build('slot', { name: `screen-${state.screen}` }, screen);
  }

  #content(state: CheckState, sendsPictures: boolean): (HTMLElement | SVGElement | undefined)[] {
    switch (state.screen) {
      case 'start':
        return [
          state.expired ? this.#paragraph('expired', 'notice') : undefined,
          this.#title('start-title'),
          this.#paragraph('start-reason'),
          this.#paragraph(sendsPictures ? 'start-evidence' : 'start-privacy', 'quiet'),
          this.#row(this.#start('start-button'), this.#anotherWay()),
        ];
      case 'asking':
        return [
          this.#title('asking-title'),
          this.#paragraph('asking-reason'),
          // A page may start the check itself, without the first screen.
          sendsPictures ? this.#paragraph('start-evidence', 'quiet') : undefined,
          this.#row(this.#cancel(), this.#anotherWay()),
        ];
      case 'looking':
        return [
          this.#title('looking-title'),
          this.view.root,
          build('p', { class: 'hint', part: 'hint' }, this.localizer.slot(hintKey(state))),
          this.cameraChoice(state.cameras),
          this.#row(this.#cancel()),
        ];
      case 'passed':
        return [icon('M5 13l4 4L19 7'), this.#title('passed-title')];
      case 'retry':
        return [
          this.#title('retry-title'),
          this.#paragraph(adviceOf(state)),
          this.#row(this.#start('retry-button'), this.#anotherWay()),
        ];
      case 'failed':
        return [
          this.#title('failed-title', 'alarm'),
          this.#paragraph('failed-reason'),
          this.#row(this.#anotherWay()),
        ];
      case 'unsupported':
      case 'error': {
        const { text, recoverable } = recoveryOf(state);
        return [
          state.screen === 'error' ? icon('M12 8v5M12 16.5v.01M12 3l10 18H2z', 'mark alarm-mark') : undefined,
          this.#title('error-title', 'alarm'),
          this.#paragraph(text),
          this.cameraChoice(state.cameras),
          this.#row(recoverable ? this.#start('retry-button') : undefined, this.#anotherWay()),
        ];
      }
    }
  }

  #title(key: TextKey, kind = ''): HTMLElement {
    return build('h2', { class: kind, part: 'title', tabindex: '-1' }, this.localizer.slot(key));
  }

  #paragraph(key: TextKey, kind = ''): HTMLElement {
    return build('p', { class: kind, part: kind || 'text' }, this.localizer.slot(key));
  }

  #row(...content: (HTMLElement | undefined)[]): HTMLElement {
    return build('div', { class: 'actions', part: 'actions' }, ...content);
  }

  #start(key: TextKey): HTMLElement {
    return this.#button(key, 'main', this.handlers.start);
  }

  #cancel(): HTMLElement {
    return this.#button('cancel-button', 'quiet-button', this.handlers.cancel);
  }

  #button(key: TextKey, kind: string, act: () => void): HTMLElement {
    const button = build(
      'button',
      { type: 'button', class: kind, part: `button ${kind}` },
      this.localizer.slot(key),
    );
    // What is pressed twice, or held, would press a button of the next screen, which may be in the same place and undo this one.
    let pointer = '';
    // Safari's clicks do not say what made them before 18.2, and call a finger a mouse before 18.4.
    button.addEventListener('pointerdown', ({ pointerType }) => (pointer = pointerType));
    button.addEventListener('click', ({ detail: clicks, timeStamp }) => {
      const isTap = clicks === 1 && pointer === 'touch';
      const tooSoon = isTap ? DOUBLE_TAP : clicks > 1 ? DOUBLE_CLICK : 0;
      // The first of two may have pressed nothing, as where the screen was drawn under it.
      if (timeStamp - this.#pressedAt < tooSoon) return;
      this.#pressedAt = timeStamp;
      act();
    });
    button.addEventListener('keydown', (event) => {
      if (event.repeat && event.key === 'Enter') event.preventDefault();
    });
    return button;
  }

  /** A slot for the page's own alternative to the check: a link to a code by mail, a phone number, a form. */
  #anotherWay(): HTMLElement {
    return build('slot', { name: 'another-way' });
  }

  /** Returns a choice of cameras if there are several. None is selected where none is shown. */
  cameraChoice(devices: CheckState['cameras']): HTMLElement | undefined {
    if (devices.length < 2) return undefined;
    const select = build('select', { part: 'select' });
    const names = cameraNames(devices, this.localizer.text('camera-label'));
    devices.forEach(({ deviceId }, index) => {
      select.append(build('option', { value: deviceId }, document.createTextNode(names[index] ?? '')));
    });
    select.selectedIndex = devices.findIndex(({ deviceId }) => deviceId === this.view.deviceId);
    onCommit(select, this.handlers.choose);
    return build('label', { part: 'cameras' }, this.localizer.slot('camera-label'), select);
  }
}

/** Returns names to choose by: cameras without one, or with the same one, are numbered. */
export function cameraNames(devices: readonly CameraDevice[], camera: string): string[] {
  return devices.map(({ label }, index) => {
    const name = label.trim();
    const same = devices.filter((other) => other.label.trim() === name);
    if (name === '') return `${camera} ${String(index + 1)}`;
    return same.length > 1 ? `${name} ${String(same.indexOf(devices[index] as CameraDevice) + 1)}` : name;
  });
}

/** Returns the text of the screen `looking`. Until a frame was seen it says that the check is getting ready. */
export function hintKey({ held, ready, advice }: CheckState): TextKey {
  if (held) return 'play';
  if (!ready || !advice) return 'loading';
  if (advice.code === 'good') return 'good';
  return advice.escalated ? `more-${advice.code}` : `hint-${advice.code}`;
}

/** Returns the texts that screen readers announce when a screen appears: its title, and the explanation or hint if it has one. */
export function announcementKeys(state: CheckState): TextKey[] {
  const keys: Record<Screen, TextKey[]> = {
    start: state.expired ? ['expired'] : ['start-title'],
    asking: ['asking-title', 'asking-reason'],
    looking: ['looking-title', hintKey(state)],
    passed: ['passed-title'],
    retry: ['retry-title', adviceOf(state)],
    failed: ['failed-title', 'failed-reason'],
    unsupported: ['error-title', recoveryOf(state).text],
    error: ['error-title', recoveryOf(state).text],
  };
  return keys[state.screen];
}

function adviceOf({ reason }: CheckState): TextKey {
  return retryAdvice[reason ?? 'undecided'];
}

function recoveryOf({ error }: CheckState): Recovery {
  return errorRecovery[error ?? 'ENGINE_FAILED'];
}

function icon(d: string, kind = 'mark'): SVGElement {
  return buildSvg(
    'svg',
    { class: kind, part: 'mark', viewBox: '0 0 24 24', 'aria-hidden': 'true' },
    buildSvg('path', { d }),
  );
}
