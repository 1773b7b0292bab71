import { Directive, ElementRef, forwardRef, inject } from '@angular/core';
import { NG_VALUE_ACCESSOR, type ControlValueAccessor } from '@angular/forms';
import type { DepthproofCheck } from 'depthproof/element';

/** Makes the element a control of Angular's forms, with `formControlName` or `ngModel`. */
@Directive({
  selector: 'depthproof-check[formControlName], depthproof-check[ngModel]',
  host: { '(change)': 'onChange(check.value)', '(focusout)': 'onTouched()' },
  providers: [
    { provide: NG_VALUE_ACCESSOR, useExisting: forwardRef(() => DepthproofValueAccessor), multi: true },
  ],
})
export class DepthproofValueAccessor implements ControlValueAccessor {
  readonly check = inject<ElementRef<DepthproofCheck>>(ElementRef).nativeElement;
  onChange: (value: string) => void = () => undefined;
  onTouched: () => void = () => undefined;

  writeValue(value: string | null): void {
    this.check.value = value ?? '';
  }

  registerOnChange(onChange: (value: string) => void): void {
    this.onChange = onChange;
  }

  registerOnTouched(onTouched: () => void): void {
    this.onTouched = onTouched;
  }

  setDisabledState(disabled: boolean): void {
    this.check.disabled = disabled;
  }
}
