// Residual spatial gradient block (paper eq. 2), batch norms folded into the weights:
//
//   y = ReLU(conv3x3(x) + conv1x1(sqrt(Gx^2 + Gy^2 + 1e-8)) + b)
//
// Gx, Gy: Sobel responses scaled by 1/8. The magnitude is a tenth tap beside the nine of the convolution: the rows that
// these read also make it, in registers. A 2 x 2 maximum pool that follows is taken from the thread's own pixels.
//
// Sizes come in a uniform: one pipeline serves all blocks of the network, whatever their sizes, which matters since
// drivers compile slowly, and the loop over planes has no length that a driver would unroll.
//
// Layout. A map is planes of four channels, [C/4][rows][columns] of vec4, each plane with HALO zeros around and its
// width and height rounded up to whole tiles: no load asks whether it is inside. Only pixels inside are ever written.
//   weights [outputs/8][inputs/4][10 taps, the magnitude last][2 planes]: matrices, one column per input channel
//   bias    [outputs/8][2 planes]
// Threads. x: a tile of 4 x 2 pixels; y: eight output channels, so that every weight is uniform in a workgroup. A
// thread does 640 multiply-adds by vec4 on 24 + 80 loads for each plane of its input, with 16 accumulators. Staging
// weights in workgroup memory would save few loads (all lanes read the same address) and cost two barriers a plane.

alias scalar = f32;

override WORKGROUP: u32 = 64u;

const HALO = 2u;

/** Of the maps, in pixels where nothing else is said; `tiled` of programs.ts has them. */
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
  /** Planes read. */
  inputs: u32,
  /** Planes of the output maps that come before the ones written here. */
  first: u32,
  pooled_first: u32,
}

@group(0) @binding(0) var<storage, read> input: array<vec4<scalar>>;
@group(0) @binding(1) var<storage, read> weights: array<mat4x4<scalar>>;
@group(0) @binding(2) var<storage, read> bias: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4<scalar>>;
@group(0) @binding(4) var<storage, read_write> pooled: array<vec4<scalar>>;
@group(0) @binding(5) var<uniform> sizes: Sizes;

/** Six pixels of a row: one left of the tile's four and one right of them. */
struct Row { p0: vec4f, p1: vec4f, p2: vec4f, p3: vec4f, p4: vec4f, p5: vec4f }

/** Four channels of the tile's upper and lower row. */
struct Tile {
  u0: vec4f, u1: vec4f, u2: vec4f, u3: vec4f,
  l0: vec4f, l1: vec4f, l2: vec4f, l3: vec4f,
}

fn load_row(at: u32) -> Row {
  return Row(vec4f(input[at]), vec4f(input[at + 1u]), vec4f(input[at + 2u]),
             vec4f(input[at + 3u]), vec4f(input[at + 4u]), vec4f(input[at + 5u]));
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

/** One kernel row's part of Gx; `weight` is 1, 2, 1 from top to bottom. */
fn add_horizontal(tile: ptr<function, Tile>, upper: Row, lower: Row, weight: f32) {
  (*tile).u0 += weight * (upper.p2 - upper.p0); (*tile).u1 += weight * (upper.p3 - upper.p1);
  (*tile).u2 += weight * (upper.p4 - upper.p2); (*tile).u3 += weight * (upper.p5 - upper.p3);
  (*tile).l0 += weight * (lower.p2 - lower.p0); (*tile).l1 += weight * (lower.p3 - lower.p1);
  (*tile).l2 += weight * (lower.p4 - lower.p2); (*tile).l3 += weight * (lower.p5 - lower.p3);
}

/** One kernel row's part of Gy; `sign` is -1, 0, 1 from top to bottom. */
fn add_vertical(tile: ptr<function, Tile>, upper: Row, lower: Row, sign: f32) {
  (*tile).u0 += sign * (upper.p0 + 2.0 * upper.p1 + upper.p2);
  (*tile).u1 += sign * (upper.p1 + 2.0 * upper.p2 + upper.p3);
  (*tile).u2 += sign * (upper.p2 + 2.0 * upper.p3 + upper.p4);
  (*tile).u3 += sign * (upper.p3 + 2.0 * upper.p4 + upper.p5);
  (*tile).l0 += sign * (lower.p0 + 2.0 * lower.p1 + lower.p2);
  (*tile).l1 += sign * (lower.p1 + 2.0 * lower.p2 + lower.p3);
  (*tile).l2 += sign * (lower.p2 + 2.0 * lower.p3 + lower.p4);
  (*tile).l3 += sign * (lower.p3 + 2.0 * lower.p4 + lower.p5);
}

fn magnitude(horizontal: vec4f, vertical: vec4f) -> vec4f {
  return sqrt((horizontal * horizontal + vertical * vertical) * (1.0 / 64.0) + 1e-8);
}

fn magnitudes(h: Tile, v: Tile) -> Tile {
  return Tile(
    magnitude(h.u0, v.u0), magnitude(h.u1, v.u1), magnitude(h.u2, v.u2), magnitude(h.u3, v.u3),
    magnitude(h.l0, v.l0), magnitude(h.l1, v.l1), magnitude(h.l2, v.l2), magnitude(h.l3, v.l3));
}

fn multiply_gradient(tile: ptr<function, Tile>, g: Tile, at: u32) {
  let w = mat4x4f(weights[at]);
  (*tile).u0 += w * g.u0; (*tile).u1 += w * g.u1; (*tile).u2 += w * g.u2; (*tile).u3 += w * g.u3;
  (*tile).l0 += w * g.l0; (*tile).l1 += w * g.l1; (*tile).l2 += w * g.l2; (*tile).l3 += w * g.l3;
}

struct Block { a: Tile, b: Tile }

/** Before the ReLU; `x`, `y`: the tile's first pixel, `pair`: which eight output channels. */
fn block(x: u32, y: u32, pair: u32) -> Block {
  var a = filled(bias[2u * pair]);
  var b = filled(bias[2u * pair + 1u]);
  for (var plane = 0u; plane < sizes.inputs; plane++) {
    let start = plane * sizes.plane + (y + HALO - 1u) * sizes.stride + x + HALO - 1u;
    let taps = (pair * sizes.inputs + plane) * 20u;
    var horizontal = filled(vec4f());
    var vertical = filled(vec4f());
    var upper = load_row(start);
    for (var row = 0u; row < 3u; row++) {
      let lower = load_row(start + (row + 1u) * sizes.stride);
      multiply(&a, upper, lower, taps + 6u * row, 2u);
      multiply(&b, upper, lower, taps + 6u * row + 1u, 2u);
      add_horizontal(&horizontal, upper, lower, 2.0 - abs(f32(row) - 1.0));
      add_vertical(&vertical, upper, lower, f32(row) - 1.0);
      upper = lower;
    }
    let gradient = magnitudes(horizontal, vertical);
    multiply_gradient(&a, gradient, taps + 18u);
    multiply_gradient(&b, gradient, taps + 19u);
  }
  return Block(a, b);
}

fn put(value: vec4f, plane: u32, x: u32, y: u32) {
  if (x < sizes.width && y < sizes.height) {
    output[(sizes.first + plane) * sizes.plane + (y + HALO) * sizes.stride + x + HALO] = vec4<scalar>(max(value, vec4f()));
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
    pooled[(sizes.pooled_first + plane) * sizes.pooled_plane + (y + HALO) * sizes.pooled_stride + x + HALO] =
      vec4<scalar>(max(value, vec4f()));
  }
}

fn store_pooled(t: Tile, plane: u32, x: u32, y: u32) {
  put_pooled(max(max(t.u0, t.u1), max(t.l0, t.l1)), plane, x / 2u, y / 2u);
  put_pooled(max(max(t.u2, t.u3), max(t.l2, t.l3)), plane, x / 2u + 1u, y / 2u);
}

/** Writes the block's map. */
@compute @workgroup_size(WORKGROUP)
fn full(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= sizes.tiles) { return; }
  let x = 4u * (id.x % sizes.tiles_x);
  let y = 2u * (id.x / sizes.tiles_x);
  let result = block(x, y, id.y);
  store(result.a, 2u * id.y, x, y);
  store(result.b, 2u * id.y + 1u, x, y);
}

/** Writes only the map's maxima over 2 x 2 pixels. */
@compute @workgroup_size(WORKGROUP)
fn pool(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= sizes.tiles) { return; }
  let x = 4u * (id.x % sizes.tiles_x);
  let y = 2u * (id.x / sizes.tiles_x);
  let result = block(x, y, id.y);
  store_pooled(result.a, 2u * id.y, x, y);
  store_pooled(result.b, 2u * id.y + 1u, x, y);
}

/** Writes both. */
@compute @workgroup_size(WORKGROUP)
fn full_and_pool(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= sizes.tiles) { return; }
  let x = 4u * (id.x % sizes.tiles_x);
  let y = 2u * (id.x / sizes.tiles_x);
  let result = block(x, y, id.y);
  store(result.a, 2u * id.y, x, y);
  store(result.b, 2u * id.y + 1u, x, y);
  store_pooled(result.a, 2u * id.y, x, y);
  store_pooled(result.b, 2u * id.y + 1u, x, y);
}
