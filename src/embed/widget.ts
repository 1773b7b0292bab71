import type { DepthproofCheck } from '../element/depthproofCheck';
import type { CheckEventMap } from '../element/events';
import { clearContainer, detach, mark } from './leftovers';
import { attributesOf, call, type RenderOptions } from './options';
import { canceled, failed, type CheckResult } from './result';
import { unsupportedCode } from '../support/errorCode';

/** One check in one container of the page. */
export class Widget {
  readonly #check: DepthproofCheck;
  readonly #field: HTMLInputElement;
  #options: RenderOptions = {};
  /** Calls of `execute` that wait for the end of the check. */
  #waiting: ((result: CheckResult) => void)[] = [];
  #unsupported: string | undefined;

  /** @param load resolves when the element is defined, until when it renders nothing; tries again after a failure */
  constructor(
    readonly container: Element,
    options: RenderOptions,
    private readonly load: () => Promise<unknown>,
  ) {
    clearContainer(container);
    this.#check = document.createElement('depthproof-check');
    this.#field = document.createElement('input');
    this.#field.type = 'hidden';
    this.#field.setAttribute(mark, '');
    this.update(options);
    // The page's content of the container fills the element's slots.
    this.#check.append(...container.childNodes);
    this.#listen();
    container.append(this.#check, this.#field);
    load().catch((error: unknown) => {
      console.error('depthproof: the element could not be loaded.', error);
      if (this.isConnected) call(this.#options['error-callback'], codeOf(error));
    });
  }

  /** Takes options in addition to those that it has. */
  update(options: RenderOptions): void {
    this.#options = { ...this.#options, ...options };
    const attributes = attributesOf(this.#options);
    for (const [name, value] of Object.entries(attributes)) this.#check.setAttribute(name, value);
    if (!('required' in attributes)) this.#check.removeAttribute('required');
    this.#field.name = this.#options['response-field-name'] ?? 'depthproof-response';
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

  /** Starts the check once the element has loaded. Resolves when a check has ended, this one or one that runs already. */
  async execute(): Promise<CheckResult> {
    const loading = await this.#load();
    if (loading !== undefined) return failed(loading);
    if (this.#unsupported !== undefined) return failed(this.#unsupported);
    const ended = new Promise<CheckResult>((resolve) => this.#waiting.push(resolve));
    await this.#check.start();
    // Another camera may have been chosen, and then the check goes on; or it could not be started at all.
    if (!['asking', 'looking'].includes(this.#check.getAttribute('screen') ?? '')) this.#end(canceled);
    return ended;
  }

  reset(): void {
    this.#field.value = '';
    // Before the element is loaded there is nothing else to reset.
    void this.#load().then((loading) => {
      if (loading === undefined) this.#check.reset();
    });
  }

  /** Resolves when the element is there, with the code of what kept it away if anything did. */
  #load(): Promise<string | undefined> {
    return this.load().then(() => {
      // The browser upgrades only elements in the page.
      customElements.upgrade(this.#check);
      return undefined;
    }, codeOf);
  }

  /** Restores the container's content. Removing the element turns the camera off, and no callback is called afterwards. */
  remove(): void {
    this.container.append(...this.#check.childNodes);
    detach(this.#check);
    detach(this.#field);
    this.#end(canceled);
  }

  #end(result: CheckResult): void {
    for (const resolve of this.#waiting.splice(0)) resolve(result);
  }

  #listen(): void {
    // A file input in a slot fires `cancel`, too, which bubbles.
    const isOwn = ({ target }: Event) => target === this.#check;
    const on = <K extends keyof CheckEventMap>(
      type: K,
      act: (detail: CheckEventMap[K]['detail'], options: RenderOptions) => void,
    ) => {
      this.#check.addEventListener(type, (event) => {
        if (this.isConnected && isOwn(event)) act(event.detail, this.#options);
      });
    };
    this.#check.addEventListener('change', () => {
      this.#field.value = this.#check.value;
    });
    on('result', ({ outcome, probability, ending, reasons, response, final }, options) => {
      const result = { outcome, probability, ending, reasons, response, final };
      this.#end(result);
      call(options['result-callback'], result);
      if (response) call(options.callback, response);
      if (outcome === 'inconclusive') call(options['timeout-callback']);
    });
    on('expired', (_, options) => {
      call(options['expired-callback']);
    });
    // Whoever waits is told also of a check that went out of the page, which calls nothing back.
    this.#check.addEventListener('cancel', (event) => {
      if (isOwn(event)) this.#end(canceled);
    });
    on('cancel', (_, options) => {
      call(options['cancel-callback']);
    });
    on('error', ({ code }, options) => {
      this.#end(failed(code));
      call(options['error-callback'], code);
    });
    on('unsupported', ({ missing }, options) => {
      this.#unsupported = unsupportedCode(missing);
      call(options['error-callback'], this.#unsupported);
    });
  }
}

/** Code of what kept the element away. */
function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? 'ASSET_MISSING';
}
