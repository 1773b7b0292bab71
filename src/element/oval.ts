type Attributes = Record<string, string>;

/**
 * Returns the SVG attributes of an oval in the middle of a frame: of the shade around it, the oval itself, and the
 * progress along it, whose path length is 1.
 *
 * @param width of the frame, in the same units as all the others
 */
export function ovalAttributes(
  width: number,
  height: number,
  rx: number,
  ry: number,
): { shade: Attributes; oval: Attributes; progress: Attributes } {
  const [cx, cy] = [width / 2, height / 2];
  const arc = `a${rx} ${ry} 0 0 0`;
  return {
    shade: { d: `M0 0H${width}V${height}H0Z M${cx - rx} ${cy}${arc} ${2 * rx} 0${arc} ${-2 * rx} 0Z` },
    oval: { cx: `${cx}`, cy: `${cy}`, rx: `${rx}`, ry: `${ry}` },
    // Rotated by a quarter turn, so that progress starts at the top.
    progress: { cx: `${cx}`, cy: `${cy}`, rx: `${ry}`, ry: `${rx}`, transform: `rotate(-90 ${cx} ${cy})` },
  };
}
