import { useFormik } from 'formik';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { DepthproofCheck } from 'depthproof/react';

function SignIn() {
  const [disabled, setDisabled] = useState(false);
  const form = useFormik({
    initialValues: { liveness: '' },
    validate: ({ liveness }) => (liveness ? {} : { liveness: 'Missing' }),
    onSubmit() {
      document.title = 'Signed in';
    },
  });
  return (
    <form onSubmit={form.handleSubmit} onReset={form.handleReset}>
      <DepthproofCheck {...form.getFieldProps('liveness')} disabled={disabled} backend="wasm" />
      <output>{form.values.liveness}</output>
      <p role="alert">{form.touched.liveness && form.errors.liveness}</p>
      <button type="submit">Sign in</button>
      <button type="reset">Reset</button>
      <button type="button" onClick={() => setDisabled(true)}>
        Disable
      </button>
    </form>
  );
}

const root = document.getElementById('root');
if (root) createRoot(root).render(<SignIn />);
