import { build, buildSvg } from './build';
import type { CameraView } from './cameraView';
import type { Flow, Screen } from './flow';
import type { TextKey } from './texts/table';
import { wayOut } from './wayOut';
import { whenMeant } from './whenMeant';
import type { Wording } from './wording';

export interface Actions {
  start: () => void;
  cancel: () => void;
  choose: (deviceId: string) => void;
}

/** Builds screens. Each text is in a slot, so that a page can put its own in its place. */
export class Screens {
  constructor(
    private readonly wording: Pick<Wording, 'slot'>,
    private readonly view: CameraView,
    private readonly actions: Actions,
  ) {}

  /** A whole screen, in a slot of its own that a page may fill: `<div slot="screen-passed">`. */
  build(flow: Flow, disabled: boolean): HTMLElement {
    const content = this.#content(flow);
    const screen = build('div', { class: 'screen', part: `screen ${flow.screen}` }, ...content);
    for (const control of screen.querySelectorAll<HTMLButtonElement | HTMLSelectElement>('button, select'))
      control.disabled = disabled;
    return build('slot', { name: `screen-${flow.screen}` }, screen);
  }

  #content(flow: Flow): (HTMLElement | SVGElement | undefined)[] {
    switch (flow.screen) {
      case 'start':
        return [
          ...(flow.expired ? [this.#paragraph('expired', 'notice')] : []),
          this.#title('start-title'),
          this.#paragraph('start-reason'),
          this.#paragraph('start-privacy', 'quiet'),
          this.#row(this.#start('start-button'), this.#anotherWay()),
        ];
      case 'asking':
        return [
          this.#title('asking-title'),
          this.#paragraph('asking-reason'),
          this.#row(this.#cancel(), this.#anotherWay()),
        ];
      case 'looking':
        return [
          this.#title('looking-title'),
          this.view.root,
          build('p', { class: 'hint', part: 'hint' }, this.wording.slot(hintText(flow))),
          this.cameras(flow.cameras),
          this.#row(this.#cancel()),
        ];
      case 'passed':
        return [mark('M5 13l4 4L19 7'), this.#title('passed-title')];
      case 'retry':
        return [
          this.#title('retry-title'),
          this.#paragraph('retry-reason'),
          this.#row(this.#start('retry-button'), this.#anotherWay()),
        ];
      case 'failed':
        return [
          this.#title('failed-title', 'alarm'),
          this.#paragraph('failed-reason'),
          this.#row(this.#anotherWay()),
        ];
      case 'unsupported':
        return [
          this.#title('error-title', 'alarm'),
          this.#paragraph(wayOut(flow.error ?? 'UNSUPPORTED_BROWSER').text),
          this.#row(this.#anotherWay()),
        ];
      case 'error': {
        const { text, recoverable } = wayOut(flow.error ?? 'ENGINE_FAILED');
        return [
          mark('M12 8v5M12 16.5v.01M12 3l10 18H2z', 'mark alarm-mark'),
          this.#title('error-title', 'alarm'),
          this.#paragraph(text),
          this.cameras(flow.cameras),
          this.#row(recoverable ? this.#start('retry-button') : undefined, this.#anotherWay()),
        ];
      }
    }
  }

  #title(key: TextKey, kind = ''): HTMLElement {
    return build('h2', { class: kind, part: 'title', tabindex: '-1' }, this.wording.slot(key));
  }

  #paragraph(key: TextKey, kind = ''): HTMLElement {
    return build('p', { class: kind, part: kind || 'text' }, this.wording.slot(key));
  }

  #row(...content: (HTMLElement | undefined)[]): HTMLElement {
    return build('div', { class: 'actions', part: 'actions' }, ...content);
  }

  #start(key: TextKey): HTMLElement {
    return this.#button(key, 'main', this.actions.start);
  }

  #cancel(): HTMLElement {
    return this.#button('cancel-button', 'quiet-button', this.actions.cancel);
  }

  #button(key: TextKey, kind: string, act: () => void): HTMLElement {
    const button = build(
      'button',
      { type: 'button', class: kind, part: `button ${kind}` },
      this.wording.slot(key),
    );
    button.addEventListener('click', act);
    return button;
  }

  /** The page's own way around the check: a link to a code by mail, a phone number, a form. */
  #anotherWay(): HTMLElement {
    return build('slot', { name: 'another-way' });
  }

  /** A choice of cameras, with none chosen where none is shown; only where there is something to choose. */
  cameras(devices: Flow['cameras']): HTMLElement | undefined {
    if (devices.length < 2) return undefined;
    const shown = devices.findIndex(({ deviceId }) => deviceId === this.view.deviceId);
    const select = build('select', { part: 'select' });
    for (const { deviceId, label } of devices)
      select.append(build('option', { value: deviceId }, document.createTextNode(label)));
    select.selectedIndex = shown;
    whenMeant(select, this.actions.choose);
    return build('label', { part: 'cameras' }, this.wording.slot('camera-label'), select);
  }
}

/** What the screen that looks says now: before frames are looked at, that the engine is still loading. */
export function hintText({ ready, advice }: Flow): TextKey {
  if (!ready) return 'loading';
  if (!advice || advice.code === 'good') return 'good';
  return advice.escalated ? `more-${advice.code}` : `hint-${advice.code}`;
}

/** What is read out when a screen comes; a screen with more to say than its title says that too. */
export function spoken(flow: Flow): TextKey[] {
  const titles: Record<Screen, TextKey[]> = {
    start: flow.expired ? ['expired'] : ['start-title'],
    asking: ['asking-title', 'asking-reason'],
    looking: ['looking-title'],
    passed: ['passed-title'],
    retry: ['retry-title', 'retry-reason'],
    failed: ['failed-title', 'failed-reason'],
    unsupported: ['error-title', wayOut(flow.error ?? 'UNSUPPORTED_BROWSER').text],
    error: ['error-title', wayOut(flow.error ?? 'ENGINE_FAILED').text],
  };
  return titles[flow.screen];
}

function mark(d: string, kind = 'mark'): SVGElement {
  return buildSvg(
    'svg',
    { class: kind, part: 'mark', viewBox: '0 0 24 24', 'aria-hidden': 'true' },
    buildSvg('path', { d }),
  );
}
