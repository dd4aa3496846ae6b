// Runs one model with ONNX Runtime and times it.
//   node onnx_peer.js PACKAGES MODEL default|exact INPUT SCALE ZERO_POINT OUTPUT THREADS RUNS
// INPUT has the bytes of an int8 image, row by row, channels last; a float model gets (byte - ZERO_POINT) * SCALE. OUTPUT gets the first
// output's bytes. "exact" switches sums of 16 bits off, which saturate on CPUs without VNNI. Prints one line of JSON.
'use strict';
const fs = require('fs');
const path = require('path');

const [packages, model, mode, inputFile, scale, zeroPoint, outputFile, threads, runsText] = process.argv.slice(2);
const ort = require(path.join(packages, 'onnxruntime-node'));
const warmUpRuns = 5, warmUpMs = 300;

function planes(bytes, channels) { // channels last to channels first
  const pixels = bytes.length / channels;
  const result = new Int8Array(bytes.length);
  for (let c = 0; c < channels; c++)
    for (let p = 0; p < pixels; p++) result[c * pixels + p] = bytes[p * channels + c];
  return result;
}

function tensor(type, shape) {
  const values = planes(new Int8Array(fs.readFileSync(inputFile)), shape[1]);
  switch (type) {
    case 'uint8': return new ort.Tensor(type, Uint8Array.from(values, x => x + 128), shape);
    case 'int8': return new ort.Tensor(type, values, shape);
    case 'float32': return new ort.Tensor(type, Float32Array.from(values, x => (x - zeroPoint) * scale), shape);
    default: throw new Error(`inputs of type ${type} are not supported`);
  }
}

async function main() {
  const session = await ort.InferenceSession.create(model, {
    intraOpNumThreads: Number(threads), interOpNumThreads: 1, executionMode: 'sequential', graphOptimizationLevel: 'all', logSeverityLevel: 3,
    extra: mode === 'exact' ? { session: { x64quantprecision: '1' } } : {},
  });
  const { name, type, shape } = session.inputMetadata[0];
  const feeds = { [name]: tensor(type, shape) };
  const invoke = async () => {
    const start = process.hrtime.bigint();
    const results = await session.run(feeds);
    return [Number(process.hrtime.bigint() - start) / 1e6, results];
  };
  const output = (await invoke())[1][session.outputNames[0]];
  fs.writeFileSync(outputFile, Buffer.from(output.data.buffer, output.data.byteOffset, output.data.byteLength));

  const start = Date.now();
  for (let i = 0; i < warmUpRuns || Date.now() - start < warmUpMs; i++) await invoke();
  const runs = Math.max(1, Number(runsText)), times = [];
  for (let i = 0; i < runs; i++) times.push((await invoke())[0]);
  times.sort((a, b) => a - b);
  const version = 'ONNX Runtime ' + require(path.join(packages, 'onnxruntime-node', 'package.json')).version;
  console.log(JSON.stringify({
    version, runs, min_ms: times[0], median_ms: (times[(runs - 1) >> 1] + times[runs >> 1]) / 2, output_type: output.type,
  }));
}

main().catch(error => { console.error('onnx_peer: ' + error.message); process.exit(1); });
