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
  select.addEventListener('pointerdown', () => {
    stepping = false;
  });
  select.addEventListener('keydown', (event) => {
    const { key, altKey } = event as KeyboardEvent;
    const commits = key === 'Enter' || key === 'Tab';
    // Space and Alt open the list, which fires `change` only when it closes.
    stepping = !commits && key !== ' ' && !altKey;
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
