"""What the boards' processors could do per cycle, for an estimate of milliseconds from counted instructions.

Widths and throughputs are those of Arm's software optimization guides for the Cortex-A72 and the Cortex-A76, from memory. There is no such
guide for the Cortex-A53; its figures are those of the Cortex-A55, which is as wide.
"""
from dataclasses import dataclass

CARELESS = 2  # instructions per cycle fall to a half of what the decoder could: waiting for memory and for results


@dataclass(frozen=True)
class Core:
    name: str
    emulated: str  # the CPU model whose count stands for it
    width: int  # instructions that are decoded per cycle
    macs: float  # 8-bit multiply-accumulates per cycle, at most
    because: str


@dataclass(frozen=True)
class Board:
    name: str
    core: Core
    gigahertz: float


A53 = Core("Cortex-A53", "cortex-a72", 2, 16 / 3, "one 128-bit operation per cycle; 16 products are SMULL, SMLAL2, SADALP")
A72 = Core("Cortex-A72", "cortex-a72", 3, 8, "one SMULL or SMLAL (8 products) per cycle, SADALP beside it")
A76 = Core("Cortex-A76", "cortex-a76", 4, 32, "two SDOT (16 products each) per cycle")

BOARDS = (
    Board("Zero 2 W", A53, 1.0),
    Board("3B", A53, 1.2),
    Board("4B", A72, 1.5),
    Board("5", A76, 2.4),
)


def milliseconds(instructions, macs, board):
    """The least that the core allows, and what it takes at half that rate of instructions; one thread."""
    core, cycles_per_ms = board.core, board.gigahertz * 1e6
    least = max(instructions / core.width, macs / core.macs)
    return least / cycles_per_ms, max(least, instructions * CARELESS / core.width) / cycles_per_ms
