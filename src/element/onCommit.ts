/**
 * Calls back when a person commits to a choice in a `<select>`: at once with mouse or touch; at Enter or Tab with the
 * keyboard, since arrow keys step through every option in between. Undoes an uncommitted choice when focus leaves.
 */
export function onCommit(
  select: EventTarget & Pick<HTMLSelectElement, 'value' | 'selectedIndex'>,
  commit: (value: string) => void,
): void {
  const { value: before, selectedIndex } = select;
  let stepping = false;
  const commitChange = () => {
    const changed = select.value !== before;
    if (changed) commit(select.value);
    return changed;
  };
  select.addEventListener('keydown', (event) => {
    const { key } = event as KeyboardEvent;
    const commits = key === 'Enter' || key === 'Tab';
    // A key that steps fires `change` at once. Where it opens the list, as arrow keys do on macOS, that fires it when it closes.
    stepping = !commits;
    setTimeout(() => (stepping = false));
    // The callback decides where the focus goes.
    if (commits && commitChange()) event.preventDefault();
  });
  select.addEventListener('change', () => {
    if (!stepping) commitChange();
  });
  select.addEventListener('blur', () => {
    select.selectedIndex = selectedIndex;
  });
}
