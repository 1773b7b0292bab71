import type { CheckEventTarget } from './events';

/** A stand-in where there is no `HTMLElement`, so that a server can import the class. */
const Base = ((globalThis as Partial<typeof globalThis>).HTMLElement ??
  class {}) as unknown as new () => CheckEventTarget & HTMLElement;

/**
 * A form-associated element whose value is a string, empty while there is none. `name`, `required` and `disabled` work as
 * they do on an `<input>`.
 */
export abstract class FormField extends Base {
  static readonly formAssociated = true;

  // Safari before 16.4, which cannot run the check, lacks them. An empty input stands in, so that the form stays valid.
  readonly #internals = (this as Partial<HTMLElement>).attachInternals?.();
  readonly #validator = this.#internals ?? document.createElement('input');
  #value = '';
  #formDisabled = false;

  /** What the form submits. */
  get value(): string {
    return this.#value;
  }

  get name(): string {
    return this.getAttribute('name') ?? '';
  }

  // Frameworks set undefined for an absent property, here and below.
  set name(name: string | undefined) {
    if (name === undefined) this.removeAttribute('name');
    else this.setAttribute('name', name);
  }

  get required(): boolean {
    return this.hasAttribute('required');
  }

  // Without `Boolean`, toggleAttribute would toggle on undefined.
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
    return this.#validator.form;
  }

  get type(): string {
    return this.localName;
  }

  get validity(): ValidityState {
    return this.#validator.validity;
  }

  get validationMessage(): string {
    return this.#validator.validationMessage;
  }

  get willValidate(): boolean {
    return this.#validator.willValidate;
  }

  checkValidity(): boolean {
    return this.#validator.checkValidity();
  }

  reportValidity(): boolean {
    return this.#validator.reportValidity();
  }

  formDisabledCallback(disabled: boolean): void {
    this.#formDisabled = disabled;
  }

  /** Whether it is disabled, by its own attribute or by a fieldset around it. */
  protected get isDisabled(): boolean {
    return this.#formDisabled || this.disabled;
  }

  /** What the browser says, and where, when the form is submitted without the required value. */
  protected abstract get missingValue(): { message: string; anchor: HTMLElement };

  protected setValue(value: string): void {
    const changed = value !== this.#value;
    this.#value = value;
    this.#internals?.setFormValue(value || null);
    this.validate();
    if (changed) this.dispatchEvent(new Event('change'));
  }

  protected validate(): void {
    if (this.required && this.#value === '' && !this.isDisabled) {
      const { message, anchor } = this.missingValue;
      this.#internals?.setValidity({ valueMissing: true }, message, anchor);
    } else this.#internals?.setValidity({});
  }
}
