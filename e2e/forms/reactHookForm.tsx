import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { useForm } from 'react-hook-form';
import { DepthproofCheck } from 'depthproof/react';

function SignIn() {
  const [disabled, setDisabled] = useState(false);
  const { register, handleSubmit, reset, watch, formState } = useForm({ defaultValues: { liveness: '' } });
  const signIn = handleSubmit(() => {
    document.title = 'Signed in';
  });
  return (
    <form onSubmit={(event) => void signIn(event)}>
      <DepthproofCheck
        {...register('liveness', { required: 'Missing' })}
        required={false}
        disabled={disabled}
        backend="wasm"
      />
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
