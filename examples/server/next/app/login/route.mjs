// app/login/route.js
import { depthproof, origin } from '../../depthproof.mjs';

export const runtime = 'nodejs';

export async function POST(request) {
  const form = await request.formData();
  const answer = await depthproof.verify(form.get('depthproof-response'), {
    expected: { origin, action: 'login' },
  });
  // Check the password here, too.
  if (answer.success) return new Response('Welcome.');
  // Why is for you alone: it would help an attacker.
  console.warn(answer['error-codes'].join());
  return new Response('Please try again.', { status: 403 });
}
