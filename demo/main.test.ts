// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

const link = (outcome: string) =>
  `#outcome=${outcome}&ending=confident&reasons=nothing-against:0.0&source=print&model=depthproof-11&backend=wasm`;

const shown = () => document.getElementById('outcome')?.textContent;

beforeAll(async () => {
  const page = readFileSync(join(import.meta.dirname, 'index.html'), 'utf8');
  document.documentElement.innerHTML = page;
  class Observer {
    observe = () => undefined;
  }
  vi.stubGlobal('ResizeObserver', Observer);
  // jsdom has one class for all shapes.
  for (const shape of ['Path', 'Ellipse', 'Rect']) vi.stubGlobal(`SVG${shape}Element`, SVGElement);
  location.hash = link('spoof');
  await import('./main');
}, 240_000);

afterAll(() => {
  vi.unstubAllGlobals();
});

it('shows the result that a link tells, and that of another link in its place', async () => {
  expect(shown()).toBe('spoof');
  location.hash = link('live');
  await expect.poll(shown, { timeout: 10_000 }).toBe('live');
});

it('says where a link is that the browser does not copy, as on a page without HTTPS', async () => {
  document.getElementById('permalink')?.click();
  const note = () => document.getElementById('permalink-note')?.textContent;
  await expect.poll(note, { timeout: 10_000 }).toBe('It is in the address bar');
});

it('leaves no link to another result in the address where a check starts', () => {
  document.getElementById('start')?.click();
  expect(location.hash).toBe('');
});
