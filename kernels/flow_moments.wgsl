// What the affine flow of the face and of its surroundings follows from (Lucas and Kanade, IJCAI 1981), for one step:
//
//   m = mean over a region of p(x, y) [gx^2, gx gy, gy^2, gx gt, gy gt, gt^2],  p = 1, x, y, x^2, xy, y^2
//
// g: gradients of luminance, in space of both frames' mean (Sobel / 8, edges clamped), in time newer less older. x, y: in
// half sides from the centre. Regions: the face's, a disc about the centre, and what is around it, the corners.
//
// Layout. `older`, `newer`: as luminance.wgsl writes them; `result`: face, then surroundings; p; product; from `first` on.
// Threads. A workgroup for each region and p, in which they take pixels in strides, then halve: the gradients are made
// anew six times, and no sum waits for another.

override SIZE: u32;

const THREADS = 64u;
const FACE_RADIUS = 0.45;
const AROUND_RADIUS = 0.7;

@group(0) @binding(0) var<storage, read> older: array<f32>;
@group(0) @binding(1) var<storage, read> newer: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;
/** Values of the result that come before the ones written. */
@group(0) @binding(3) var<uniform> first: u32;

/** Sums of the products that are of space alone, of the others, and of the region's pixels. */
struct Sums { space: vec3f, time: vec3f, pixels: f32 }

var<workgroup> parts: array<Sums, THREADS>;

fn mean_at(x: i32, y: i32) -> f32 {
  let last = i32(SIZE) - 1;
  let at = clamp(y, 0, last) * i32(SIZE) + clamp(x, 0, last);
  return 0.5 * (older[at] + newer[at]);
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

@compute @workgroup_size(THREADS)
fn flow_moments(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) group: vec3u) {
  let on_face = group.x < 6u;
  var sums = Sums();
  for (var pixel = thread; pixel < SIZE * SIZE; pixel += THREADS) {
    let at = (vec2f(vec2u(pixel % SIZE, pixel / SIZE)) + 0.5) * 2.0 / f32(SIZE) - 1.0;
    let distance = length(at);
    if (select(distance > AROUND_RADIUS, distance < FACE_RADIUS, on_face)) {
      let x = i32(pixel % SIZE);
      let y = i32(pixel / SIZE);
      let top = vec3f(mean_at(x - 1, y - 1), mean_at(x, y - 1), mean_at(x + 1, y - 1));
      let middle = vec2f(mean_at(x - 1, y), mean_at(x + 1, y));
      let bottom = vec3f(mean_at(x - 1, y + 1), mean_at(x, y + 1), mean_at(x + 1, y + 1));
      let gx = (top.z - top.x + 2.0 * (middle.y - middle.x) + bottom.z - bottom.x) / 8.0;
      let gy = (bottom.x - top.x + 2.0 * (bottom.y - top.y) + bottom.z - top.z) / 8.0;
      let gt = newer[pixel] - older[pixel];
      let p = power(group.x % 6u, at);
      sums.space += p * vec3f(gx * gx, gx * gy, gy * gy);
      sums.time += p * gt * vec3f(gx, gy, gt);
      sums.pixels += 1.0;
    }
  }
  parts[thread] = sums;
  for (var half = THREADS / 2u; half > 0u; half /= 2u) {
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
    for (var index = 0u; index < 3u; index++) {
      result[first + 6u * group.x + index] = all.space[index] / all.pixels;
      result[first + 6u * group.x + 3u + index] = all.time[index] / all.pixels;
    }
  }
}
