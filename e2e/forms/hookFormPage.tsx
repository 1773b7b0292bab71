import { useState, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { useForm, type UseFormRegisterReturn } from 'react-hook-form';

/** What a check in a form of react-hook-form is given. */
export interface Given {
  field: UseFormRegisterReturn;
  disabled: boolean;
}

/** Shows a form of react-hook-form around a check. The library validates it, not the browser. */
export function showForm(check: (given: Given) => ReactElement): void {
  function SignIn() {
    const [disabled, setDisabled] = useState(false);
    const { register, handleSubmit, reset, watch, formState } = useForm({ defaultValues: { liveness: '' } });
    const signIn = handleSubmit(() => {
      document.title = 'Signed in';
    });
    return (
      <form onSubmit={(event) => void signIn(event)} noValidate>
        {check({ field: register('liveness', { required: 'Missing' }), disabled })}
        <output>{watch('liveness')}</output>
        <p role="alert">{formState.errors.liveness?.message}</p>
        <button>Sign in</button>
        <button type="button" onClick={() => reset()}>
          Reset
        </button>
        <button type="button" onClick={() => setDisabled(true)}>
          Disable
        </button>
      </form>
    );
  }
  const root = document.getElementById('root');
  if (root) createRoot(root).render(<SignIn />);
}
