/**
 * GLSL that reads the surroundings of a texel. `Taps.p0` to `p8` are what a 3 x 3 kernel's weights meet, row by row: each
 * the 2 x 2 pixels of the texel written, moved by one tap. Outside of the map they are 0.
 */
export const WINDOW = `
struct Taps { vec4 p0, p1, p2, p3, p4, p5, p6, p7, p8; };

/** Which texels of a plane to read, and 1 for those inside of it. */
struct Reach { ivec2 low, middle, high; vec2 lowInside, middleInside, highInside; };

/** low and high: the two of a map of the other border, whose texel number \`at\` + \`shift\` is the upper left of four. */
Reach reachFour(ivec2 at, int shift, ivec2 grid) {
  ivec2 low = at + shift, high = low + 1;
  vec2 lowInside = vec2(greaterThanEqual(low, ivec2(0))) * vec2(lessThan(low, grid));
  vec2 highInside = vec2(greaterThanEqual(high, ivec2(0))) * vec2(lessThan(high, grid));
  ivec2 last = grid - 1;
  return Reach(clamp(low, ivec2(0), last), ivec2(0), clamp(high, ivec2(0), last), lowInside, vec2(0.0), highInside);
}

/** The nine texels around number \`at\` of a map of the same border. */
Reach reachNine(ivec2 at, ivec2 grid) {
  ivec2 low = max(at - 1, ivec2(0)), high = min(at + 1, grid - 1);
  return Reach(low, at, high, vec2(greaterThan(at, ivec2(0))), vec2(1.0), vec2(lessThan(at, grid - 1)));
}

vec4 texel(sampler2D part, int x, int y, int top, float inside) {
  return texelFetch(part, ivec2(x, y + top), 0) * inside;
}

/** \`top\`: the plane's first row in the texture. */
Taps readFour(sampler2D part, Reach r, int top) {
  vec4 tl = texel(part, r.low.x, r.low.y, top, r.lowInside.x * r.lowInside.y);
  vec4 tr = texel(part, r.high.x, r.low.y, top, r.highInside.x * r.lowInside.y);
  vec4 bl = texel(part, r.low.x, r.high.y, top, r.lowInside.x * r.highInside.y);
  vec4 br = texel(part, r.high.x, r.high.y, top, r.highInside.x * r.highInside.y);
  return Taps(
    tl, vec4(tl.y, tr.x, tl.w, tr.z), tr,
    vec4(tl.zw, bl.xy), vec4(tl.w, tr.z, bl.y, br.x), vec4(tr.zw, br.xy),
    bl, vec4(bl.y, br.x, bl.w, br.z), br);
}

Taps readNine(sampler2D part, Reach r, int top) {
  float tl = texel(part, r.low.x, r.low.y, top, r.lowInside.x * r.lowInside.y).w;
  vec2 t = texel(part, r.middle.x, r.low.y, top, r.lowInside.y).zw;
  float tr = texel(part, r.high.x, r.low.y, top, r.highInside.x * r.lowInside.y).z;
  vec2 l = texel(part, r.low.x, r.middle.y, top, r.lowInside.x).yw;
  vec4 c = texelFetch(part, r.middle + ivec2(0, top), 0);
  vec2 h = texel(part, r.high.x, r.middle.y, top, r.highInside.x).xz;
  float bl = texel(part, r.low.x, r.high.y, top, r.lowInside.x * r.highInside.y).y;
  vec2 b = texel(part, r.middle.x, r.high.y, top, r.highInside.y).xy;
  float br = texel(part, r.high.x, r.high.y, top, r.highInside.x * r.highInside.y).x;
  return Taps(
    vec4(tl, t.x, l.x, c.x), vec4(t, c.xy), vec4(t.y, tr, c.y, h.x),
    vec4(l.x, c.x, l.y, c.z), c, vec4(c.y, h.x, c.w, h.y),
    vec4(l.y, c.z, bl, b.x), vec4(c.zw, b), vec4(c.w, h.y, b.y, br));
}

/** 8 times the Sobel responses (paper eq. 1). */
vec4 horizontal(Taps t) { return t.p2 - t.p0 + 2.0 * (t.p5 - t.p3) + t.p8 - t.p6; }
vec4 vertical(Taps t) { return t.p6 - t.p0 + 2.0 * (t.p7 - t.p1) + t.p8 - t.p2; }

/** Never stored: in half floats 1e-8 would be 0. */
vec4 magnitude(Taps t) {
  vec4 h = horizontal(t), v = vertical(t);
  return sqrt((h * h + v * v) * (1.0 / 64.0) + 1e-8);
}
`;

/**
 * GLSL that finds what a fragment writes: \`at\`, its texel of a plane; \`group\`, which plane; \`pixel\`, the first of its
 * pixels; \`inside\`, 1 for those of its pixels that lie in the map.
 */
export const FIND_PLACE = `
ivec2 at, pixel;
int group;
vec4 inside;

void place() {
  at = ivec2(gl_FragCoord.xy);
  group = at.y / written.y;
  at.y -= group * written.y;
  pixel = 2 * at - border;
  vec4 x = vec4(pixel.x, pixel.x + 1, pixel.x, pixel.x + 1);
  vec4 y = vec4(pixel.y, pixel.y, pixel.y + 1, pixel.y + 1);
  inside = step(0.0, x) * step(0.0, y) * step(x + 0.5, vec4(written.z)) * step(y + 0.5, vec4(written.w));
}
`;

/** With what it is told: columns and rows of a plane, width and height of the map, and its border. */
export const PLACE = `
uniform ivec4 written;
uniform int border;
${FIND_PLACE}`;

/** Declarations of the textures written. */
export function outputs(count: number): string {
  return numbers(count)
    .map((index) => `layout(location = ${index}) out vec4 out${index};`)
    .join('\n');
}

export function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
