// app/login/route.js
import { depthproof, origin } from '../../depthproof.mjs';

export const runtime = 'nodejs';

export async function POST(request) {
  const form = await request.formData();
  const answer = await depthproof.verify(form.get('depthproof-response'), {
    expected: { origin, action: 'login' },
  });
  // Check the password here, too.
  return answer.success
    ? new Response('Welcome.')
    : new Response(answer['error-codes'].join(), { status: 403 });
}
