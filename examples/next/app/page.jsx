import { DepthproofCheck } from 'depthproof/react';

/** Rendered on the server; the component is itself marked 'use client'. */
export default function SignIn() {
  return (
    <form method="get">
      <h1>Sign in</h1>
      <label>
        User name <input name="user" required defaultValue="ada" />
      </label>
      <DepthproofCheck name="depthproof-response" required assets="/depthproof/" />
      <button>Sign in</button>
    </form>
  );
}
