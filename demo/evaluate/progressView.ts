import { Announcer } from '../../src/element/announcer';
import { element } from '../element';

/** Number of announcements to screen readers in the course of the work. */
const ANNOUNCED_PARTS = 4;
/** Milliseconds of work, and share of it, below which the time left cannot be told. */
const LEAST_TIME = 3000;
const LEAST_SHARE = 0.01;

/** Shows how far the run is: in words, as a bar, and now and then to screen readers. */
export class ProgressView {
  readonly #section = element('running', HTMLElement);
  readonly #text = element('progress-text', HTMLElement);
  readonly #left = element('progress-left', HTMLElement);
  readonly #bar = element('progress-bar', HTMLProgressElement);
  readonly #heard = new Announcer(element('heard', HTMLElement));
  #clips = 0;
  #names: readonly string[] = [];
  /** Time at which the first clip began. */
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

  /** @param share of the clip after the `done` ones */
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

/**
 * Returns how much longer the work takes, in words; empty while that cannot be told.
 *
 * @param share of the work that is done, 0 to 1
 * @param elapsed milliseconds that it took
 */
export function timeLeft(share: number, elapsed: number): string {
  if (elapsed < LEAST_TIME || share < LEAST_SHARE) return '';
  const seconds = (elapsed * (1 - share)) / share / 1000;
  if (seconds < 5) return 'a few seconds left';
  if (seconds < 90) return `about ${5 * Math.round(seconds / 5)} s left`;
  if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)} min left`;
  return `about ${Math.round(seconds / 3600)} h left`;
}
