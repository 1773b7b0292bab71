// What the adapter can do at most: multiply-adds, bandwidth, launches.
//
// Multiply-adds in the two forms that an adapter may be quicker at, eight vec4 that no compiler can do without, since what
// they meet comes from a uniform. `chains`: fma, 4 * 8 * LOOPS multiply-adds a thread. `products`: matrix times vector, as
// in the network's kernels, 16 * 8 * LOOPS. `copy`: reads and writes 16 bytes a thread. `nothing`: a launch.

override LOOPS: u32 = 256u;

@group(0) @binding(0) var<uniform> terms: mat4x4f;
@group(0) @binding(1) var<storage, read_write> result: array<vec4f>;
@group(0) @binding(2) var<storage, read> original: array<vec4f>;

@compute @workgroup_size(64)
fn chains(@builtin(global_invocation_id) id: vec3u) {
  let factor = vec4f(terms[0].x);
  let summand = vec4f(terms[0].y);
  var a = vec4f(f32(id.x));
  var b = a + 1.0;
  var c = a + 2.0;
  var d = a + 3.0;
  var e = a + 4.0;
  var f = a + 5.0;
  var g = a + 6.0;
  var h = a + 7.0;
  for (var loop_index = 0u; loop_index < LOOPS; loop_index++) {
    a = fma(a, factor, summand);
    b = fma(b, factor, summand);
    c = fma(c, factor, summand);
    d = fma(d, factor, summand);
    e = fma(e, factor, summand);
    f = fma(f, factor, summand);
    g = fma(g, factor, summand);
    h = fma(h, factor, summand);
  }
  result[id.x] = a + b + c + d + e + f + g + h;
}

@compute @workgroup_size(64)
fn products(@builtin(global_invocation_id) id: vec3u) {
  let matrix = terms;
  var a = vec4f(f32(id.x));
  var b = a + 1.0;
  var c = a + 2.0;
  var d = a + 3.0;
  var e = a + 4.0;
  var f = a + 5.0;
  var g = a + 6.0;
  var h = a + 7.0;
  for (var loop_index = 0u; loop_index < LOOPS; loop_index++) {
    a += matrix * b;
    b += matrix * c;
    c += matrix * d;
    d += matrix * e;
    e += matrix * f;
    f += matrix * g;
    g += matrix * h;
    h += matrix * a;
  }
  result[id.x] = a + b + c + d + e + f + g + h;
}

@compute @workgroup_size(64)
fn copy(@builtin(global_invocation_id) id: vec3u) {
  result[id.x] = original[id.x];
}

@compute @workgroup_size(1)
fn nothing() {}
