// import prelude.wgsl
// 3 x 3 convolutions in tiles, shared by the three large kernels. Each of them defines how to get the rows of an input plane
// (`Rows`, `rows_of`, `next_row`), what else to compute from these rows (`see_rows`), what to do with the sums (`work`) and how
// to write one pixel (`put_pixel`).
//
// Threads. x: a tile of 4 x 4 pixels; y: eight output channels as two planes, so that weights are uniform in a workgroup. For
// each input plane a thread does 1152 multiply-adds by vec4 on 36 loads of pixels and 72 of weights, with 32 accumulators.
// Staging weights in workgroup memory would save few loads (all lanes read the same address) and cost two barriers a plane.
// Kernel rows are a loop: unrolled, they ran no faster on SwiftShader and took half as long again to compile.
//
// Layout. weights [outputs/8][inputs/4][taps][2 planes], the taps of a 3 x 3 first; bias [outputs/8][2 planes].

/** The first member of each tiled kernel's `Uniforms`. */
struct Layer {
  inputs: Joined,
  /** Input planes. */
  planes: u32,
  weights: u32,
  bias: u32,
  crop: u32,
  /** The map that is written, as large as the inputs, and that of its 2 x 2 maxima; one of them may be NOWHERE. */
  full: Map,
  pooled: Map,
}

/** Six pixels of a row: the tile's four, one left and one right of them. */
struct Row { p0: vec4f, p1: vec4f, p2: vec4f, p3: vec4f, p4: vec4f, p5: vec4f }
/** Four pixels of a row. */
struct Four { p0: vec4f, p1: vec4f, p2: vec4f, p3: vec4f }
/** A plane of the tile: its rows. */
struct Tile { a: Four, b: Four, c: Four, d: Four }
/** Both planes of the tile. */
struct Sums { first: Tile, second: Tile }

fn load_row(at: u32) -> Row {
  return Row(vec4f(maps[at]), vec4f(maps[at + 1u]), vec4f(maps[at + 2u]),
             vec4f(maps[at + 3u]), vec4f(maps[at + 4u]), vec4f(maps[at + 5u]));
}

fn filled(value: vec4f) -> Tile {
  let row = Four(value, value, value, value);
  return Tile(row, row, row, row);
}

fn left(r: Row) -> Four { return Four(r.p0, r.p1, r.p2, r.p3); }
fn centre(r: Row) -> Four { return Four(r.p1, r.p2, r.p3, r.p4); }
fn right(r: Row) -> Four { return Four(r.p2, r.p3, r.p4, r.p5); }

fn add_product(sum: Four, w: mat4x4f, x: Four) -> Four {
  return Four(sum.p0 + w * x.p0, sum.p1 + w * x.p1, sum.p2 + w * x.p2, sum.p3 + w * x.p3);
}

/** One tap of a kernel. */
fn tap(sum: Tile, w: mat4x4f, x: Tile) -> Tile {
  return Tile(add_product(sum.a, w, x.a), add_product(sum.b, w, x.b),
              add_product(sum.c, w, x.c), add_product(sum.d, w, x.d));
}

/** One tap for both planes, whose matrices follow each other. */
fn tap_both(sums: ptr<function, Sums>, at: u32, x: Tile) {
  (*sums).first = tap((*sums).first, mat4x4f(weights[at]), x);
  (*sums).second = tap((*sums).second, mat4x4f(weights[at + 1u]), x);
}

fn bias_of(share: u32) -> Sums {
  let at = uniforms.layer.bias + 2u * share;
  return Sums(filled(constants[at]), filled(constants[at + 1u]));
}

/** The nine taps of one input plane, whose matrices begin at `taps`. */
fn convolve_plane(sums: ptr<function, Sums>, rows: ptr<function, Rows>, taps: u32) {
  var r0: Row;
  var r1: Row;
  var r2: Row;
  // Loops, because drivers inline `next_row` wherever it is called, and then compile for longer.
  for (var row = 0u; row < 3u; row++) {
    r0 = r1;
    r1 = r2;
    r2 = next_row(rows);
  }
  for (var row = 0u; row < 3u; row++) {
    let r3 = next_row(rows);
    let at = taps + 6u * row;
    tap_both(sums, at, Tile(left(r0), left(r1), left(r2), left(r3)));
    tap_both(sums, at + 2u, Tile(centre(r0), centre(r1), centre(r2), centre(r3)));
    tap_both(sums, at + 4u, Tile(right(r0), right(r1), right(r2), right(r3)));
    see_rows(rows, f32(row) - 1.0, r0, r1, r2, r3);
    r0 = r1;
    r1 = r2;
    r2 = r3;
  }
}

/** A convolution of nothing but nine taps a plane; `x`, `y`: the tile's first pixel, `share`: which eight outputs. */
fn convolve(x: u32, y: u32, share: u32) -> Sums {
  var sums = bias_of(share);
  for (var plane = 0u; plane < uniforms.layer.planes; plane++) {
    var rows = rows_of(plane, x, y);
    convolve_plane(&sums, &rows, uniforms.layer.weights + (share * uniforms.layer.planes + plane) * 18u);
  }
  return sums;
}

/** Where the first row of an input plane begins that a tile needs. */
fn start_of(plane: u32, x: u32, y: u32) -> u32 {
  let start = place_of(uniforms.layer.inputs, plane, uniforms.layer.full.plane) + crop_place(uniforms.layer.crop);
  return start + (y + HALO - 1u) * uniforms.layer.full.pitch + x + HALO - 1u;
}

/** A pixel after a ReLU. */
fn put(value: vec4f, map: Map, plane: u32, x: u32, y: u32) {
  if (x >= map.width || y >= map.height) { return; }
  maps[pixel_place(map, plane, x, y)] = vec4<scalar>(max(value, vec4f()));
}

fn put_row(row: Four, plane: u32, x: u32, y: u32) {
  put_pixel(row.p0, plane, x, y);
  put_pixel(row.p1, plane, x + 1u, y);
  put_pixel(row.p2, plane, x + 2u, y);
  put_pixel(row.p3, plane, x + 3u, y);
}

fn put_rows(tile: Tile, plane: u32, x: u32, y: u32) {
  put_row(tile.a, plane, x, y);
  put_row(tile.b, plane, x, y + 1u);
  put_row(tile.c, plane, x, y + 2u);
  put_row(tile.d, plane, x, y + 3u);
}

fn put_maxima(upper: Four, lower: Four, plane: u32, x: u32, y: u32) {
  put(max(max(upper.p0, upper.p1), max(lower.p0, lower.p1)), uniforms.layer.pooled, plane, x, y);
  put(max(max(upper.p2, upper.p3), max(lower.p2, lower.p3)), uniforms.layer.pooled, plane, x + 1u, y);
}

/** Writes a plane, its 2 x 2 maxima, or both. */
fn put_tile(tile: Tile, plane: u32, x: u32, y: u32) {
  if (uniforms.layer.full.start != NOWHERE) { put_rows(tile, plane, x, y); }
  if (uniforms.layer.pooled.start != NOWHERE) {
    put_maxima(tile.a, tile.b, plane, x / 2u, y / 2u);
    put_maxima(tile.c, tile.d, plane, x / 2u, y / 2u + 1u);
  }
}

fn put_both(sums: Sums, share: u32, x: u32, y: u32) {
  put_tile(sums.first, 2u * share, x, y);
  put_tile(sums.second, 2u * share + 1u, x, y);
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let tiles = (vec2u(uniforms.layer.full.width, uniforms.layer.full.height) + 3u) / 4u;
  if (id.x >= tiles.x * tiles.y) { return; }
  work(4u * (id.x % tiles.x), 4u * (id.x / tiles.x), id.y);
}
