using EdgeVision.Benchmarks;

return BenchmarkProgram.Run(typeof(BenchmarkProgram).Assembly, args);
