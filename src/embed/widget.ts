import type { DepthproofCheck } from '../element/depthproofCheck';
import type { CheckEventMap } from '../element/events';
import { attributesOf, call, type RenderOptions } from './options';

/** One check in one container of the page. */
export class Widget {
  readonly #check: DepthproofCheck;
  readonly #field: HTMLInputElement;

  /** @param loaded resolves when the element is defined; until then it is an empty box */
  constructor(
    readonly container: Element,
    options: RenderOptions,
    private readonly loaded: Promise<unknown>,
  ) {
    this.#check = document.createElement('depthproof-check');
    for (const [name, value] of Object.entries(attributesOf(options))) this.#check.setAttribute(name, value);
    // What the page put into the container has slots: it goes along into the element.
    this.#check.append(...container.childNodes);
    this.#field = document.createElement('input');
    this.#field.type = 'hidden';
    this.#field.name = options['response-field-name'] ?? 'depthproof-response';
    this.#listen(options);
    container.append(this.#check, this.#field);
    loaded.catch((error: unknown) => {
      console.error('depthproof: the element could not be loaded.', error);
      call(options['error-callback'], 'ASSET_MISSING');
    });
  }

  get response(): string {
    return this.#field.value;
  }

  /** Starts the check once the element is there. */
  async execute(): Promise<void> {
    await this.loaded;
    await this.#check.start();
  }

  reset(): void {
    this.#field.value = '';
    // Before the element is loaded there is nothing to reset.
    void this.loaded.then(() => {
      this.#check.reset();
    });
  }

  /** Leaves the container as it was found. The camera goes out as the element goes. */
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
    on('result', ({ response }) => {
      this.#field.value = response;
      if (response) call(options.callback, response);
    });
    on('expired', () => {
      this.#field.value = '';
      call(options['expired-callback']);
    });
    on('error', ({ code }) => {
      call(options['error-callback'], code);
    });
    on('unsupported', () => {
      call(options['error-callback'], isSecureContext ? 'UNSUPPORTED_BROWSER' : 'INSECURE_CONTEXT');
    });
    // A new check, a reset form: what stood in the field stands no longer.
    for (const type of ['permission', 'cancel'] as const) {
      on(type, () => {
        this.#field.value = '';
      });
    }
  }
}
