import { Announcer } from './announcer';
import { build } from './build';
import type { CameraView } from './cameraView';
import type { CheckState } from './checkState';
import type { Localizer } from './localizer';
import { announcementKeys, hintKey, Screens, type Handlers } from './screens';
import type { TextKey } from './texts/table';

/** What can have the focus: our headings can, too. */
const focusable = 'button:not(:disabled), a[href], [tabindex]';

/** The box on the page: the current screen, and what only screen readers get. */
export class Card {
  readonly root = build('div', { class: 'card', part: 'card', role: 'group' });
  readonly #place = build('div');
  readonly #liveRegion = build('div', { class: 'visually-hidden', role: 'status' });
  readonly #announcer = new Announcer(this.#liveRegion);
  readonly #bar = build('progress', { class: 'visually-hidden', max: '1', value: '0' });
  readonly #screens: Screens;

  constructor(
    private readonly localizer: Localizer,
    private readonly view: CameraView,
    handlers: Handlers,
  ) {
    this.root.append(this.#place, this.#liveRegion);
    this.#screens = new Screens(localizer, view, handlers);
  }

  /** The element that the browser's validation message points at. */
  get anchor(): HTMLElement {
    return this.#shown.querySelector<HTMLElement>(focusable) ?? this.root;
  }

  /** What shows the screen: what the page has put into its slot, if it has, which then shows nothing of ours. */
  get #shown(): Element {
    const [own] = this.#place.querySelector('slot')?.assignedElements() ?? [];
    return own ?? this.#place;
  }

  /**
   * Builds the whole screen. Focus that was inside stays inside, on the first control; so does that of the page's own content
   * which the screen does not show.
   *
   * @param sendsPictures whether pictures will leave the device
   */
  draw(state: CheckState, disabled: boolean, sendsPictures: boolean): void {
    const { activeElement, host } = this.root.getRootNode() as ShadowRoot;
    const slotted = host.querySelector(':scope > :focus-within');
    this.root.lang = this.localizer.language;
    this.root.dir = this.localizer.direction;
    this.root.setAttribute('aria-label', this.localizer.text('region-label'));
    this.#place.replaceChildren(this.#screens.build(state, disabled, sendsPictures));
    // Not `remove`, which Prototype.js has replaced by one that fails where there is no parent.
    this.#bar.parentNode?.removeChild(this.#bar);
    if (state.screen === 'looking') {
      this.view.video.setAttribute('aria-label', this.localizer.text('preview-label'));
      this.#bar.setAttribute('aria-label', this.localizer.text('progress-label'));
      this.view.root.after(this.#bar);
    }
    if (activeElement || (slotted && !slotted.assignedSlot)) this.#focus();
  }

  /** Updates hint and cameras of the screen `looking` in place: focus and video stay. */
  update(before: CheckState, state: CheckState): void {
    const hint = hintKey(state);
    if (hint !== hintKey(before))
      this.#place.querySelector('.hint')?.replaceChildren(this.localizer.slot(hint));
    if (state.cameras === before.cameras) return;
    const choice = this.#screens.cameraChoice(state.cameras);
    const old = this.#place.querySelector('[part=cameras]');
    const hadFocus = old?.matches(':focus-within');
    old?.remove();
    if (choice) this.#place.querySelector('.actions')?.before(choice);
    if (hadFocus) this.#focus('select');
  }

  /** @param share 0 to 1 */
  progress(share: number): void {
    this.view.progress(share);
    this.#bar.value = share;
  }

  /** Announces the screen that was drawn. */
  announceScreen(state: CheckState): void {
    const shown = this.#shown;
    if (shown === this.#place) this.announce(...announcementKeys(state));
    else this.#announcer.announce(shown.textContent.trim());
  }

  announce(...keys: TextKey[]): void {
    this.#announcer.announce(keys.map((key) => this.localizer.text(key)).join(' '));
  }

  /** @param preferred selector of the control to focus, if there is one */
  #focus(preferred = 'button:not(:disabled)'): void {
    const target =
      this.#shown.querySelector<HTMLElement>(preferred) ?? this.#shown.querySelector<HTMLElement>(focusable);
    target?.focus();
  }
}
