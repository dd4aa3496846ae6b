#!/usr/bin/env python3
"""Trains a MobileNetV1 classifier on folders of pictures and writes float weights (ONNX) for `quantize`. See README.md."""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import dataset
import weights
from balance import shift
from batches import Batches
from evaluate import best_threshold, confusion, probabilities
from export import write_onnx
from fit import Schedule, Trainer
from network import MobileNetV1, fold_batch_norm


def parse(arguments: list[str]) -> argparse.Namespace:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    p.add_argument("--data", type=Path, required=True, help="folder with one folder of pictures per class")
    p.add_argument("--classes", required=True, help="class names = folder names, in the order of the model's outputs: a,b,c")
    p.add_argument("--extra", action="append", default=[], metavar="CLASS=DIR", help="more training pictures of a class (repeatable)")
    p.add_argument("--exclude", type=Path, help="file of CLASS/NAME lines: pictures of --data never to train on")
    p.add_argument("--valid", type=Path, help="folder like --data to choose by; default: one source photo in ten of --data")
    p.add_argument("--hold-back", action="store_true", help="with --valid: still keep one source photo in ten of --data out of training, for a last report")
    p.add_argument("--out", type=Path, required=True, help="folder for checkpoint, log, labels.txt and model.onnx; resumes if it holds a checkpoint")
    p.add_argument("--width", type=float, default=0.25, help="width multiplier")
    p.add_argument("--size", type=int, default=96, help="input size, pixels")
    p.add_argument("--epochs", type=int, default=40)
    p.add_argument("--stop-after", type=int, metavar="EPOCH", help="stop there; the same command without it goes on")
    p.add_argument("--batch", type=int, default=128)
    p.add_argument("--rate", type=float, default=4e-3, help="peak learning rate (AdamW)")
    p.add_argument("--dropout", type=float, default=0.1)
    p.add_argument("--smoothing", type=float, default=0.05, help="label smoothing")
    p.add_argument("--present", metavar="CLASS", help="this class means 'somewhere in the picture': also train on composed scenes")
    p.add_argument("--scenes", type=float, default=0.5, help="with --present: share of composed scenes in a batch")
    p.add_argument("--strength", type=float, default=1.0, help="of the augmentation, 0 to 1")
    p.add_argument("--init", type=Path, help="float MobileNetV1 weights to start from: Keras .h5, TensorFlow.js model.json, ONNX, checkpoint.pt")
    p.add_argument("--activation", choices=["relu6", "relu"], default="relu6", help="of the network; published weights may need relu")
    p.add_argument("--layers", choices=["all", "head"], default="all", help="what is trained; 'head' needs --init")
    p.add_argument("--balance", action="store_true", help="two classes: shift the output so that 0.5 is the best threshold on the validation pictures")
    p.add_argument("--teacher", type=Path, help="float MobileNetV1 with the same classes whose opinion is learned too")
    p.add_argument("--teacher-width", type=float, default=0.25)
    p.add_argument("--teacher-size", type=int, default=96)
    p.add_argument("--teacher-activation", choices=["relu6", "relu"], default="relu6")
    p.add_argument("--teacher-input", choices=["signed", "unit"], default="signed", help="the teacher's pixel range: [-1,1] or [0,1]")
    p.add_argument("--teacher-share", type=float, default=0.5, help="weight of the teacher against the labels")
    p.add_argument("--distrust", type=float, default=0.1, help="labels to which the teacher gives less than this are not believed")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=2)
    return p.parse_args(arguments)


class Teacher:
    """A frozen network that gives class probabilities for pictures in [-1, 1]."""

    def __init__(self, options: argparse.Namespace, classes: int):
        self.network = MobileNetV1(options.teacher_width, classes, clip=6.0 if options.teacher_activation == "relu6" else None).eval()
        if not weights.load(self.network, options.teacher):
            raise dataset.DataError(f"{options.teacher}: its head does not have {classes} classes; a teacher needs the same classes")
        for layer in self.network.features:
            fold_batch_norm(layer)
        self.network = self.network.to(memory_format=torch.channels_last)
        self.unit, self.size = options.teacher_input == "unit", options.teacher_size

    @torch.no_grad()
    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        if x.shape[-1] != self.size:
            x = F.interpolate(x, size=self.size, mode="bilinear", align_corners=False)
        return self.network((x + 1) / 2 if self.unit else x).softmax(1)

    def plain(self, pictures: dataset.Pictures) -> np.ndarray:
        """Its probabilities for unaugmented pictures."""
        return np.concatenate([self(pictures.pixels[i:i + 256].float() / 127.5 - 1).numpy() for i in range(0, len(pictures), 256)])


def read_data(options: argparse.Namespace, classes: list[str]) -> tuple[dataset.Pictures, dataset.Pictures]:
    """Training and validation pictures."""
    pictures = dataset.read_folder(options.data, classes, options.size)
    pictures = pictures.subset(~dataset.excluded(pictures.names, options.exclude))
    held = dataset.held_back(pictures.names)
    valid = dataset.read_folder(options.valid, classes, options.size) if options.valid else pictures.subset(held)
    parts = [pictures.subset(~held) if options.hold_back or not options.valid else pictures]
    for extra in options.extra:
        name, _, folder = extra.partition("=")
        if name not in classes or not folder:
            raise dataset.DataError(f"--extra {extra}: expected CLASS=DIR with a class of --classes")
        files = dataset.files_below(Path(folder))
        if not files:
            raise dataset.DataError(f"{folder}: no pictures")
        parts.append(dataset.read_pictures(files, classes.index(name), options.size))
    return dataset.Pictures.join(parts), valid


def balance(network: MobileNetV1, valid: dataset.Pictures) -> None:
    """Moves the bias of the second class so that probability 0.5 separates the validation pictures best."""
    best = best_threshold(probabilities(network, valid)[:, 1], valid.labels.numpy() == 1)
    shift(network, best)
    right = (probabilities(network, valid).argmax(1) == valid.labels.numpy()).mean()
    print(f"balanced: the best threshold was {best:.3f}; at 0.5 now {right:.4f} right", flush=True)


def run(options: argparse.Namespace) -> None:
    classes = options.classes.split(",")
    if options.present and options.present not in classes:
        raise dataset.DataError(f"--present {options.present}: not one of --classes {options.classes}")
    if options.layers == "head" and options.init is None:
        raise dataset.DataError("--layers head: needs --init, a random body is not worth a head")
    if options.balance and len(classes) != 2:
        raise dataset.DataError(f"--balance: for two classes only, not {len(classes)}")
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    torch.use_deterministic_algorithms(True)
    train, valid = read_data(options, classes)
    options.out.mkdir(parents=True, exist_ok=True)
    network = MobileNetV1(options.width, len(classes), options.dropout, 6.0 if options.activation == "relu6" else None)
    if options.init is not None:
        head = weights.load(network, options.init)
        print(f"start from {options.init}{'' if head else ' (new head)'}", flush=True)
    network = network.to(memory_format=torch.channels_last)
    teacher = Teacher(options, len(classes)) if options.teacher else None
    trust = None
    if teacher is not None:
        opinion = teacher.plain(train)[np.arange(len(train)), train.labels.numpy()]
        trust = opinion >= options.distrust
        print(f"the teacher contradicts {int((~trust).sum())} of {len(train)} labels", flush=True)
    present = classes.index(options.present) if options.present else None
    batches = Batches(train, len(classes), options.batch, options.seed, trust, present, options.scenes, options.strength)
    schedule = Schedule(options.epochs, options.batch, options.rate, smoothing=options.smoothing, teacher_share=options.teacher_share, head_only=options.layers == "head")
    trainer = Trainer(network, batches, schedule, teacher, options.out)
    if trainer.resume():
        print(f"resumed after epoch {trainer.epoch}", flush=True)
    print(f"{len(train)} training pictures, {len(valid)} to choose by, {batches.steps} steps an epoch", flush=True)
    (options.out / "labels.txt").write_text("\n".join(classes) + "\n")
    (options.out / "options.json").write_text(json.dumps({k: str(v) if isinstance(v, Path) else v for k, v in vars(options).items()}, indent=1) + "\n")
    while trainer.epoch < min(options.epochs, options.stop_after or options.epochs):
        loss = trainer.train_epoch()
        trainer.save()
        table = confusion(probabilities(trainer.averaged, valid).argmax(1), valid.labels.numpy(), len(classes))
        line = f"epoch {trainer.epoch}: loss {loss:.4f}, right {np.trace(table) / table.sum():.4f} {table.tolist()}, {trainer.seconds:.0f} s"
        print(line, flush=True)
        with open(options.out / "log.txt", "a") as log:
            log.write(line + "\n")
    if trainer.epoch < options.epochs:
        return
    if options.balance:
        balance(trainer.averaged, valid)
    write_onnx(trainer.averaged, options.size, options.out / "model.onnx")
    print(f"wrote {options.out / 'model.onnx'}")


def main(arguments: list[str]) -> int:
    try:
        run(parse(arguments))
        return 0
    except (dataset.DataError, FloatingPointError) as error:
        print(f"train: {error}", file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
