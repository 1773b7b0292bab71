import { Announcer } from './announcer';
import { build } from './build';
import type { CameraView } from './cameraView';
import type { Flow } from './flow';
import { hintText, Screens, spoken, type Actions } from './screens';
import type { TextKey } from './texts/table';
import type { Wording } from './wording';

/** The box on the page: the screen where the person stands, and what is only heard. */
export class Card {
  readonly root = build('div', { class: 'card', part: 'card', role: 'group' });
  readonly #place = build('div');
  readonly #heard = build('div', { class: 'heard', role: 'status' });
  readonly #announcer = new Announcer(this.#heard);
  readonly #bar = build('progress', { class: 'heard', max: '1', value: '0' });
  readonly #screens: Screens;

  constructor(
    private readonly wording: Wording,
    private readonly view: CameraView,
    actions: Actions,
  ) {
    this.root.append(this.#place, this.#heard);
    this.#screens = new Screens(wording, view, actions);
  }

  /** What a message about the whole check points at. */
  get anchor(): HTMLElement {
    return this.#place.querySelector<HTMLElement>('button, h2') ?? this.root;
  }

  /** Builds the screen afresh. A focus that was inside stays inside, on what the person will want next. */
  draw(flow: Flow, disabled: boolean): void {
    const hadFocus = (this.root.getRootNode() as ShadowRoot).activeElement !== null;
    this.root.lang = this.wording.language;
    this.root.dir = this.wording.direction;
    this.root.setAttribute('aria-label', this.wording.text('region-label'));
    this.#place.replaceChildren(this.#screens.build(flow, disabled));
    this.#bar.remove();
    if (flow.screen === 'looking') {
      this.view.video.setAttribute('aria-label', this.wording.text('preview-label'));
      this.#bar.setAttribute('aria-label', this.wording.text('progress-label'));
      this.view.root.after(this.#bar);
    }
    if (hadFocus) this.#focus();
  }

  /** Changes the screen that looks where it has to change: focus, video and an open choice of cameras stay. */
  update(before: Flow, flow: Flow): void {
    const hint = hintText(flow);
    if (hint !== hintText(before))
      this.#place.querySelector('.hint')?.replaceChildren(this.wording.slot(hint));
    if (flow.cameras === before.cameras) return;
    const choice = this.#screens.cameras(flow.cameras);
    this.#place.querySelector('[part=cameras]')?.remove();
    if (choice) this.#place.querySelector('.actions')?.before(choice);
  }

  /** @param share 0 to 1 */
  progress(share: number): void {
    this.view.progress(share);
    this.#bar.value = share;
  }

  /** Says to a screen reader what a screen is about. */
  announce(flow: Flow): void {
    this.say(...spoken(flow));
  }

  say(...keys: TextKey[]): void {
    this.#announcer.say(keys.map((key) => this.wording.text(key)).join(' '));
  }

  #focus(): void {
    const target =
      this.#place.querySelector<HTMLElement>('button:not(:disabled)') ??
      this.#place.querySelector<HTMLElement>('h2');
    target?.focus();
  }
}
