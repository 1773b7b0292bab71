import type { CheckEventTarget } from './events';

/** On a server there are no elements; the class can be imported there all the same. */
const Base = ((globalThis as Partial<typeof globalThis>).HTMLElement ??
  class {}) as unknown as new () => CheckEventTarget & HTMLElement;

/**
 * What a form finds in each of its fields, for an element whose value is a text, and empty while there is none: `name`,
 * `required` and `disabled` mean what they mean for an `<input>`.
 */
export abstract class FormField extends Base {
  static readonly formAssociated = true;

  // Safari before 16.4 has none, and no check either. An empty input answers in their place, which holds up no form.
  readonly #internals = (this as Partial<HTMLElement>).attachInternals?.();
  readonly #answering = this.#internals ?? document.createElement('input');
  #value = '';
  #formDisabled = false;

  /** What the form carries. */
  get value(): string {
    return this.#value;
  }

  get name(): string {
    return this.getAttribute('name') ?? '';
  }

  // Frameworks set undefined for what is not there, here and below.
  set name(name: string | undefined) {
    if (name === undefined) this.removeAttribute('name');
    else this.setAttribute('name', name);
  }

  get required(): boolean {
    return this.hasAttribute('required');
  }

  // toggleAttribute would take undefined for no wish at all.
  set required(required: boolean | undefined) {
    this.toggleAttribute('required', Boolean(required));
  }

  get disabled(): boolean {
    return this.hasAttribute('disabled');
  }

  set disabled(disabled: boolean | undefined) {
    this.toggleAttribute('disabled', Boolean(disabled));
  }

  get form(): HTMLFormElement | null {
    return this.#answering.form;
  }

  get type(): string {
    return this.localName;
  }

  get validity(): ValidityState {
    return this.#answering.validity;
  }

  get validationMessage(): string {
    return this.#answering.validationMessage;
  }

  get willValidate(): boolean {
    return this.#answering.willValidate;
  }

  checkValidity(): boolean {
    return this.#answering.checkValidity();
  }

  reportValidity(): boolean {
    return this.#answering.reportValidity();
  }

  formDisabledCallback(disabled: boolean): void {
    this.#formDisabled = disabled;
  }

  /** Disabled, by its own attribute or by a fieldset around it. */
  protected get off(): boolean {
    return this.#formDisabled || this.disabled;
  }

  /** What the browser says, and where, to someone who submits the form without a value that is required. */
  protected abstract get complaint(): { message: string; anchor: HTMLElement };

  protected carry(value: string): void {
    const changed = value !== this.#value;
    this.#value = value;
    this.#internals?.setFormValue(value || null);
    this.validate();
    if (changed) this.dispatchEvent(new Event('change'));
  }

  protected validate(): void {
    if (this.required && this.#value === '' && !this.off) {
      const { message, anchor } = this.complaint;
      this.#internals?.setValidity({ valueMissing: true }, message, anchor);
    } else this.#internals?.setValidity({});
  }
}
