import { Announcer } from '../../src/element/announcer';
import { element } from '../element';
import { timeLeft } from './timeLeft';

/** Parts of the work after which screen readers are told. */
const ANNOUNCED_PARTS = 4;

/** How far the run is: in words, as a bar, and now and then aloud. */
export class ProgressView {
  readonly #section = element('running', HTMLElement);
  readonly #text = element('progress-text', HTMLElement);
  readonly #left = element('progress-left', HTMLElement);
  readonly #bar = element('progress-bar', HTMLProgressElement);
  readonly #heard = new Announcer(element('heard', HTMLElement));
  #clips = 0;
  #names: readonly string[] = [];
  /** When the first clip was begun. */
  #began: number | undefined;
  #announced = 0;

  /** @param names of the clips */
  start(names: readonly string[]): void {
    this.#names = names;
    this.#clips = names.length;
    this.#began = undefined;
    this.#announced = 0;
    this.#bar.removeAttribute('value');
    this.#left.textContent = '';
    this.#text.textContent = 'Loading the network and checking it';
    this.#section.hidden = false;
    this.#heard.announce('Evaluation started.');
  }

  /** @param share of the clip after those that are done */
  show(done: number, share: number): void {
    const now = performance.now();
    this.#began ??= now;
    const all = (done + share) / this.#clips;
    const name = this.#names[done];
    this.#text.textContent =
      name === undefined ? 'Computing the figures' : `Clip ${done + 1} of ${this.#clips}: ${name}`;
    this.#bar.value = all;
    this.#left.textContent = name === undefined ? '' : timeLeft(all, now - this.#began);
    const part = Math.floor(all * ANNOUNCED_PARTS);
    if (part <= this.#announced || name === undefined) return;
    this.#announced = part;
    this.#heard.announce(`${Math.round(100 * all)} % done.`);
  }

  end(): void {
    this.#section.hidden = true;
    this.#heard.announce('');
  }
}
