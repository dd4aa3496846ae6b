"""Tests of the race and the report themselves: no peer is needed."""
import contextlib
import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
import unittest
import xml.dom.minidom
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import boards
import contest
import install
import instructions
import plots
import ratios
import tables
import tflite_file

SYNTH = contest.ROOT / "weights-int8/synth_mobilenet_v1_0.25_128_int8"


def times(**medians):
    return {name: {"min_ms": median / 2, "median_ms": median} for name, median in medians.items()}


def program(name):
    """A script without .py, as a module."""
    loader = SourceFileLoader(name, str(contest.HERE / name))
    module = module_from_spec(spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


class RatiosTest(unittest.TestCase):
    ROUNDS = [times(us=2, peer=4), times(us=4, peer=4), times(us=1, peer=3)]

    def test_a_ratio_is_of_medians_in_the_same_round(self):
        self.assertEqual(ratios.ratio(self.ROUNDS, "us", "peer"), {"median": 2, "min": 1, "max": 3})

    def test_a_summary_has_the_shortest_run_and_the_median_round(self):
        self.assertEqual(ratios.summary(self.ROUNDS, "us"), {"min_ms": 0.5, "median_ms": 2})

    def test_every_second_round_runs_backwards(self):
        self.assertEqual([ratios.order("abc", number) for number in range(3)], [list("abc"), list("cba"), list("abc")])

    def test_runs_fill_the_time_but_there_is_always_a_median(self):
        self.assertEqual(ratios.runs_for(0.5, 10), 50)
        self.assertEqual(ratios.runs_for(0.5, 1000), 3)

    def test_differences_are_counted_in_steps(self):
        self.assertEqual(ratios.differences(b"\x01\x02\x03", b"\x01\x05\x02"), {"values": 3, "differ": 2, "steps": 3})
        self.assertEqual(ratios.differences(b"\x01", b"\x01"), {"values": 1, "differ": 0, "steps": 0})
        self.assertIsNone(ratios.differences(b"\x01", b"\x01\x02")["differ"])

    def test_a_line_is_found_and_scatter_lowers_r2(self):
        exact = ratios.line_fit([(x, 3 + 2 * x) for x in range(5)])
        self.assertAlmostEqual(exact["intercept"], 3)
        self.assertAlmostEqual(exact["slope"], 2)
        self.assertAlmostEqual(exact["r2"], 1)
        self.assertAlmostEqual(ratios.line_fit([(0, 0), (1, 1), (2, 0)])["r2"], 0)

    def test_the_generator_is_marsaglias(self):
        # the first step by hand: 12345678 ^ <<13 = 8ac8a678..., worked out with 32-bit shifts below
        state = 0x12345678
        for shift in (13, -17, 5):
            state ^= (state << shift if shift > 0 else state >> -shift) % 2**32
        self.assertEqual(ratios.prng_bytes(1)[0], state >> 24)
        self.assertEqual(len(set(ratios.prng_bytes(5000))), 256)


class TfliteFileTest(unittest.TestCase):
    def test_a_shipped_model_is_read(self):
        model = tflite_file.read(SYNTH / "model.tflite")
        kinds = [operator.kind for operator in model.operators]
        self.assertEqual({kind: kinds.count(kind) for kind in set(kinds)},
                         {"conv": 15, "depthwise": 13, "average_pool": 1, "reshape": 1, "softmax": 1})
        image, scores = model.tensors[model.inputs[0]], model.tensors[model.outputs[0]]
        self.assertEqual((image.type, image.shape, image.count), ("int8", [1, 128, 128, 3], 49152))
        self.assertEqual((scores.shape, scores.scales, scores.zero_points), ([1, 1001], [1 / 256], [-128]))
        first = model.operators[0]
        self.assertEqual((first.options["strides"], first.options["same"]), ((2, 2), True))
        weights = model.tensors[first.inputs[1]]
        self.assertEqual((weights.shape, len(weights.scales), len(weights.data)), ([8, 3, 3, 3], 8, 216))

    def test_another_file_is_refused_in_one_line(self):
        for file in (Path(__file__), SYNTH / "model.json"):
            with self.assertRaisesRegex(ValueError, "^[^\n]*: not a .tflite file$"):
                tflite_file.read(file)


class OnnxModelTest(unittest.TestCase):
    def setUp(self):
        try:
            import onnx
            import onnx_model
        except ImportError as missing:
            self.skipTest(f"no Python module {missing.name}")
        self.onnx, self.converter = onnx, onnx_model

    def test_same_padding_is_tensorflows(self):
        self.assertEqual(self.converter.same_pads(224, 3, 2), (0, 1))
        self.assertEqual(self.converter.same_pads(112, 3, 1), (1, 1))
        self.assertEqual(self.converter.same_pads(7, 1, 1), (0, 0))

    def test_a_model_keeps_its_integers(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "model.onnx"
            self.converter.convert(SYNTH / "model.tflite", file)
            graph = self.onnx.load(file).graph
        kinds = [node.op_type for node in graph.node]
        self.assertEqual((kinds.count("Conv"), kinds.count("GlobalAveragePool"), kinds.count("Softmax"), kinds.count("Clip")), (28, 1, 1, 0))
        source = tflite_file.read(SYNTH / "model.tflite")
        weights = sorted(len(source.tensors[op.inputs[1]].data) for op in source.operators if op.kind in ("conv", "depthwise"))
        constants = sorted(len(one.raw_data) for one in graph.initializer if one.data_type == self.onnx.TensorProto.INT8 and len(one.dims) == 4)
        self.assertEqual(constants, weights)


class RaceTest(unittest.TestCase):
    """With contestants that are one-line shell programs."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.cpus = sorted(os.sched_getaffinity(0))
        self.field = contest.Field.__new__(contest.Field)
        self.field.model, self.field.skipped = Path("m.tflite"), []
        self.field.our_output = lambda: b"\x80\x81"

    def contestant(self, name, median, output=b"\x00\x01", more="", threads=1):
        log, result, file = self.folder / "log", json.dumps({"min_ms": median, "median_ms": median, "macs": 9, "isa": "x", "limit": None,
                                                            "arena_bytes": 1, "packed_bytes": 2}), self.folder / name
        file.write_bytes(output)
        return contest.Contestant(name, lambda runs: ["sh", "-c", f"echo {name} {runs} >> {log}; {more} echo '{result}'"], file, "int8", threads=threads)

    def test_outputs_are_compared_and_rounds_run_there_and_back(self):
        self.field.ours = [self.contestant("edgevision", 100)]
        self.field.peers = [self.contestant("peer", 200, b"\x00\x03")]
        result = contest.race(self.field, 2, 1, self.cpus)
        self.assertEqual(result["ratios"], {"edgevision": {"peer": {"median": 2, "min": 2, "max": 2}}})
        self.assertEqual(result["outputs"]["peer"], {"values": 2, "differ": 1, "steps": 2})
        self.assertEqual((self.folder / "log").read_text().split("\n")[:-1],
                         ["edgevision 3", "peer 3", "edgevision 10", "peer 5", "peer 5", "edgevision 10"])

    def test_threads_are_pinned_to_as_many_cpus_and_compared_with_one(self):
        self.cpus = [min(self.cpus), max(self.cpus)]
        where = "taskset -cp $$ >> " + str(self.folder / "where") + ";"
        self.field.ours = [self.contestant("edgevision", 100, more=where), self.contestant("edgevision, 2 threads", 40, more=where, threads=2)]
        self.field.peers = [self.contestant("peer, 2 threads", 60, threads=2)]
        result = contest.race(self.field, 1, 0.001, self.cpus)
        self.assertEqual(result["gains"], {"edgevision, 2 threads": {"median": 2.5, "min": 2.5, "max": 2.5}})
        self.assertEqual(result["ratios"]["edgevision, 2 threads"]["peer, 2 threads"]["median"], 1.5)
        told = [line.split(": ")[-1] for line in (self.folder / "where").read_text().splitlines()]
        both = {f"{self.cpus[0]},{self.cpus[1]}", f"{self.cpus[0]}-{self.cpus[1]}", str(self.cpus[1])}
        self.assertEqual(told[0], str(self.cpus[-1]))
        self.assertIn(told[1], both if self.cpus[0] == self.cpus[1] else both - {str(self.cpus[1])})

    def test_a_peer_that_fails_is_left_out_with_its_reason(self):
        self.field.ours = [self.contestant("edgevision", 1)]
        self.field.peers = [self.contestant("peer", 1, more="echo no luck >&2; exit 3;")]
        result = contest.race(self.field, 1, 0.001, self.cpus)
        self.assertEqual(result["skipped"], [{"name": "peer", "reason": "no luck"}])
        self.assertEqual(list(result["times"]), ["edgevision"])

    def test_our_own_failure_is_never_left_out(self):
        self.field.ours = [self.contestant("edgevision", 1, more="echo wrong output >&2; exit 4;")]
        self.field.peers = []
        with self.assertRaisesRegex(contest.Failed, "wrong output"):
            contest.race(self.field, 1, 0.001, self.cpus)

    def test_what_cannot_be_had_is_skipped_and_said(self):
        field = contest.Field.__new__(contest.Field)
        field.skipped, field.cache, field.work = [], self.folder / "cache", self.folder
        path = os.environ["PATH"]
        self.addCleanup(os.environ.__setitem__, "PATH", path)
        os.environ["PATH"] = str(self.folder)
        self.assertEqual([*field.tensorflow_lite(1), *field.onnx_runtime(None, 1)], [])
        self.assertEqual([one["name"] for one in field.skipped], ["TensorFlow Lite", "ONNX Runtime"])
        self.assertTrue(all(one["reason"].startswith("no ") for one in field.skipped))

    def test_more_than_one_step_is_shouted(self):
        describe = program("race").describe
        self.assertIn("MORE THAN ONE", describe({"values": 9, "differ": 1, "steps": 2}))
        self.assertNotIn("MORE", describe({"values": 9, "differ": 1, "steps": 1}))
        self.assertIn("equal", describe({"values": 9, "differ": 0, "steps": 0}))

    def test_wrong_arguments_and_files_are_one_line(self):
        for arguments, status in ((["a", "b", "--onnx", "c"], 2), (["--rounds", "0"], 2), (["--seconds", "x"], 2), (["--cpus", "4096"], 2), (["--threads", "0"], 2), (["--threads", "4096"], 2), (["--threads", "x"], 2),
                                  (["no-such.tflite"], 3), ([__file__], 3)):
            done = subprocess.run([contest.HERE / "race", *arguments], capture_output=True, text=True,
                                  env=os.environ | {"EDGEVISION_BINARY": "/bin/false"})
            self.assertEqual(done.returncode, status, arguments)
            self.assertNotIn("Traceback", done.stderr)
            self.assertRegex(done.stderr.splitlines()[-1], "^race: ")

    def test_the_input_is_that_of_bench(self):
        binary = contest.ROOT / "src/EdgeVision.App/bin/Release/net10.0/edgevision"
        if not binary.exists():
            self.skipTest("edgevision is not built")
        source, output = self.folder / "in", self.folder / "out"
        source.write_bytes(ratios.prng_bytes(128 * 128 * 3))
        subprocess.run([binary, "invoke", SYNTH, "--input", source, "--output", output], check=True, capture_output=True)
        golden = json.loads((SYNTH / "model.json").read_text())["golden"]["output_sha256"]
        self.assertEqual(hashlib.sha256(output.read_bytes()).hexdigest(), golden)


class InstructionsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "m").mkdir()
        self.model = self.folder / "m/model.tflite"
        goldens = instructions.GOLDENS
        self.addCleanup(lambda: setattr(instructions, "GOLDENS", goldens))
        instructions.GOLDENS = self.folder / "golden"

    def golden(self, output):
        (self.folder / "golden/m/prng").mkdir(parents=True)
        (self.folder / "golden/m/prng/tflm.raw").write_bytes(output)

    def test_start_up_and_the_first_run_drop_out(self):
        self.assertEqual(instructions.per_run(1_000 + 70, 1_000 + 70 + 2 * 50), 50)

    def test_an_output_may_be_a_step_off_the_golden_and_no_more(self):
        self.golden(b"\x01\x02")
        self.assertEqual(instructions.verified(self.model, b"\x01\x03"), {"values": 2, "differ": 1, "steps": 1})
        for wrong in (b"\x01\x04", b"\x01"):
            with self.assertRaises(contest.Failed):
                instructions.verified(self.model, wrong)

    def test_without_a_golden_file_the_hash_beside_the_model_decides(self):
        self.model.with_name("model.json").write_text(json.dumps({"golden": {"output_sha256": hashlib.sha256(b"right").hexdigest()}}))
        self.assertEqual(instructions.verified(self.model, b"right")["differ"], 0)
        with self.assertRaises(contest.Failed):
            instructions.verified(self.model, b"wrong")

    def test_without_any_golden_nothing_is_counted(self):
        with self.assertRaises(install.Missing):
            instructions.verified(self.model, b"anything")

    def test_the_emulator_is_asked_for_both_counts(self):
        script = self.folder / "qemu"
        script.write_text('#!/bin/sh\nfor last; do :; done\necho "insncount total $((1000 + 7 * last))" >&2\necho "insncount function f 1" >&2\n')
        script.chmod(0o755)
        emulator = object.__new__(instructions.Emulator)
        emulator.program, emulator.plugin = script, "plugin"
        self.assertEqual(emulator.per_run("cpu", lambda runs: ["program", runs]), 7)
        script.write_text("#!/bin/sh\necho it died >&2\necho insncount total 5 >&2\nexit 132\n")
        with self.assertRaisesRegex(contest.Failed, "it died"):
            emulator.executed("cpu", ["program", 1])
        script.write_text("#!/bin/sh\necho tflite: it refuses the model >&2\nexit 1\n")
        with self.assertRaisesRegex(install.Missing, "refuses the model"):
            emulator.executed("cpu", ["program", 1])

    def test_our_counts_are_read_from_what_the_emulation_prints(self):
        text = "model:a/b_96 on cortex-a72: 4,030,123 instructions\n   1,000.4  25.0 %  Kernel on x\nmodel:a/b_96 on cortex-a76: 7 instructions\n"
        self.assertEqual(instructions.counted(text), ({"cortex-a72": 4_030_123, "cortex-a76": 7}, {"cortex-a72": {"Kernel on x": 1000}, "cortex-a76": {}}))

    def test_figures_of_others_are_kept(self):
        def one(model, name, count):
            return {"model": model, "macs": 1, "instructions": {name: {"c": count}}, "differences": {name: {}}}
        merged = instructions.merged([one("a", "peer", 1) | {"functions": "kept"}, one("b", "peer", 2)], [one("b", "us", 3), one("a", "peer", 4), one("n", "us", 5)])
        self.assertEqual([(m["model"], m["instructions"]) for m in merged],
                         [("a", {"peer": {"c": 4}}), ("b", {"peer": {"c": 2}, "us": {"c": 3}}), ("n", {"us": {"c": 5}})])
        self.assertEqual([m.get("functions") for m in merged], ["kept", None, None])

    def test_multiply_accumulates_are_those_of_the_program(self):
        self.assertEqual(tflite_file.read(SYNTH / "model.tflite").macs, 13_570_304)

    def test_an_estimate_is_bound_by_the_decoder_or_the_multipliers(self):
        core = boards.Core("c", "e", 2, 8, "")
        self.assertEqual(boards.milliseconds(4e6, 8e6, boards.Board("b", core, 1.0)), (2, 4))
        self.assertEqual(boards.milliseconds(4e6, 24e6, boards.Board("b", core, 0.5)), (6, 8))
        self.assertEqual(boards.milliseconds(4e6, 80e6, boards.Board("b", core, 1.0)), (10, 10))


class ReportTest(unittest.TestCase):
    def setUp(self):
        found = {"median": 2.0, "min": 1.5, "max": 2.5}
        step = {"index": 0, "operator": "CONV_2D", "kernel": "k", "min_ms": 1.0, "mean_ms": 1.0, "macs": 5_000_000, "gmacs_per_second": 5.0, "limit_share": 0.5}
        bench = {"model": "m", "runs": 30, "macs": 5_000_000, "limit": {"instruction": "i", "gmacs_per_second": 10.0}, "per_op": [step]}
        points = [{"width": w, "size": s, "macs": w * s * 1000, "median_ms": w * s / 100} for w in (0.5, 1.0) for s in (96, 128)]
        part = {"runs": 15, "min_ms": 1.0, "median_ms": 2.0, "p95_ms": 3.0}
        self.results = {
            "date": "d", "commit": "c", "recorded": {"tflite_micro_arena_bytes": {"m": 4321}},
            "machine": {"cpu": "x", "flags": ["avx2"], "cpus": 2, "caches": ["L1"], "system": "s", "dotnet": "10"},
            "races": [{"model": "m", "macs": 5_000_000, "arena_bytes": 1234, "packed_bytes": 5, "versions": ["P 1"],
                       "skipped": [{"name": "q", "reason": "r"}], "outputs": {"peer": {"values": 9, "differ": 0, "steps": 0}},
                       "times": {"edgevision": {"min_ms": 1.0, "median_ms": 2.0}, "peer": {"min_ms": 2.0, "median_ms": 4.0}},
                       "ratios": {"edgevision": {"peer": found}}}],
            "threads": [{"model": "m", "gains": {f"{who}, 2 threads": found for who in ("edgevision", "peer")},
                         "ratios": {"edgevision, 2 threads": {"peer, 2 threads": found | {"median": 3.0}}},
                         "times": {f"{who}{more}": {"min_ms": ms, "median_ms": ms + 1} for who in ("edgevision", "peer") for more, ms in (("", 6.0), (", 2 threads", 4.0))}}],
            "steps": bench,
            "ladder": {"points": points, "fit": ratios.line_fit([(p["macs"], p["median_ms"]) for p in points])},
            "arm64": {"date": "d", "commit": "c", "qemu": "7", "models": [
                {"model": "m", "macs": 16_000_000,
                 "instructions": {instructions.PEER: {"cortex-a72": 6_000_000, "cortex-a76": 3_000_000},
                                  "edgevision": {"cortex-a72": 4_000_000, "cortex-a76": 2_000_000}},
                 "functions": {"cortex-a72": {"F_1<T>": 3_000_000}, "cortex-a76": {"F_1<T>": 500_000, "G": 1_500_000}},
                 "differences": {instructions.PEER: {"values": 9, "differ": 2, "steps": 1}, "other": {"values": 9, "differ": 0, "steps": 0}}}]},
            "soak": bench | {"parts": [part, part | {"min_ms": 4.0, "median_ms": 3.0, "p95_ms": 5.0}], "soak_seconds": 60},
        }

    def test_every_block_of_the_page_is_filled_and_nothing_else_changes(self):
        page = (contest.ROOT / "docs/performance.md").read_text()
        filled = tables.fill(page, self.results)
        self.assertEqual(tables.fill(filled, self.results), filled)
        prose = [line for line in page.splitlines() if line and not line.startswith(("|", "-", "<", "The line", "60 s of", "Nothing was", "Only one CPU", "Counted with"))]
        self.assertEqual([line for line in prose if line not in filled and " s of `" not in line], [])
        for cell in ("**2.00** (1.50–2.50)", "1.000 / 2.000", "| m | 1,234 | 5 | 4,321 |", "- m: q: r", "R² = 1.0000", "| 2 | 15 | 4.000 | 4.000 | 3.000 | 1.500 | 5.000 |",
                     "| 0 | CONV_2D | 1.000 | 100.0% | 5.00 | 5.0 | 50% | `k` |", "0 of 9", "10.0 GMAC/s, `i`",
                     "| m | edgevision | 6.000 / 7.000 | 2 | 4.000 / 5.000 | **2.00** (1.50–2.50) |  |",
                     "| m | peer | 6.000 / 7.000 | 2 | 4.000 / 5.000 | **2.00** (1.50–2.50) | **3.00** (1.50–2.50) |",
                     "| m | 16.0 | 4.00 (0.250) | 6.00 (0.375) | **0.67** | 2.00 (0.125) | 3.00 (0.188) | **0.67** |",
                     "XNNPACK: 2 of 9 values of the output differ, by at most 1 step\n- m, other: 0 of 9 values of the output differ\n",
                     "XNNPACK | 3 – 6 | 2.5 – 5 | 1.33 – 2.67 | 0.312 – 0.625 |", "| m | edgevision | 3 – 4 |",
                     "| `F_1<T>` | 3.00 M (75%) | 0.50 M (25%) |", "| `G` | - | 1.50 M (75%) |"):
            self.assertIn(cell, filled)

    def test_ticks_are_round(self):
        self.assertEqual(plots.ticks(14.3), [0, 2, 4, 6, 8, 10, 12, 14])
        self.assertEqual(plots.ticks(102), [0, 20, 40, 60, 80, 100])
        self.assertEqual(plots.ticks(5.9e8)[-1], 5e8)

    def test_pictures_are_well_formed_and_show_the_figures(self):
        for name in ("race", "steps", "ladder"):
            svg = getattr(plots, name)(self.results)
            self.assertEqual(xml.dom.minidom.parseString(svg).documentElement.tagName, "svg")
        self.assertIn(">2.00<", plots.race(self.results))
        self.assertIn("limit 10.0 (i)", plots.steps(self.results))

    def test_the_pictures_of_the_page_are_those_of_its_figures(self):
        report = program("report")
        kept = report.shown()
        for name in ("race", "steps", "ladder"):
            self.assertEqual((report.RESULTS.parent / f"{name}.svg").read_text(), getattr(plots, name)(kept))
        self.assertEqual(tables.fill(report.PAGE.read_text(), kept), report.PAGE.read_text())


if __name__ == "__main__":
    unittest.main()
