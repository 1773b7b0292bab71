import type { DepthproofCheck } from '../element/depthproofCheck';
import type { CheckEventMap } from '../element/events';
import { attributesOf, call, type RenderOptions } from './options';

/** One check in one container of the page. */
export class Widget {
  readonly #check: DepthproofCheck;
  readonly #field: HTMLInputElement;

  /** @param loaded resolves when the element is defined; until then it renders nothing */
  constructor(
    readonly container: Element,
    options: RenderOptions,
    private readonly loaded: Promise<unknown>,
  ) {
    this.#check = document.createElement('depthproof-check');
    for (const [name, value] of Object.entries(attributesOf(options))) this.#check.setAttribute(name, value);
    // The page's content of the container fills the element's slots.
    this.#check.append(...container.childNodes);
    this.#field = document.createElement('input');
    this.#field.type = 'hidden';
    this.#field.name = options['response-field-name'] ?? 'depthproof-response';
    this.#listen(options);
    container.append(this.#check, this.#field);
    loaded.catch((error: unknown) => {
      console.error('depthproof: the element could not be loaded.', error);
      if (this.isConnected) call(options['error-callback'], 'ASSET_MISSING');
    });
  }

  /** Whether the check is still in its container, in the page or not. */
  get isContained(): boolean {
    return this.#check.parentNode === this.container;
  }

  /** A change of route may take the check out of the page without `remove`, alone or with its container. */
  get isConnected(): boolean {
    return this.#check.isConnected;
  }

  /** Empty while the check is out of the page, since nothing makes the response expire then. */
  get response(): string {
    return this.isConnected ? this.#field.value : '';
  }

  /** Starts the check once the element has loaded. `error-callback` reports a failed load. */
  async execute(): Promise<void> {
    if (await this.#isLoaded()) await this.#check.start();
  }

  reset(): void {
    // Before the element is loaded there is nothing to reset.
    void this.#isLoaded().then((loaded) => {
      if (loaded) this.#check.reset();
    });
  }

  #isLoaded(): Promise<boolean> {
    return this.loaded.then(
      () => {
        // The browser upgrades only elements in the page.
        customElements.upgrade(this.#check);
        return true;
      },
      () => false,
    );
  }

  /** Restores the container's content. Removing the element turns the camera off, and no callback is called afterwards. */
  remove(): void {
    this.container.append(...this.#check.childNodes);
    this.#check.remove();
    this.#field.remove();
  }

  #listen(options: RenderOptions): void {
    const on = <K extends keyof CheckEventMap>(
      type: K,
      act: (detail: CheckEventMap[K]['detail']) => void,
    ) => {
      this.#check.addEventListener(type, (event) => {
        act(event.detail);
      });
    };
    this.#check.addEventListener('change', () => {
      this.#field.value = this.#check.value;
    });
    on('result', ({ response }) => {
      if (response) call(options.callback, response);
    });
    on('expired', () => {
      call(options['expired-callback']);
    });
    on('error', ({ code }) => {
      call(options['error-callback'], code);
    });
    on('unsupported', () => {
      call(options['error-callback'], isSecureContext ? 'UNSUPPORTED_BROWSER' : 'INSECURE_CONTEXT');
    });
  }
}
