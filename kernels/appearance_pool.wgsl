// Mean and maximum over the appearance branch's last map: v = [mean_c, ..., max_c, ...], CHANNELS of each.
//
// Layout. Map as in spatial_gradient.wgsl; `result` f32, written from FIRST on: both crops' pools fill one vector.
// Threads. A workgroup is a plane; its 64 threads stride over the pixels, then halve until one is left.

alias scalar = f32;

override WIDTH: u32;
override HEIGHT: u32;
override CHANNELS: u32;
override FIRST: u32 = 0u;

const HALO = 2u;
const THREADS = 64u;
override STRIDE: u32 = 4u * ((WIDTH + 3u) / 4u) + 2u * HALO;
override PLANE: u32 = STRIDE * (4u * ((HEIGHT + 3u) / 4u) + 2u * HALO);

@group(0) @binding(0) var<storage, read> input: array<vec4<scalar>>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

var<workgroup> sums: array<vec4f, THREADS>;
var<workgroup> maxima: array<vec4f, THREADS>;

@compute @workgroup_size(THREADS)
fn pool(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  var sum = vec4f();
  let first = group.x * PLANE + HALO * STRIDE + HALO;
  // Values may all be below zero, and a small map has no pixel for every thread.
  var maximum = vec4f(input[first]);
  for (var pixel = thread; pixel < WIDTH * HEIGHT; pixel += THREADS) {
    let at = first + (pixel / WIDTH) * STRIDE + pixel % WIDTH;
    let value = vec4f(input[at]);
    sum += value;
    maximum = max(maximum, value);
  }
  sums[thread] = sum;
  maxima[thread] = maximum;
  for (var half = THREADS / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) {
      sums[thread] += sums[thread + half];
      maxima[thread] = max(maxima[thread], maxima[thread + half]);
    }
  }
  workgroupBarrier();
  let channel = 4u * group.x + thread;
  if (thread < 4u && channel < CHANNELS) {
    result[FIRST + channel] = sums[0][thread] / f32(WIDTH * HEIGHT);
    result[FIRST + CHANNELS + channel] = maxima[0][thread];
  }
}
