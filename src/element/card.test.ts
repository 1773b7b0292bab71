// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest';
import { CameraView } from './cameraView';
import { Card } from './card';
import { initialState, reduce, type CheckState, type Screen } from './checkState';
import { Localizer } from './localizer';

const nothing = () => undefined;
let host: HTMLElement;
let root: ShadowRoot;
let localizer: Localizer;
let card: Card;

beforeEach(() => {
  document.documentElement.lang = 'en';
  host = document.createElement('div');
  document.body.replaceChildren(host);
  root = host.attachShadow({ mode: 'open', delegatesFocus: true });
  localizer = new Localizer(host);
  card = new Card(localizer, new CameraView(nothing), { start: nothing, cancel: nothing, choose: nothing });
  root.append(card.root);
});

const draw = (screen: Screen, more: Partial<CheckState> = {}) => {
  const state = { ...initialState, screen, ...more };
  card.draw(state, false, false);
  return state;
};

const cameras = [
  { deviceId: 'front', label: 'Front' },
  { deviceId: 'back', label: 'Back' },
];

it('keeps the focus on the choice of cameras when another camera comes', () => {
  const before = draw('looking', { cameras });
  root.querySelector('select')?.focus();
  const after = reduce(before, {
    type: 'cameras',
    cameras: [...cameras, { deviceId: 'usb', label: 'USB' }],
  });
  card.update(before, after);
  expect(root.querySelectorAll('option').length).toBe(3);
  expect(root.activeElement?.localName).toBe('select');
});

it("takes the focus from a page's own link that the next screen does not show", () => {
  const link = host.appendChild(document.createElement('a'));
  Object.assign(link, { href: '/code', slot: 'another-way' });
  draw('start');
  link.focus();
  draw('asking');
  expect(document.activeElement).toBe(link);
  draw('looking');
  expect(root.activeElement?.textContent).toBe('Cancel');
});

it("takes the focus from a page's own screen", () => {
  const own = host.appendChild(document.createElement('div'));
  own.slot = 'screen-start';
  const button = own.appendChild(document.createElement('button'));
  draw('start');
  button.focus();
  draw('asking');
  expect(root.activeElement?.textContent).toBe('Cancel');
});

it("gives the focus to what a page's own screen has for it", () => {
  const own = host.appendChild(document.createElement('div'));
  own.slot = 'screen-passed';
  own.append('Welcome');
  const link = own.appendChild(document.createElement('a'));
  link.href = '/account';
  draw('looking');
  root.querySelector('button')?.focus();
  draw('passed');
  expect(document.activeElement).toBe(link);
});

it("points the browser's message at a page's own screen, since it shows none at what is hidden behind that", () => {
  const own = host.appendChild(document.createElement('div'));
  own.slot = 'screen-start';
  const button = own.appendChild(document.createElement('button'));
  draw('start');
  expect(card.anchor).toBe(button);
  draw('asking');
  expect(card.anchor.textContent).toBe('Allow the camera');
});

it("announces a page's own screen", () => {
  const own = host.appendChild(document.createElement('div'));
  own.slot = 'screen-passed';
  own.textContent = ' Welcome back ';
  card.announceScreen(draw('passed'));
  expect(root.querySelector('[role=status]')?.textContent).toBe('Welcome back');
});

it("marks a page's own texts as in its language, where the element lacks that, and its own as in theirs", async () => {
  document.documentElement.lang = 'qaa';
  localizer.own = { 'region-label': 'Own label', 'start-title': 'Own title' };
  await localizer.loadLanguage();
  draw('start');
  const langOf = (selector: string) => root.querySelector(selector)?.closest('[lang]')?.getAttribute('lang');
  expect(langOf('[name=start-title]')).toBe('qaa');
  expect(langOf('[name=start-button]')).toBe('en');
  expect(card.root.lang).toBe('qaa');
  // That of the page.
  expect(card.root.dir).toBe('');
});

it("marks all texts as in the element's language where a page has replaced some in that", async () => {
  document.documentElement.lang = 'ar-EG';
  localizer.own = { 'start-title': 'أظهر أنك هنا' };
  await localizer.loadLanguage();
  draw('start');
  expect([card.root.lang, card.root.dir]).toEqual(['ar', 'rtl']);
  expect(root.querySelectorAll('[lang]').length).toBe(1);
});

it('is in English, and not in the language of a page that has no texts in it', async () => {
  document.documentElement.lang = 'qaa';
  await localizer.loadLanguage();
  draw('start');
  expect([card.root.lang, card.root.dir]).toEqual(['en', 'ltr']);
});
