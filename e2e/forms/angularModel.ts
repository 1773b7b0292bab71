import '@angular/compiler';
import { Component, CUSTOM_ELEMENTS_SCHEMA, provideZonelessChangeDetection } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { bootstrapApplication } from '@angular/platform-browser';
import 'depthproof/element';

class SignIn {
  liveness = '';
  disabled = false;

  signIn(valid: boolean | null) {
    if (valid) document.title = 'Signed in';
  }
}

Component({
  selector: '[id=root]',
  imports: [FormsModule],
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <form #form="ngForm" (ngSubmit)="signIn(form.valid)">
      <depthproof-check
        name="liveness"
        [(ngModel)]="liveness"
        #field="ngModel"
        ngDefaultControl
        required
        [disabled]="disabled"
        backend="wasm"
      ></depthproof-check>
      <output>{{ liveness }}</output>
      <p role="alert">{{ form.submitted && field.hasError('required') ? 'Missing' : '' }}</p>
      <button>Sign in</button>
      <button type="button" (click)="form.resetForm()">Reset</button>
      <button type="button" (click)="disabled = true">Disable</button>
    </form>
  `,
})(SignIn);

void bootstrapApplication(SignIn, { providers: [provideZonelessChangeDetection()] });
