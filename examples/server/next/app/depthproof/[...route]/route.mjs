// app/depthproof/[...route]/route.js
import { handler } from '../../../depthproof.mjs';

export const runtime = 'nodejs';
export const POST = (request) => handler(request);
export const OPTIONS = POST;
