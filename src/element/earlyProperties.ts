/**
 * Sets anew what a page or a framework has set on an element before it was defined. That became a property of the element
 * itself, which hides the accessor of its class.
 */
export function takeUpProperties(element: object, names: readonly string[]): void {
  for (const name of names) {
    // Not `Object.hasOwn`: Safari before 15.4 and Chrome before 93 have none, and are to be told so, not to throw.
    if (!Object.prototype.hasOwnProperty.call(element, name)) continue;
    const value: unknown = Reflect.get(element, name);
    Reflect.deleteProperty(element, name);
    Reflect.set(element, name, value);
  }
}
