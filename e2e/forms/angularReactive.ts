import '@angular/compiler';
import { Component, CUSTOM_ELEMENTS_SCHEMA, provideZonelessChangeDetection } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule } from '@angular/forms';
import { bootstrapApplication } from '@angular/platform-browser';
import 'depthproof/element';

class SignIn {
  readonly form = new FormGroup({ liveness: new FormControl('') });
  tried = false;

  signIn() {
    this.tried = true;
    if (this.form.valid) document.title = 'Signed in';
  }
}

Component({
  selector: '[id=root]',
  imports: [ReactiveFormsModule],
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <form [formGroup]="form" (ngSubmit)="signIn()">
      <depthproof-check formControlName="liveness" ngDefaultControl required backend="wasm"></depthproof-check>
      <output>{{ form.value.liveness }}</output>
      <p role="alert">{{ tried && form.controls.liveness.hasError('required') ? 'Missing' : '' }}</p>
      <button>Sign in</button>
      <button type="button" (click)="form.reset()">Reset</button>
      <button type="button" (click)="form.disable()">Disable</button>
    </form>
  `,
})(SignIn);

void bootstrapApplication(SignIn, { providers: [provideZonelessChangeDetection()] });
