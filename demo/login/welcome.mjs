const explanations = {
  'not-live': 'The server did not see a live person in the evidence.',
  'evidence-missing': 'The browser sent its own verdict without evidence, which proves nothing.',
  'timeout-or-duplicate': 'This check was used before, or is too old.',
  'cdata-mismatch': 'This check was made in another browser.',
  'too-many-attempts': 'There were too many failed attempts. Wait a little.',
  busy: 'The server has too much to do. Try again.',
};

/**
 * The page after the form was sent. It says why, which a login that guards something keeps to itself.
 *
 * @param {import('depthproof/server').Answer} answer
 */
export function welcome(answer) {
  const [code = ''] = answer['error-codes'];
  const told = answer.success
    ? 'The server scored the evidence itself and found a live person.'
    : (explanations[code] ?? 'The server did not accept the response.');
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>${answer.success ? 'Welcome' : 'No entry'}</title>
  <link rel="stylesheet" href="/style.css" />
  <main>
    <h1>${answer.success ? 'Welcome' : 'No entry'}</h1>
    <p id="told">${told}</p>
    <dl>
      <dt>Checked on your device</dt>
      <dd>Framing, light, and whether a face is real; the browser's answer counts for nothing here.</dd>
      <dt>Left your device</dt>
      <dd>A few small pictures of your face and its surroundings, usually taken within half a second. They are not stored.</dd>
      <dt>Checked on the server</dt>
      <dd>The same network on these pictures, the session's signature, its time, and that it was used once.</dd>
      <dt>Answer</dt>
      <dd><code id="code">${code || 'success'}</code>, verdict <code>${answer.verdict ?? 'none'}</code></dd>
      <dt>Signals beside it</dt>
      <dd><code id="signals">${answer.signals.join(', ') || 'none'}</code></dd>
    </dl>
    <p><a href="/">Back</a></p>
  </main>
</html>
`;
}
