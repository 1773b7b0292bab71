// import prelude.wgsl
// The moments that give the affine flow of the face and of its surroundings (Lucas and Kanade, IJCAI 1981), for one step:
//
//   m = mean over a region of p(x, y) [gx^2, gx gy, gy^2, gx gt, gy gt, gt^2],  p = 1, x, y, x^2, xy, y^2
//
// gx, gy: spatial gradients of the mean of both frames' luminance (Sobel / 8, edges clamped). gt: newer minus older luminance.
// x, y: in half sides from the centre. Regions: a disc about the centre (the face), and all that lies outside a larger disc
// (its surroundings).
//
// Layout. `older`, `newer`: as luminance.wgsl writes them. The step's moments: [face, surroundings][p][product].
// Threads. A workgroup for each region and p; its threads take columns, then add the sums pairwise. The gradients are computed
// six times, but no workgroup waits for another.

const FACE_RADIUS = 0.45;
const AROUND_RADIUS = 0.7;

struct Uniforms {
  size: u32,
  older: u32,
  newer: u32,
  output: u32,
}

/** Sums of the three products in space alone and of the three in time, and the number of pixels in the region. */
struct Sums { space: vec3f, time: vec3f, pixels: f32 }

var<workgroup> parts: array<Sums, WORKGROUP>;

fn mean_at(x: i32, y: i32) -> f32 {
  let last = i32(uniforms.size) - 1;
  let at = u32(clamp(y, 0, last) * i32(uniforms.size) + clamp(x, 0, last));
  return 0.5 * (floats[uniforms.older + at] + floats[uniforms.newer + at]);
}

fn power(index: u32, at: vec2f) -> f32 {
  switch index {
    case 0u: { return 1.0; }
    case 1u: { return at.x; }
    case 2u: { return at.y; }
    case 3u: { return at.x * at.x; }
    case 4u: { return at.x * at.y; }
    default: { return at.y * at.y; }
  }
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) group: vec3u) {
  let on_face = group.x < 6u;
  var sums = Sums();
  let size = i32(uniforms.size);
  for (var y = 0; y < size; y++) {
    for (var x = i32(thread); x < size; x += i32(WORKGROUP)) {
      let at = (vec2f(vec2i(x, y)) + 0.5) * 2.0 / f32(size) - 1.0;
      let distance = length(at);
      if (!select(distance > AROUND_RADIUS, distance < FACE_RADIUS, on_face)) { continue; }
      let top = vec3f(mean_at(x - 1, y - 1), mean_at(x, y - 1), mean_at(x + 1, y - 1));
      let middle = vec2f(mean_at(x - 1, y), mean_at(x + 1, y));
      let bottom = vec3f(mean_at(x - 1, y + 1), mean_at(x, y + 1), mean_at(x + 1, y + 1));
      let gx = (top.z - top.x + 2.0 * (middle.y - middle.x) + bottom.z - bottom.x) / 8.0;
      let gy = (bottom.x - top.x + 2.0 * (bottom.y - top.y) + bottom.z - top.z) / 8.0;
      let pixel = u32(y * size + x);
      let gt = floats[uniforms.newer + pixel] - floats[uniforms.older + pixel];
      let p = power(group.x % 6u, at);
      sums.space += p * vec3f(gx * gx, gx * gy, gy * gy);
      sums.time += p * gt * vec3f(gx, gy, gt);
      sums.pixels += 1.0;
    }
  }
  parts[thread] = sums;
  for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) {
      let other = parts[thread + half];
      parts[thread].space += other.space;
      parts[thread].time += other.time;
      parts[thread].pixels += other.pixels;
    }
  }
  if (thread == 0u) {
    let all = parts[0];
    let start = uniforms.output + 6u * group.x;
    for (var index = 0u; index < 3u; index++) {
      floats[start + index] = all.space[index] / all.pixels;
      floats[start + 3u + index] = all.time[index] / all.pixels;
    }
  }
}
