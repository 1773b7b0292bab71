// Serves the route handlers of next/ at their paths, for the test: Next itself is large, and calls them like this.
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import * as session from './next/app/depthproof/[...route]/route.mjs';
import * as login from './next/app/login/route.mjs';

const listener = getRequestListener((request) => {
  const route = new URL(request.url).pathname === '/login' ? login : session;
  return route[request.method]?.(request) ?? new Response(null, { status: 405 });
});
createServer(listener).listen(process.env.PORT);
