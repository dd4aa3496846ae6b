"""The parts of firmware-tools/train, each against something that does not share its code."""

import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "firmware-tools" / "train"))

import average  # noqa: E402
import balance  # noqa: E402
import evaluate  # noqa: E402
import export  # noqa: E402
import weights  # noqa: E402
import widen  # noqa: E402
from augment import Augmenter  # noqa: E402
from batches import Batches  # noqa: E402
from compose import SceneComposer  # noqa: E402
from dataset import DataError, Pictures, held_back, read_folder, source_of  # noqa: E402
from network import MobileNetV1  # noqa: E402


def pictures(count: int, classes: int = 2, size: int = 32) -> Pictures:
    labels = torch.arange(count) % classes
    pixels = (torch.rand(count, 3, size, size, generator=torch.Generator().manual_seed(3)) * 255).byte()
    return Pictures(pixels, labels, [f"p/{i:05}_0.jpg" for i in range(count)])


def lively(width: float = 0.25, classes: int = 2) -> MobileNetV1:
    """A network whose batch normalization is not the identity."""
    torch.manual_seed(5)
    network = MobileNetV1(width, classes).eval()
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.weight.data.uniform_(0.5, 1.5)
            module.bias.data.uniform_(-0.5, 1.0)
            module.running_mean.uniform_(-0.5, 0.5)
            module.running_var.uniform_(0.5, 2)
    return network


class NetworkTest(unittest.TestCase):
    def test_parameter_counts_are_the_papers(self):
        # Keras applications: MobileNet(alpha, weights=None, classes=1000).count_params(), without the moving averages' halves.
        for width, expected in ((1.0, 4_231_976), (0.25, 470_072)):
            self.assertEqual(expected, sum(p.numel() for p in MobileNetV1(width, 1000).parameters()))

    def test_same_padding_gives_the_odd_pixel_to_the_end(self):
        network = MobileNetV1(0.25, 2)
        even, odd = network.features[0].pad(torch.ones(1, 1, 96, 96)), network.features[0].pad(torch.ones(1, 1, 95, 95))
        self.assertEqual((97, 97), tuple(even.shape[2:]))
        self.assertEqual(0, float(even[0, 0, 96].sum()))
        self.assertEqual(96, float(even[0, 0, 0].sum()))
        self.assertEqual((97, 97), tuple(odd.shape[2:]))
        self.assertEqual(0, float(odd[0, 0, 0].sum()))


class WeightsTest(unittest.TestCase):
    def test_export_and_import_keep_the_function(self):
        network = lively()
        x = torch.randn(4, 3, 32, 32)
        with tempfile.TemporaryDirectory() as folder, torch.no_grad():
            path = Path(folder) / "m.onnx"
            export.write_onnx(network, 32, path)
            copy = MobileNetV1(0.25, 2).eval()
            self.assertTrue(weights.load(copy, path))
            self.assertLess(float((copy(x) - network(x)).abs().max()), 1e-4)
            self.assertGreater(float(network(x).std()), 1e-3)
            other = MobileNetV1(0.25, 5)
            self.assertFalse(weights.load(other, path), "a head of two classes does not fit five")
            with self.assertRaisesRegex(DataError, "layer 0 has a kernel"):
                weights.load(MobileNetV1(0.5, 2), path)

    def test_missing_and_unknown_files_are_one_line(self):
        for name, message in (("none.h5", "no such file"), (__file__, "unknown kind")):
            with self.assertRaisesRegex(DataError, message):
                weights.load(MobileNetV1(0.25, 2), Path(name))


class WidenTest(unittest.TestCase):
    def test_a_widened_network_computes_the_same(self):
        small, noise = lively(), widen.NOISE
        x = torch.randn(4, 3, 32, 32)
        for width in (0.35, 0.5):
            wide = MobileNetV1(width, 2).eval()
            try:
                widen.NOISE = 0.0
                widen.widen(small, wide, torch.Generator().manual_seed(1))
            finally:
                widen.NOISE = noise
            with torch.no_grad():
                self.assertLess(float((wide(x) - small(x)).abs().max()), 1e-3)
                self.assertGreater(float(small(x).std()), 1e-3)


class DataTest(unittest.TestCase):
    def test_crops_of_one_photo_stay_together(self):
        names = [f"a/{i // 3:05}_{i % 3}.jpg" for i in range(3000)]
        held = held_back(names).reshape(-1, 3)
        self.assertTrue((held == held[:, :1]).all())
        self.assertTrue(0.07 < held.mean() < 0.13)
        self.assertEqual("02573", source_of("train/person/02573_1.jpg"))

    def test_empty_class_and_broken_picture_are_errors(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "a").mkdir()
            with self.assertRaisesRegex(DataError, "no pictures"):
                read_folder(Path(folder), ["a"], 32)
            (Path(folder) / "a" / "x.jpg").write_bytes(b"not a jpeg")
            with self.assertRaisesRegex(DataError, "x.jpg: not a picture"):
                read_folder(Path(folder), ["a"], 32)


class BatchesTest(unittest.TestCase):
    def test_an_epoch_is_repeatable_and_epochs_differ(self):
        make = lambda: Batches(pictures(64), 2, 16, seed=9, present=1)  # noqa: E731
        first, again, second = list(make().epoch(0)), list(make().epoch(0)), list(make().epoch(1))
        self.assertTrue(all(torch.equal(a[0], b[0]) and torch.equal(a[1], b[1]) for a, b in zip(first, again)))
        self.assertFalse(torch.equal(first[0][0], second[0][0]))

    def test_augmented_pixels_stay_pixels(self):
        generator = torch.Generator().manual_seed(1)
        x = Augmenter(generator)(torch.rand(64, 3, 32, 32, generator=generator), torch.full((64,), 0.5))
        self.assertTrue(torch.isfinite(x).all() and x.min() >= 0 and x.max() <= 1)
        self.assertGreater(float(x.std()), 0.05)

    def test_a_scene_shows_the_class_exactly_when_its_label_says_so(self):
        # Pictures with the class are white, the others black: any white in a scene comes from one with the class.
        composer = SceneComposer(torch.Generator().manual_seed(2), present=1)
        white, black = torch.ones(1, 3, 32, 32), torch.zeros(4, 3, 32, 32)
        for _ in range(100):
            self.assertGreater(float(composer.compose(white, black).mean()), 0.05)
            self.assertEqual(0, float(composer.compose(white[:0], black).sum()))


class AverageTest(unittest.TestCase):
    def test_numbers_are_mixed_and_counters_kept(self):
        first = {"w": torch.tensor([0.0, 4.0]), "n": torch.tensor(3)}
        second = {"w": torch.tensor([8.0, 0.0]), "n": torch.tensor(5)}
        mixed = average.average(first, second, 0.25)
        self.assertEqual(mixed["w"].tolist(), [2.0, 3.0])
        self.assertEqual(int(mixed["n"]), 3)


class BalanceTest(unittest.TestCase):
    def test_half_means_afterwards_what_the_threshold_meant_before(self):
        torch.manual_seed(1)
        network = MobileNetV1(0.25, 2).eval()
        pictures = torch.randn(64, 3, 32, 32)
        before = network(pictures).softmax(1)[:, 1].detach().numpy()
        threshold = float(np.sort(before)[20:22].mean())
        balance.shift(network, threshold)
        after = network(pictures).softmax(1)[:, 1].detach().numpy()
        self.assertEqual(((before > threshold) == (after > 0.5)).all(), True)
        self.assertEqual(int((after > 0.5).sum()), 64 - 21)

    def test_both_classes_count_alike(self):
        scores, truth = np.array([0.9, 0.2, 0.1, 0.1, 0.8]), np.array([True, False, False, False, False])
        self.assertAlmostEqual(balance.balanced_accuracy(scores, truth, 0.5), (1 + 3 / 4) / 2)


class EvaluateTest(unittest.TestCase):
    def test_area_under_roc_counts_pairs(self):
        score, truth = np.array([0.1, 0.4, 0.4, 0.35, 0.8]), np.array([False, False, True, True, True])
        pairs = [(1.0 if p > n else 0.5 if p == n else 0.0) for p in score[truth] for n in score[~truth]]
        self.assertAlmostEqual(sum(pairs) / len(pairs), evaluate.area_under_roc(score, truth))

    def test_thresholds(self):
        row = evaluate.threshold_table(np.array([0.9, 0.6, 0.6, 0.1]), np.array([True, True, False, False]), [0.5])[0]
        self.assertEqual((2 / 3, 1.0, 0.5, 0.75), (row["precision"], row["recall"], row["false_alarms"], row["accuracy"]))

    def test_best_threshold_is_as_good_as_any(self):
        generator = np.random.default_rng(4)
        for _ in range(20):
            truth = generator.random(60) < 0.4
            score = np.round(np.clip(generator.normal(0.3 + 0.2 * truth, 0.15), 0, 1), 2)
            right = lambda threshold: int(((score >= threshold) == truth).sum())  # noqa: E731
            self.assertEqual(max(right(t) for t in np.linspace(0, 1.01, 405)), right(evaluate.best_threshold(score, truth)))

    def test_wilson_of_half(self):
        low, high = evaluate.wilson(50, 100)
        self.assertAlmostEqual(0.4038, low, 3)
        self.assertAlmostEqual(0.5962, high, 3)


if __name__ == "__main__":
    unittest.main()
