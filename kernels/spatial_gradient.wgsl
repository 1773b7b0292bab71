// import tiles.wgsl
// Residual spatial gradient block (paper eq. 2), batch norms folded into the weights:
//
//   y = ReLU(conv3x3(x) + conv1x1(sqrt(Gx^2 + Gy^2 + 1e-8)) + b)
//
// Gx, Gy: Sobel responses scaled by 1/8. The magnitude is a tenth tap beside the nine of the convolution: the rows that
// these read also make it, in registers. A 2 x 2 maximum pool that follows is taken from the thread's own pixels. Maps
// that are joined by channels are read where they lie.

struct Sizes {
  layer: Layer,
  inputs: Joined,
  crop: u32,
  /** The map, and its 2 x 2 maxima. */
  full: u32,
  pooled: u32,
}

/** The next row of a plane in memory, and the Sobel responses that the rows before have made. */
struct Rows {
  at: u32,
  number: f32,
  horizontal: Tile,
  vertical: Tile,
}

fn rows_of(plane: u32, x: u32, y: u32) -> Rows {
  let start = place_of(sizes.inputs, plane, sizes.layer.plane) + crop_place(sizes.crop);
  return Rows(start + corner_of(x, y), 0.0, filled(vec4f()), filled(vec4f()));
}

fn next_row(rows: ptr<function, Rows>) -> Row {
  let row = load_row((*rows).at);
  (*rows).horizontal = add_stencil((*rows).horizontal, smoothing((*rows).number), differences(row));
  (*rows).vertical = add_stencil((*rows).vertical, differencing((*rows).number), smoothed(row));
  (*rows).number += 1.0;
  (*rows).at += sizes.layer.pitch;
  return row;
}

/** 1, 2, 1 for the three rows that each row of the tile lies among, from its first to its last row; 0 for others. */
fn smoothing(row: f32) -> vec4f {
  return max(2.0 - abs(row - vec4f(1.0, 2.0, 3.0, 4.0)), vec4f());
}

/** -1, 0, 1 for them. */
fn differencing(row: f32) -> vec4f {
  let distance = row - vec4f(1.0, 2.0, 3.0, 4.0);
  return select(vec4f(), distance, abs(distance) < vec4f(1.5));
}

fn differences(r: Row) -> Four {
  return Four(r.p2 - r.p0, r.p3 - r.p1, r.p4 - r.p2, r.p5 - r.p3);
}

fn smoothed(r: Row) -> Four {
  return Four(r.p0 + 2.0 * r.p1 + r.p2, r.p1 + 2.0 * r.p2 + r.p3,
              r.p2 + 2.0 * r.p3 + r.p4, r.p3 + 2.0 * r.p4 + r.p5);
}

fn add_scaled(sum: Four, factor: f32, x: Four) -> Four {
  return Four(sum.p0 + factor * x.p0, sum.p1 + factor * x.p1, sum.p2 + factor * x.p2, sum.p3 + factor * x.p3);
}

fn add_stencil(sum: Tile, factors: vec4f, x: Four) -> Tile {
  return Tile(add_scaled(sum.a, factors.x, x), add_scaled(sum.b, factors.y, x),
              add_scaled(sum.c, factors.z, x), add_scaled(sum.d, factors.w, x));
}

fn magnitude(h: vec4f, v: vec4f) -> vec4f {
  return sqrt((h * h + v * v) * (1.0 / 64.0) + 1e-8);
}

fn magnitudes(h: Four, v: Four) -> Four {
  return Four(magnitude(h.p0, v.p0), magnitude(h.p1, v.p1), magnitude(h.p2, v.p2), magnitude(h.p3, v.p3));
}

fn work(x: u32, y: u32, pair: u32) {
  var sums = bias_of(pair);
  for (var plane = 0u; plane < sizes.layer.planes; plane++) {
    let taps = sizes.layer.weights + (pair * sizes.layer.planes + plane) * 20u;
    var rows = rows_of(plane, x, y);
    convolve_plane(&sums, &rows, taps);
    let h = rows.horizontal;
    let v = rows.vertical;
    let gradient = Tile(magnitudes(h.a, v.a), magnitudes(h.b, v.b), magnitudes(h.c, v.c), magnitudes(h.d, v.d));
    tap_both(&sums, taps + 18u, gradient);
  }
  put_both(sums, pair, x, y, sizes.full, sizes.pooled);
}
