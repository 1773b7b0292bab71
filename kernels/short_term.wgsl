// Short-term spatio-temporal block of one level (paper section 3.2):
//
//   y = ReLU(conv3x3([f, Gx f, Gy f, Gx f', Gy f', f - f', p]) + b)
//
// f, f': the compressed features of the older and the newer frame; p: the result of the level before, or nothing. The
// convolution pads the joined map with zeros, so a gradient outside the image counts as 0 however large it would be.
// Gradients and difference are made in registers, row by row as the convolution reads them, and never stored: with
// them the older frame's cached features are all that a new frame needs of the past.
//
// Layout. Maps, tiles and threads as in spatial_gradient.wgsl.
//   reduced both frames' features; `slots` says at which vec4 each one begins
//   weights [outputs/8][6 * FEATURES + PREVIOUS planes in the order above][9 taps][2 planes] of matrices
// Traffic. For each plane of a gradient a tile loads 4 x 24 vec4 instead of 24, which the L1 absorbs, and does 42
// additions a row beside 192 multiply-adds by vec4; storing five maps instead would cost a write and a read of each.

alias scalar = f32;

override WIDTH: u32;
override HEIGHT: u32;
/** Planes of a frame's features. */
override FEATURES: u32;
/** Planes of the level before; 0 for none. */
override PREVIOUS: u32;
override WORKGROUP: u32 = 64u;

const HALO = 2u;
override TILES_X: u32 = (WIDTH + 3u) / 4u;
override TILES_Y: u32 = (HEIGHT + 1u) / 2u;
override STRIDE: u32 = 4u * TILES_X + 2u * HALO;
override PLANE: u32 = STRIDE * (2u * TILES_Y + 2u * HALO);
override POOLED_STRIDE: u32 = 4u * ((WIDTH / 2u + 3u) / 4u) + 2u * HALO;
override POOLED_PLANE: u32 = POOLED_STRIDE * (2u * ((HEIGHT / 2u + 1u) / 2u) + 2u * HALO);

struct Slots { older: u32, newer: u32 }

@group(0) @binding(0) var<storage, read> reduced: array<vec4<scalar>>;
@group(0) @binding(1) var<uniform> slots: Slots;
@group(0) @binding(2) var<storage, read> previous: array<vec4<scalar>>;
@group(0) @binding(3) var<storage, read> weights: array<mat4x4<scalar>>;
@group(0) @binding(4) var<storage, read> bias: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> output: array<vec4<scalar>>;

/** Six pixels of a row: one left of the tile's four and one right of them. */
struct Row { p0: vec4f, p1: vec4f, p2: vec4f, p3: vec4f, p4: vec4f, p5: vec4f }

/** Four channels of the tile's upper and lower row. */
struct Tile {
  u0: vec4f, u1: vec4f, u2: vec4f, u3: vec4f,
  l0: vec4f, l1: vec4f, l2: vec4f, l3: vec4f,
}

fn load_feature(at: u32) -> Row {
  return Row(vec4f(reduced[at]), vec4f(reduced[at + 1u]), vec4f(reduced[at + 2u]),
             vec4f(reduced[at + 3u]), vec4f(reduced[at + 4u]), vec4f(reduced[at + 5u]));
}

fn load_previous(at: u32) -> Row {
  return Row(vec4f(previous[at]), vec4f(previous[at + 1u]), vec4f(previous[at + 2u]),
             vec4f(previous[at + 3u]), vec4f(previous[at + 4u]), vec4f(previous[at + 5u]));
}

fn subtract(a: Row, b: Row) -> Row {
  return Row(a.p0 - b.p0, a.p1 - b.p1, a.p2 - b.p2, a.p3 - b.p3, a.p4 - b.p4, a.p5 - b.p5);
}

/** A column of three pixels weighted by `w` from top to bottom. */
fn column(at: u32, w: vec3f) -> vec4f {
  return w.x * vec4f(reduced[at - STRIDE]) + w.y * vec4f(reduced[at]) + w.z * vec4f(reduced[at + STRIDE]);
}

fn inside(value: vec4f, x: u32) -> vec4f {
  return select(vec4f(), value, x >= HALO && x < HALO + WIDTH);
}

/** Sobel responses along a row; `x`: its first column, counted from the edge of the halo as in `at`. */
fn gradient(at: u32, x: u32, horizontal: bool) -> Row {
  let across = select(vec3f(-1.0, 0.0, 1.0), vec3f(1.0, 2.0, 1.0), horizontal);
  let along = select(vec3f(1.0, 2.0, 1.0), vec3f(-1.0, 0.0, 1.0), horizontal) * 0.125;
  let c0 = column(at - 1u, across);
  let c1 = column(at, across);
  let c2 = column(at + 1u, across);
  let c3 = column(at + 2u, across);
  let c4 = column(at + 3u, across);
  let c5 = column(at + 4u, across);
  let c6 = column(at + 5u, across);
  let c7 = column(at + 6u, across);
  return Row(
    inside(along.x * c0 + along.y * c1 + along.z * c2, x),
    inside(along.x * c1 + along.y * c2 + along.z * c3, x + 1u),
    inside(along.x * c2 + along.y * c3 + along.z * c4, x + 2u),
    inside(along.x * c3 + along.y * c4 + along.z * c5, x + 3u),
    inside(along.x * c4 + along.y * c5 + along.z * c6, x + 4u),
    inside(along.x * c5 + along.y * c6 + along.z * c7, x + 5u));
}

/** A row of one plane of the joined map. `x`, `y` count from the edge of the halo. */
fn joined(plane: u32, x: u32, y: u32) -> Row {
  let pixel = y * STRIDE + x;
  if (plane >= 6u * FEATURES) { return load_previous((plane - 6u * FEATURES) * PLANE + pixel); }
  let map = plane / FEATURES;
  let at = (plane % FEATURES) * PLANE + pixel;
  if (map == 0u) { return load_feature(slots.older + at); }
  if (map == 5u) { return subtract(load_feature(slots.older + at), load_feature(slots.newer + at)); }
  if (y < HALO || y >= HALO + HEIGHT) { return Row(); }
  return gradient(select(slots.newer, slots.older, map < 3u) + at, x, map % 2u == 1u);
}

fn filled(value: vec4f) -> Tile {
  return Tile(value, value, value, value, value, value, value, value);
}

/** The three taps of one kernel row, whose matrices lie `step` apart. */
fn multiply(tile: ptr<function, Tile>, upper: Row, lower: Row, at: u32, step: u32) {
  let left = mat4x4f(weights[at]);
  (*tile).u0 += left * upper.p0; (*tile).u1 += left * upper.p1;
  (*tile).u2 += left * upper.p2; (*tile).u3 += left * upper.p3;
  (*tile).l0 += left * lower.p0; (*tile).l1 += left * lower.p1;
  (*tile).l2 += left * lower.p2; (*tile).l3 += left * lower.p3;
  let centre = mat4x4f(weights[at + step]);
  (*tile).u0 += centre * upper.p1; (*tile).u1 += centre * upper.p2;
  (*tile).u2 += centre * upper.p3; (*tile).u3 += centre * upper.p4;
  (*tile).l0 += centre * lower.p1; (*tile).l1 += centre * lower.p2;
  (*tile).l2 += centre * lower.p3; (*tile).l3 += centre * lower.p4;
  let right = mat4x4f(weights[at + 2u * step]);
  (*tile).u0 += right * upper.p2; (*tile).u1 += right * upper.p3;
  (*tile).u2 += right * upper.p4; (*tile).u3 += right * upper.p5;
  (*tile).l0 += right * lower.p2; (*tile).l1 += right * lower.p3;
  (*tile).l2 += right * lower.p4; (*tile).l3 += right * lower.p5;
}

struct Block { a: Tile, b: Tile }

/** Before the ReLU; `x`, `y`: the tile's first pixel, `pair`: which eight output channels. */
fn block(x: u32, y: u32, pair: u32) -> Block {
  var a = filled(bias[2u * pair]);
  var b = filled(bias[2u * pair + 1u]);
  // Not a constant to the driver, which would unroll the loop over all planes and compile for minutes.
  let planes = min(6u * FEATURES + PREVIOUS, arrayLength(&weights));
  for (var plane = 0u; plane < planes; plane++) {
    let taps = (pair * planes + plane) * 18u;
    var upper = Row();
    for (var row = 0u; row < 4u; row++) {
      let lower = joined(plane, x + HALO - 1u, y + HALO - 1u + row);
      if (row > 0u) {
        multiply(&a, upper, lower, taps + 6u * (row - 1u), 2u);
        multiply(&b, upper, lower, taps + 6u * (row - 1u) + 1u, 2u);
      }
      upper = lower;
    }
  }
  return Block(a, b);
}

fn put(value: vec4f, plane: u32, x: u32, y: u32) {
  if (x < WIDTH && y < HEIGHT) {
    output[plane * PLANE + (y + HALO) * STRIDE + x + HALO] = vec4<scalar>(max(value, vec4f()));
  }
}

fn store(tile: Tile, plane: u32, x: u32, y: u32) {
  put(tile.u0, plane, x, y); put(tile.u1, plane, x + 1u, y);
  put(tile.u2, plane, x + 2u, y); put(tile.u3, plane, x + 3u, y);
  put(tile.l0, plane, x, y + 1u); put(tile.l1, plane, x + 1u, y + 1u);
  put(tile.l2, plane, x + 2u, y + 1u); put(tile.l3, plane, x + 3u, y + 1u);
}

fn put_pooled(value: vec4f, plane: u32, x: u32, y: u32) {
  if (x < WIDTH / 2u && y < HEIGHT / 2u) {
    output[plane * POOLED_PLANE + (y + HALO) * POOLED_STRIDE + x + HALO] = vec4<scalar>(max(value, vec4f()));
  }
}

fn store_pooled(t: Tile, plane: u32, x: u32, y: u32) {
  put_pooled(max(max(t.u0, t.u1), max(t.l0, t.l1)), plane, x / 2u, y / 2u);
  put_pooled(max(max(t.u2, t.u3), max(t.l2, t.l3)), plane, x / 2u + 1u, y / 2u);
}

/** Writes the block's map. */
@compute @workgroup_size(WORKGROUP)
fn full(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= TILES_X * TILES_Y) { return; }
  let x = 4u * (id.x % TILES_X);
  let y = 2u * (id.x / TILES_X);
  let result = block(x, y, id.y);
  store(result.a, 2u * id.y, x, y);
  store(result.b, 2u * id.y + 1u, x, y);
}

/** Writes only the map's maxima over 2 x 2 pixels. */
@compute @workgroup_size(WORKGROUP)
fn pool(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= TILES_X * TILES_Y) { return; }
  let x = 4u * (id.x % TILES_X);
  let y = 2u * (id.x / TILES_X);
  let result = block(x, y, id.y);
  store_pooled(result.a, 2u * id.y, x, y);
  store_pooled(result.b, 2u * id.y + 1u, x, y);
}
