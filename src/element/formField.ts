import type { SettingProperties } from './attributes';
import type { CheckEventTarget } from './events';

/** A stand-in where there is no `HTMLElement`, so that a server can import the class. */
const Base = ((globalThis as Partial<typeof globalThis>).HTMLElement ??
  class {}) as unknown as new () => CheckEventTarget & SettingProperties & HTMLElement;

/** `undefined` also where a test runner's DOM has only a part of them. */
function wholeInternals(element: Partial<HTMLElement>): ElementInternals | undefined {
  const internals = element.attachInternals?.();
  return internals && 'setFormValue' in internals ? internals : undefined;
}

/**
 * A form-associated element whose value is a string, empty while there is none. `name`, `required` and `disabled` work as
 * they do on an `<input>`.
 */
export abstract class FormField extends Base {
  static readonly formAssociated = true;

  // Safari before 16.4, which cannot run the check, lacks them. An empty input stands in, so that the form stays valid.
  readonly #internals = wholeInternals(this);
  readonly #validator = this.#internals ?? document.createElement('input');
  #value = '';
  #customError = '';
  #formDisabled = false;

  /**
   * What the form submits. A page can only empty it: nothing but a check makes a response, so any other value, as of a form
   * that was restored, is not taken.
   */
  get value(): string {
    return this.#value;
  }

  set value(value: string | null | undefined) {
    if (!value && this.#value !== '') this.formResetCallback();
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

  // React sets the attribute as a property, which would throw without a setter.
  set form(form: HTMLFormElement | string | null | undefined) {
    const id = typeof form === 'string' ? form : form?.id;
    if (id === undefined) this.removeAttribute('form');
    else this.setAttribute('form', id);
  }

  get labels(): NodeList {
    return this.#internals?.labels ?? document.createDocumentFragment().childNodes;
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

  /** @param message why the form may not be submitted; empty if it may */
  setCustomValidity(message: string): void {
    this.#customError = message;
    this.validate();
  }

  abstract formResetCallback(): void;

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
    if (!changed) return;
    this.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }

  protected validate(): void {
    const valueMissing = this.required && this.#value === '' && !this.isDisabled;
    const customError = this.#customError !== '';
    if (!valueMissing && !customError) this.#internals?.setValidity({});
    else {
      const { message, anchor } = this.missingValue;
      this.#internals?.setValidity({ valueMissing, customError }, this.#customError || message, anchor);
    }
  }
}
