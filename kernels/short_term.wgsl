// Short-term spatio-temporal block of one level (paper section 3.2):
//
//   y = ReLU(conv3x3([f, Gx f, Gy f, Gx f', Gy f', f - f', p]) + b)
//
// f, f': the compressed features of the older and the newer frame; p: the result of the level before, or nothing. The
// difference is never formed: conv(f, A) + conv(f - f', B) = conv(f, A + B) + conv(f', -B), whose weights are made
// beforehand. The convolution pads the joined map with zeros, so a gradient outside the image counts as 0 however large
// it would be. Gradients are made in registers, row by row as the convolution reads them, and never stored: with them the
// older frame's cached features are all that a new frame needs of the past.
//
// Every plane of [f, Gx f, Gy f, Gx f', Gy f', f', p] is a separable stencil over a plane in memory, the unit one for what
// is read as it is: so no thread branches on which plane it is, and one loop body serves all. A processor that runs both
// sides of a branch (SwiftShader does) would else load everything four times.
//
// Layout. Maps, tiles, threads and sizes as in spatial_gradient.wgsl.
//   maps    both frames' features and the result of the level before; `sizes` says at which vec4 each one begins
//   weights [outputs/8][6 * sizes.features + sizes.previous planes in the order above][9 taps][2 planes] of matrices
// Traffic. A tile of 4 x 2 loads 4 x 24 vec4 for a plane instead of 24, which the L1 absorbs, and does 42 multiply-adds by
// vec4 a row beside 192 of the convolution; storing gradients instead would cost launches, a write and a read of each. A
// tile of 4 x 4 keeps the rows it has read, and loads 8 x 8 instead of 6 x 24: it takes a fifth off the time where loads
// are dear, and registers that a low tile is there to spare.

alias scalar = f32;

override WORKGROUP: u32 = 64u;
/** A thread's tile is 4 x 4 pixels instead of 4 x 2. */
override TALL: bool = false;

const HALO = 2u;
/** Rows of a thread's tile. */
override TILE_ROWS: u32 = select(2u, 4u, TALL);

struct Sizes {
  width: u32,
  height: u32,
  /** Tiles of a row, and all of them. */
  tiles_x: u32,
  tiles: u32,
  /** From one row to the next, and from one plane to the next. */
  stride: u32,
  plane: u32,
  /** The same of the map of the maxima. */
  pooled_stride: u32,
  pooled_plane: u32,
  /** Planes of a frame's features. */
  features: u32,
  /** Planes of the level before; 0 for none. */
  previous: u32,
  /** Where the older and the newer frame's features begin, and the level before. */
  older: u32,
  newer: u32,
  before: u32,
  /** 1: the map is written, 2: only its maxima over 2 x 2 pixels. */
  written: u32,
}

@group(0) @binding(0) var<storage, read> maps: array<vec4<scalar>>;
@group(0) @binding(1) var<storage, read> weights: array<mat4x4<scalar>>;
@group(0) @binding(2) var<storage, read> bias: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4<scalar>>;
@group(0) @binding(4) var<uniform> sizes: Sizes;

/** Six pixels of a row: one left of the tile's four and one right of them. */
struct Row { p0: vec4f, p1: vec4f, p2: vec4f, p3: vec4f, p4: vec4f, p5: vec4f }

/** Four channels of the tile's upper and lower row. */
struct Tile {
  u0: vec4f, u1: vec4f, u2: vec4f, u3: vec4f,
  l0: vec4f, l1: vec4f, l2: vec4f, l3: vec4f,
}

/** Where a plane of the joined map is made from, and by which weights. */
struct Stencil {
  start: u32,
  /** From top to bottom. */
  across: vec3f,
  /** From left to right. */
  along: vec3f,
}

const UNIT = vec3f(0.0, 1.0, 0.0);
const SMOOTH = vec3f(1.0, 2.0, 1.0);
const DIFFERENCE = vec3f(-1.0, 0.0, 1.0);

fn stencil_of(plane: u32) -> Stencil {
  let map = plane / sizes.features;
  let joined = map < 6u;
  let features = select(sizes.newer, sizes.older, map < 3u) + (plane % sizes.features) * sizes.plane;
  let start = select(sizes.before + (plane - 6u * sizes.features) * sizes.plane, features, joined);
  let horizontal = map == 1u || map == 3u;
  let vertical = map == 2u || map == 4u;
  return Stencil(
    start,
    select(select(UNIT, DIFFERENCE, vertical), SMOOTH, horizontal),
    select(select(UNIT, SMOOTH, vertical), DIFFERENCE, horizontal) * select(1.0, 0.125, horizontal || vertical));
}

/** Eight pixels of a row of a plane in memory: two left of the tile's four and two right of them. */
struct Wide { c0: vec4f, c1: vec4f, c2: vec4f, c3: vec4f, c4: vec4f, c5: vec4f, c6: vec4f, c7: vec4f }

/** `x`: the second of the eight. It and `y` count from the edge of the halo. */
fn wide_row(start: u32, x: u32, y: u32) -> Wide {
  let at = start + y * sizes.stride + x;
  return Wide(
    vec4f(maps[at - 1u]), vec4f(maps[at]), vec4f(maps[at + 1u]), vec4f(maps[at + 2u]),
    vec4f(maps[at + 3u]), vec4f(maps[at + 4u]), vec4f(maps[at + 5u]), vec4f(maps[at + 6u]));
}

fn inside(value: vec4f, x: u32) -> vec4f {
  return select(vec4f(), value, x >= HALO && x < HALO + sizes.width);
}

/** Row `y` of one plane of the joined map, of the rows in memory above, at and below it. */
fn joined_row(stencil: Stencil, above: Wide, level: Wide, below: Wide, x: u32, y: u32) -> Row {
  let w = stencil.across * select(0.0, 1.0, y >= HALO && y < HALO + sizes.height);
  let along = stencil.along;
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

/**
 * The same of the plane in memory. In a tall tile, `above` and `level` are the rows that the last call left for this one:
 * each is read once instead of three times. They would take registers, and a low tile exists to need few.
 */
fn next_row(stencil: Stencil, above: ptr<function, Wide>, level: ptr<function, Wide>, x: u32, y: u32) -> Row {
  if (!TALL) {
    *above = wide_row(stencil.start, x, y - 1u);
    *level = wide_row(stencil.start, x, y);
  }
  let below = wide_row(stencil.start, x, y + 1u);
  let result = joined_row(stencil, *above, *level, below, x, y);
  if (TALL) {
    *above = *level;
    *level = below;
  }
  return result;
}

fn filled(value: vec4f) -> Tile {
  return Tile(value, value, value, value, value, value, value, value);
}

/** One tap of a kernel on a tile's upper and lower row. */
fn tap(tile: ptr<function, Tile>, w: mat4x4f,
       u0: vec4f, u1: vec4f, u2: vec4f, u3: vec4f, l0: vec4f, l1: vec4f, l2: vec4f, l3: vec4f) {
  (*tile).u0 += w * u0; (*tile).u1 += w * u1; (*tile).u2 += w * u2; (*tile).u3 += w * u3;
  (*tile).l0 += w * l0; (*tile).l1 += w * l1; (*tile).l2 += w * l2; (*tile).l3 += w * l3;
}

fn tap_left(tile: ptr<function, Tile>, w: mat4x4f, u: Row, l: Row) {
  tap(tile, w, u.p0, u.p1, u.p2, u.p3, l.p0, l.p1, l.p2, l.p3);
}

fn tap_centre(tile: ptr<function, Tile>, w: mat4x4f, u: Row, l: Row) {
  tap(tile, w, u.p1, u.p2, u.p3, u.p4, l.p1, l.p2, l.p3, l.p4);
}

fn tap_right(tile: ptr<function, Tile>, w: mat4x4f, u: Row, l: Row) {
  tap(tile, w, u.p2, u.p3, u.p4, u.p5, l.p2, l.p3, l.p4, l.p5);
}

/** The three taps of one kernel row, whose matrices lie two apart. */
fn multiply(tile: ptr<function, Tile>, upper: Row, lower: Row, at: u32) {
  tap_left(tile, mat4x4f(weights[at]), upper, lower);
  tap_centre(tile, mat4x4f(weights[at + 2u]), upper, lower);
  tap_right(tile, mat4x4f(weights[at + 4u]), upper, lower);
}

/** The same for two tiles, one below the other: each matrix is loaded once. */
fn multiply_tall(top: ptr<function, Tile>, bottom: ptr<function, Tile>, r0: Row, r1: Row, r2: Row, r3: Row, at: u32) {
  let left = mat4x4f(weights[at]);
  tap_left(top, left, r0, r1);
  tap_left(bottom, left, r2, r3);
  let centre = mat4x4f(weights[at + 2u]);
  tap_centre(top, centre, r0, r1);
  tap_centre(bottom, centre, r2, r3);
  let right = mat4x4f(weights[at + 4u]);
  tap_right(top, right, r0, r1);
  tap_right(bottom, right, r2, r3);
}

/** Both planes of the tile, `a` and `b`, and of the tile below it, which only tall ones have. */
struct Block { a: Tile, b: Tile, a_below: Tile, b_below: Tile }

/** Before the ReLU; `x`, `y`: the tile's first pixel, `pair`: which eight output channels. */
fn block(x: u32, y: u32, pair: u32) -> Block {
  var a = filled(bias[2u * pair]);
  var b = filled(bias[2u * pair + 1u]);
  var a_below = a;
  var b_below = b;
  let planes = 6u * sizes.features + sizes.previous;
  for (var plane = 0u; plane < planes; plane++) {
    let taps = (pair * planes + plane) * 18u;
    let stencil = stencil_of(plane);
    let left = x + HALO - 1u;
    let top = y + HALO - 1u;
    // Rows in memory that a tall tile has read already.
    var above: Wide;
    var level: Wide;
    if (TALL) {
      above = wide_row(stencil.start, left, top - 1u);
      level = wide_row(stencil.start, left, top);
    }
    // The rows above the newest one: one, or three of a tall tile.
    var r0: Row;
    var r1: Row;
    var r2: Row;
    for (var row = 0u; row < TILE_ROWS - 1u; row++) {
      r0 = r1;
      r1 = r2;
      r2 = next_row(stencil, &above, &level, left, top + row);
    }
    for (var row = 0u; row < 3u; row++) {
      let next = next_row(stencil, &above, &level, left, top + row + TILE_ROWS - 1u);
      let at = taps + 6u * row;
      if (TALL) {
        multiply_tall(&a, &a_below, r0, r1, r2, next, at);
        multiply_tall(&b, &b_below, r0, r1, r2, next, at + 1u);
        r0 = r1;
        r1 = r2;
        r2 = next;
      } else {
        multiply(&a, r2, next, at);
        multiply(&b, r2, next, at + 1u);
        r2 = next;
      }
    }
  }
  return Block(a, b, a_below, b_below);
}

fn put(value: vec4f, plane: u32, x: u32, y: u32) {
  if (x < sizes.width && y < sizes.height) {
    output[plane * sizes.plane + (y + HALO) * sizes.stride + x + HALO] = vec4<scalar>(max(value, vec4f()));
  }
}

fn store(tile: Tile, plane: u32, x: u32, y: u32) {
  put(tile.u0, plane, x, y); put(tile.u1, plane, x + 1u, y);
  put(tile.u2, plane, x + 2u, y); put(tile.u3, plane, x + 3u, y);
  put(tile.l0, plane, x, y + 1u); put(tile.l1, plane, x + 1u, y + 1u);
  put(tile.l2, plane, x + 2u, y + 1u); put(tile.l3, plane, x + 3u, y + 1u);
}

fn put_pooled(value: vec4f, plane: u32, x: u32, y: u32) {
  if (x < (sizes.width / 2u) && y < (sizes.height / 2u)) {
    output[plane * sizes.pooled_plane + (y + HALO) * sizes.pooled_stride + x + HALO] = vec4<scalar>(max(value, vec4f()));
  }
}

fn store_pooled(t: Tile, plane: u32, x: u32, y: u32) {
  put_pooled(max(max(t.u0, t.u1), max(t.l0, t.l1)), plane, x / 2u, y / 2u);
  put_pooled(max(max(t.u2, t.u3), max(t.l2, t.l3)), plane, x / 2u + 1u, y / 2u);
}

fn write(tile: Tile, plane: u32, x: u32, y: u32) {
  if (sizes.written == 1u) { store(tile, plane, x, y); } else { store_pooled(tile, plane, x, y); }
}

@compute @workgroup_size(WORKGROUP)
fn short_term_block(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= sizes.tiles) { return; }
  let x = 4u * (id.x % sizes.tiles_x);
  let y = TILE_ROWS * (id.x / sizes.tiles_x);
  let result = block(x, y, id.y);
  write(result.a, 2u * id.y, x, y);
  write(result.b, 2u * id.y + 1u, x, y);
  if (TALL) {
    write(result.a_below, 2u * id.y, x, y + 2u);
    write(result.b_below, 2u * id.y + 1u, x, y + 2u);
  }
}
