import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import 'depthproof/element';

@Component({
  selector: 'app-sign-in',
  imports: [ReactiveFormsModule],
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <form [formGroup]="form" (ngSubmit)="signIn()">
      <h1>Sign in</h1>
      <label>User name <input name="user" formControlName="user" /></label>
      <depthproof-check
        name="depthproof-response"
        formControlName="liveness"
        ngDefaultControl
        required
        [assets]="'/depthproof/'"
      ></depthproof-check>
      <output>{{ form.value.liveness ? 'live' : '' }}</output>
      <button [disabled]="form.invalid">Sign in</button>
    </form>
  `,
})
class SignIn {
  readonly form = new FormGroup({
    user: new FormControl('ada', Validators.required),
    liveness: new FormControl('', Validators.required),
  });

  /** Angular keeps the browser from submitting its forms. */
  signIn() {
    const { user, liveness } = this.form.value;
    location.search = String(
      new URLSearchParams({ user: user ?? '', 'depthproof-response': liveness ?? '' }),
    );
  }
}

void bootstrapApplication(SignIn);
