/**
 * Sets anew what a page or a framework has set on an element before it was defined. That became a property of the element
 * itself, which hides the accessor of its class.
 */
export function takeUpProperties(element: object, names: readonly string[]): void {
  for (const name of names) {
    if (!Object.hasOwn(element, name)) continue;
    const value: unknown = Reflect.get(element, name);
    Reflect.deleteProperty(element, name);
    Reflect.set(element, name, value);
  }
}
