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
// Threads. x: a tile of 4 x 2 pixels, or of 4 x 4; y: eight output channels, so that every weight is uniform in a
// workgroup. For each plane of its input a thread does 640 multiply-adds by vec4 on 24 + 80 loads with 16 accumulators and
// 16 for Gx and Gy, or 1280 on 36 + 80 with twice as many of both. The taller tile loads 44 % less for the same work, and
// wins wherever loads cost more than multiply-adds; it needs twice the registers, which some GPUs spill, and leaves a map
// of 32 x 32 half the threads, which fill no large one. So a trial at load chooses. Staging weights in workgroup memory
// would save few loads (all lanes read the same address) and cost two barriers a plane. Kernel rows are a loop: written
// out, so that magnitudes come from rows at hand and nothing of Gx and Gy is carried, tall tiles took as long on
// SwiftShader, low ones 7 % less, and both half as long again to compile.

alias scalar = f32;

override WORKGROUP: u32 = 64u;
/** A thread's tile is 4 x 4 pixels instead of 4 x 2. */
override TALL: bool = false;

const HALO = 2u;
/** Rows of a thread's tile. */
override TILE_ROWS: u32 = select(2u, 4u, TALL);

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
  /** 1: the map is written, 2: its maxima over 2 x 2 pixels, 3: both. */
  written: u32,
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

fn multiply_gradient(tile: ptr<function, Tile>, g: Tile, w: mat4x4f) {
  tap(tile, w, g.u0, g.u1, g.u2, g.u3, g.l0, g.l1, g.l2, g.l3);
}

/** Both planes of the tile, `a` and `b`, and of the tile below it, which only tall ones have. */
struct Block { a: Tile, b: Tile, a_below: Tile, b_below: Tile }

/** Before the ReLU; `x`, `y`: the tile's first pixel, `pair`: which eight output channels. */
fn block(x: u32, y: u32, pair: u32) -> Block {
  var a = filled(bias[2u * pair]);
  var b = filled(bias[2u * pair + 1u]);
  var a_below = a;
  var b_below = b;
  for (var plane = 0u; plane < sizes.inputs; plane++) {
    let start = plane * sizes.plane + (y + HALO - 1u) * sizes.stride + x + HALO - 1u;
    let taps = (pair * sizes.inputs + plane) * 20u;
    var horizontal = filled(vec4f());
    var vertical = filled(vec4f());
    var horizontal_below = filled(vec4f());
    var vertical_below = filled(vec4f());
    // The rows above the newest one: one, or three of a tall tile.
    var r0: Row;
    var r1: Row;
    var r2: Row;
    for (var row = 0u; row < TILE_ROWS - 1u; row++) {
      r0 = r1;
      r1 = r2;
      r2 = load_row(start + row * sizes.stride);
    }
    for (var row = 0u; row < 3u; row++) {
      let next = load_row(start + (row + TILE_ROWS - 1u) * sizes.stride);
      let at = taps + 6u * row;
      let weight = 2.0 - abs(f32(row) - 1.0);
      let sign = f32(row) - 1.0;
      if (TALL) {
        multiply_tall(&a, &a_below, r0, r1, r2, next, at);
        multiply_tall(&b, &b_below, r0, r1, r2, next, at + 1u);
        add_horizontal(&horizontal, r0, r1, weight);
        add_vertical(&vertical, r0, r1, sign);
        add_horizontal(&horizontal_below, r2, next, weight);
        add_vertical(&vertical_below, r2, next, sign);
        r0 = r1;
        r1 = r2;
        r2 = next;
      } else {
        multiply(&a, r2, next, at);
        multiply(&b, r2, next, at + 1u);
        add_horizontal(&horizontal, r2, next, weight);
        add_vertical(&vertical, r2, next, sign);
        r2 = next;
      }
    }
    let gradient = magnitudes(horizontal, vertical);
    let wa = mat4x4f(weights[taps + 18u]);
    let wb = mat4x4f(weights[taps + 19u]);
    multiply_gradient(&a, gradient, wa);
    multiply_gradient(&b, gradient, wb);
    if (TALL) {
      let below = magnitudes(horizontal_below, vertical_below);
      multiply_gradient(&a_below, below, wa);
      multiply_gradient(&b_below, below, wb);
    }
  }
  return Block(a, b, a_below, b_below);
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

fn write(tile: Tile, plane: u32, x: u32, y: u32) {
  if ((sizes.written & 1u) != 0u) { store(tile, plane, x, y); }
  if ((sizes.written & 2u) != 0u) { store_pooled(tile, plane, x, y); }
}

@compute @workgroup_size(WORKGROUP)
fn gradient_block(@builtin(global_invocation_id) id: vec3u) {
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
