import { DepthproofCheck } from 'depthproof/react';
import { showForm } from './hookFormPage';

showForm(({ field, disabled }) => (
  <DepthproofCheck {...field} required={false} disabled={disabled} backend="wasm" />
));
