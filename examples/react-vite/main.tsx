import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { DepthproofCheck } from 'depthproof/react';

function SignIn() {
  const [outcome, setOutcome] = useState<string>();
  return (
    <>
      <h1>Sign in</h1>
      <form method="get" action="../plain/welcome.html">
        <label>
          User name <input name="user" autoComplete="username" required defaultValue="ada" />
        </label>
        <DepthproofCheck
          name="depthproof-response"
          required
          action="login"
          assets="/depthproof/"
          onResult={({ verdict }) => setOutcome(verdict.outcome)}
        >
          <a slot="another-way" href="../plain/welcome.html">
            Use a code by e-mail
          </a>
        </DepthproofCheck>
        <output>{outcome}</output>
        <button>Sign in</button>
      </form>
    </>
  );
}

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <SignIn />
    </StrictMode>,
  );
