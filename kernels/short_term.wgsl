// import tiles.wgsl
// Short-term spatio-temporal block of one level (paper section 3.2):
//
//   y = ReLU(conv3x3([f, Gx f, Gy f, Gx f', Gy f', f - f', p]) + b)
//
// f, f': the compressed features of the older and the newer frame; p: the previous level's result, or nothing. The
// difference is never computed: conv(f, A) + conv(f - f', B) = conv(f, A + B) + conv(f', -B), and these weights are prepared
// when loading. The convolution pads the joined map with zeros, so a gradient outside the image counts as 0, whatever its
// value would be. Gradients (paper eq. 1) are computed in registers, row by row as the convolution reads them, and never
// stored, so a new frame needs only the older frame's features.
//
// Every plane of [f, Gx f, Gy f, Gx f', Gy f', f', p] is a separable stencil over a plane in memory; for f, f' and p it is the
// unit stencil. So one loop body serves all planes without a branch. SwiftShader runs both sides of a branch, and would
// otherwise load everything four times. A tile keeps the rows that it has read, which makes 8 x 8 loads a plane. Storing the
// gradients instead would cost extra dispatches, and a write and a read of each gradient.

struct Uniforms {
  layer: Layer,
  /** Planes of a frame's features. */
  features: u32,
  older: u32,
  newer: u32,
  previous: u32,
}

/** How the rows of a plane of the joined map are made, and the two rows in memory that the next one also needs. */
struct Rows {
  /** Where the plane in memory begins. */
  start: u32,
  /** Weights from top to bottom and from left to right. */
  across: vec3f,
  along: vec3f,
  /** Place of the next row's first pixel, counted from the edge of the halo. */
  x: u32,
  y: u32,
  above: Wide,
  level: Wide,
}

/** Eight pixels of a row of a plane in memory: the tile's four, two left and two right of them. */
struct Wide { c0: vec4f, c1: vec4f, c2: vec4f, c3: vec4f, c4: vec4f, c5: vec4f, c6: vec4f, c7: vec4f }

const UNIT = vec3f(0.0, 1.0, 0.0);
const SMOOTH = vec3f(1.0, 2.0, 1.0);
const DIFFERENCE = vec3f(-1.0, 0.0, 1.0);

fn rows_of(plane: u32, tile_x: u32, tile_y: u32) -> Rows {
  let map = plane / uniforms.features;
  let features = select(uniforms.newer, uniforms.older, map < 3u) + (plane % uniforms.features) * uniforms.layer.full.plane;
  let before = uniforms.previous + (plane - 6u * uniforms.features) * uniforms.layer.full.plane;
  let start = select(before, features, map < 6u);
  let horizontal = map == 1u || map == 3u;
  let vertical = map == 2u || map == 4u;
  let across = select(select(UNIT, DIFFERENCE, vertical), SMOOTH, horizontal);
  let along = select(select(UNIT, SMOOTH, vertical), DIFFERENCE, horizontal);
  let x = tile_x + HALO - 1u;
  let y = tile_y + HALO - 1u;
  let scale = select(1.0, 0.125, horizontal || vertical);
  return Rows(start, across, along * scale, x, y, wide_row(start, x, y - 1u), wide_row(start, x, y));
}

fn wide_row(start: u32, x: u32, y: u32) -> Wide {
  let at = start + y * uniforms.layer.full.pitch + x;
  return Wide(
    vec4f(maps[at - 1u]), vec4f(maps[at]), vec4f(maps[at + 1u]), vec4f(maps[at + 2u]),
    vec4f(maps[at + 3u]), vec4f(maps[at + 4u]), vec4f(maps[at + 5u]), vec4f(maps[at + 6u]));
}

fn next_row(source: ptr<function, Rows>) -> Row {
  let above = (*source).above;
  let level = (*source).level;
  let y = (*source).y;
  let below = wide_row((*source).start, (*source).x, y + 1u);
  (*source).above = level;
  (*source).level = below;
  (*source).y = y + 1u;
  let across = (*source).across * select(0.0, 1.0, y >= HALO && y < HALO + uniforms.layer.full.height);
  return joined_row(above, level, below, across, (*source).along, (*source).x);
}

fn see_rows(_rows: ptr<function, Rows>, _side: f32, _a: Row, _b: Row, _c: Row, _d: Row) {}

/** A row of one plane of the joined map, made from the rows in memory above, at and below it. */
fn joined_row(above: Wide, level: Wide, below: Wide, w: vec3f, along: vec3f, x: u32) -> Row {
  let c0 = w.x * above.c0 + w.y * level.c0 + w.z * below.c0;
  let c1 = w.x * above.c1 + w.y * level.c1 + w.z * below.c1;
  let c2 = w.x * above.c2 + w.y * level.c2 + w.z * below.c2;
  let c3 = w.x * above.c3 + w.y * level.c3 + w.z * below.c3;
  let c4 = w.x * above.c4 + w.y * level.c4 + w.z * below.c4;
  let c5 = w.x * above.c5 + w.y * level.c5 + w.z * below.c5;
  let c6 = w.x * above.c6 + w.y * level.c6 + w.z * below.c6;
  let c7 = w.x * above.c7 + w.y * level.c7 + w.z * below.c7;
  return Row(
    inside(along.x * c0 + along.y * c1 + along.z * c2, x),
    along.x * c1 + along.y * c2 + along.z * c3,
    inside(along.x * c2 + along.y * c3 + along.z * c4, x + 2u),
    inside(along.x * c3 + along.y * c4 + along.z * c5, x + 3u),
    inside(along.x * c4 + along.y * c5 + along.z * c6, x + 4u),
    inside(along.x * c5 + along.y * c6 + along.z * c7, x + 5u));
}

fn inside(value: vec4f, x: u32) -> vec4f {
  return select(vec4f(), value, x >= HALO && x < HALO + uniforms.layer.full.width);
}

fn put_pixel(sum: vec4f, plane: u32, x: u32, y: u32) { put(sum, uniforms.layer.full, plane, x, y); }

fn work(x: u32, y: u32, eighth: u32) {
  put_both(convolve(x, y, eighth), eighth, x, y);
}
