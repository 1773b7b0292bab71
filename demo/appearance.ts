import { element } from './element';

/** Where VitePress, which makes the documentation, keeps the visitor's choice: one switch serves the whole site. */
const key = 'vitepress-theme-appearance';

const preferred = matchMedia('(prefers-color-scheme: dark)');

function isDark(): boolean {
  const chosen = stored();
  return chosen === 'dark' || (chosen !== 'light' && preferred.matches);
}

/** Returns `null` where storage is blocked. */
function stored(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function choose(dark: boolean): void {
  try {
    // A choice that the system makes, too, follows it from then on.
    localStorage.setItem(key, dark === preferred.matches ? 'auto' : dark ? 'dark' : 'light');
  } catch {
    // It holds until the page is left.
  }
  apply(dark);
}

function apply(dark: boolean): void {
  const { classList } = document.documentElement;
  classList.toggle('dark', dark);
  classList.toggle('light', !dark);
}

// The page's head loads this as a classic script, so that no page is painted in the other scheme first.
apply(isDark());
preferred.addEventListener('change', () => apply(isDark()));
document.addEventListener('DOMContentLoaded', () => {
  const button = element('appearance', HTMLButtonElement);
  const show = () => (button.ariaPressed = String(document.documentElement.classList.contains('dark')));
  show();
  button.addEventListener('click', () => {
    choose(!document.documentElement.classList.contains('dark'));
    show();
  });
});
