import { timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { LONGEST_RESPONSE } from '../evidence/response';
import type { DepthproofServer } from './depthproofServer';
import type { Answer } from './answer';
import { Refusal, refusalOf, type ErrorCode } from './errorCodes';
import { originOf } from './sessions';

export interface HandlerOptions {
  /** What a site's backend shows to `siteverify`, and to `session` for all but its own pages. At least 32 characters. */
  secret: string;
  /** Origins of the pages whose scripts may ask for sessions themselves; default none. */
  origins?: readonly string[];
  /** Path that the routes are below; default `/depthproof`. */
  path?: string;
  /** The visitor's address, by which attempts are counted; default: the request does not say. */
  address?: (request: Request) => string | undefined;
  /** Whether `TEST_SECRETS` are honoured; default: unless NODE_ENV is `production`. */
  testSecrets?: boolean;
}

/** Secrets that siteverify answers without looking at the response, for a site's own tests. */
export const TEST_SECRETS = {
  passes: '1x0000000000000000000000000000000AA',
  fails: '2x0000000000000000000000000000000AA',
  spent: '3x0000000000000000000000000000000AA',
} as const;

/** Largest body of a request, in bytes: a response whose every character a form has escaped would still fit. */
const LARGEST_BODY = LONGEST_RESPONSE + 20_000;

const text = v.exactOptional(v.string());
const sessionSchema = v.strictObject({
  secret: text,
  origin: text,
  action: text,
  cdata: text,
  subject: text,
  remoteip: text,
  ttl: v.exactOptional(
    v.pipe(v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+$/))]), v.transform(Number)),
  ),
});
const siteverifySchema = v.strictObject({
  secret: text,
  response: text,
  remoteip: text,
  idempotency_key: text,
  origin: text,
  action: text,
  cdata: text,
  subject: text,
});

/** HTTP status of an answer that is none about the response itself. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  'bad-request': 400,
  'missing-input-secret': 401,
  'invalid-input-secret': 403,
  'response-too-large': 413,
  'too-many-attempts': 429,
  busy: 429,
  'store-unavailable': 503,
  'internal-error': 500,
};

/**
 * Answers `POST <path>/session` and `POST <path>/siteverify`, with JSON or a form as body.
 *
 * @returns a handler on the standard interface
 * @throws {RangeError} for a secret that is too short, and for an origin that is none
 */
export function createHandler(
  server: DepthproofServer,
  options: HandlerOptions,
): (request: Request) => Promise<Response> {
  const { path = '/depthproof', secret } = options;
  const origins = (options.origins ?? []).map(knownOrigin);
  if (secret.length < 32) throw new RangeError('The secret must have at least 32 characters.');
  const testSecrets = options.testSecrets ?? process.env['NODE_ENV'] !== 'production';

  const session = async (request: Request): Promise<Response> => {
    const body = v.safeParse(sessionSchema, await bodyOf(request));
    if (!body.success) throw new Refusal('bad-request');
    const { secret: shown, remoteip, origin = '', ...wanted } = body.output;
    const page = pageOf(request, origins);
    if (shown === undefined && page !== undefined) {
      // The browser says where the script runs, and no page speaks for a subject or an address.
      const { action, cdata } = wanted;
      return json(await server.createSession({ origin: page, action, cdata }, options.address?.(request)));
    }
    checkSecret(shown, secret);
    return json(await server.createSession({ origin, ...wanted }, remoteip));
  };

  const siteverify = async (request: Request): Promise<Response> => {
    const body = v.safeParse(siteverifySchema, await bodyOf(request));
    if (!body.success) throw new Refusal('bad-request');
    const {
      secret: shown,
      response,
      remoteip: address,
      idempotency_key: idempotencyKey,
      ...expected
    } = body.output;
    const tested = testSecrets && testAnswer(shown);
    if (tested) return json(tested);
    checkSecret(shown, secret);
    const answer = await server.verify(response, { expected, address, idempotencyKey });
    return json(answer, STATUS[answer['error-codes'][0] ?? 'not-live'] ?? 200);
  };

  const routes: Record<string, (request: Request) => Promise<Response>> = {
    [`${path}/session`]: session,
    [`${path}/siteverify`]: siteverify,
  };
  return async (request) => {
    const route = routes[new URL(request.url).pathname];
    if (!route) return json(failed('bad-request'), 404);
    const cors = crossOrigin(request, origins);
    if (request.method === 'OPTIONS')
      return new Response(null, { status: 204, headers: { ...cors, allow: 'POST, OPTIONS' } });
    if (request.method !== 'POST')
      return json(failed('bad-request'), 405, { ...cors, allow: 'POST, OPTIONS' });
    try {
      const response = await route(request);
      for (const [name, value] of Object.entries(cors)) response.headers.set(name, value);
      return response;
    } catch (error) {
      const { code, retryAfter } = refusalOf(error);
      return json(failed(code, retryAfter), STATUS[code] ?? 400, cors);
    }
  };
}

/** @throws {RangeError} where the text is no origin: a page would be turned away without a word of why */
function knownOrigin(text: string): string {
  const origin = originOf(text);
  if (origin === undefined)
    throw new RangeError(`'${text}' is not an origin such as https://example.com, without a path.`);
  return origin;
}

/** @throws {Refusal} `missing-input-secret`, `invalid-input-secret` */
function checkSecret(shown: string | undefined, secret: string): void {
  if (!shown) throw new Refusal('missing-input-secret');
  const [one, other] = [Buffer.from(shown), Buffer.from(secret)];
  if (one.length !== other.length || !timingSafeEqual(one, other)) throw new Refusal('invalid-input-secret');
}

function testAnswer(shown: string | undefined): Answer | undefined {
  const answer = { challenge_ts: new Date().toISOString(), hostname: 'localhost', reasons: [], signals: [] };
  switch (shown) {
    case TEST_SECRETS.passes:
      return { success: true, verdict: 'live', ...answer, 'error-codes': [] };
    case TEST_SECRETS.fails:
      return { success: false, verdict: 'spoof', ...answer, 'error-codes': ['not-live'] };
    case TEST_SECRETS.spent:
      return { success: false, ...answer, 'error-codes': ['timeout-or-duplicate'] };
    default:
      return undefined;
  }
}

/** Returns the origin of the page that asks, where it is one of these. */
function pageOf(request: Request, origins: readonly string[]): string | undefined {
  const asking = request.headers.get('origin');
  return origins.find((origin) => origin === asking);
}

/** Lets scripts of the pages read the answer, where they are of another origin. */
function crossOrigin(request: Request, origins: readonly string[]): Record<string, string> {
  const page = pageOf(request, origins);
  if (page === undefined) return {};
  return {
    'access-control-allow-origin': page,
    'access-control-allow-headers': 'content-type',
    vary: 'origin',
  };
}

/**
 * Reads a body no further than it may go.
 *
 * @throws {Refusal} `response-too-large`, `bad-request`
 */
async function bodyOf(request: Request): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > LARGEST_BODY) throw new Refusal('response-too-large');
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks).toString('utf8');
    const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (type === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(body));
    if (type === 'application/json') return JSON.parse(body);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // It was cut short, or is no JSON.
  }
  throw new Refusal('bad-request');
}

function failed(code: ErrorCode, retryAfter?: number): object {
  return { success: false, reasons: [], signals: [], 'error-codes': [code], retry_after: retryAfter };
}

function json(body: object, status = 200, headers: Record<string, string> = {}): Response {
  const wait = (body as Partial<Answer>).retry_after;
  return Response.json(body, {
    status,
    headers: {
      ...headers,
      'cache-control': 'no-store',
      ...(wait !== undefined && { 'retry-after': String(wait) }),
    },
  });
}
