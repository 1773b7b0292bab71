/**
 * Calls back when the choice of a `<select>` is meant: by mouse or touch at once; by keyboard, where an arrow key steps
 * through all that lies between, at Enter or Tab. A choice that is not meant is taken back when the focus goes.
 */
export function whenMeant(
  select: EventTarget & Pick<HTMLSelectElement, 'value' | 'selectedIndex'>,
  chosen: (value: string) => void,
): void {
  const { value: before, selectedIndex } = select;
  let stepping = false;
  const confirm = () => {
    const changed = select.value !== before;
    if (changed) chosen(select.value);
    return changed;
  };
  select.addEventListener('pointerdown', () => {
    stepping = false;
  });
  select.addEventListener('keydown', (event) => {
    const { key, altKey } = event as KeyboardEvent;
    const meant = key === 'Enter' || key === 'Tab';
    // Space and Alt open the list, which tells of a choice only when it closes.
    stepping = !meant && key !== ' ' && !altKey;
    // Where the focus goes is for whoever acts on the choice to say.
    if (meant && confirm()) event.preventDefault();
  });
  select.addEventListener('change', () => {
    if (!stepping) confirm();
  });
  select.addEventListener('blur', () => {
    select.selectedIndex = selectedIndex;
  });
}
