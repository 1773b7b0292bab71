import React from 'react';
import { render } from 'react-dom';
import { DepthproofCheck } from 'depthproof/react';

function SignIn() {
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

render(<SignIn />, document.getElementById('root'));
