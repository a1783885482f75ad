"""Measure how fast many assessments are scored, every way beside the others in one run, and print the ratios.

    python benchmarks/portfolio.py [ROWS ...]

Fifty practices in five blocks, a level or no answer in every cell, and all columns of a scored frame but for bands,
which the framework does not have. The yardstick is a loop in C that is compiled here, in doubles, column by column, on
one thread; it may reorder no sums (no -ffast-math), which run along rows and vectorize all the same. What others write
by hand computes the same columns, and every result is compared with the yardstick's.
"""

import ctypes
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

import equity_blocks as eb
from equity_blocks.engine.portfolio import expressions, numpy_kernel
from equity_blocks.engine.portfolio.columns import cells_of
from equity_blocks.engine.portfolio.program import Program, compiled

BLOCKS, EACH, LEVELS = 5, 10, 5
LOOP = 2_000
"""So many are scored one by one; the time for all is that, times how many more they are."""
FIGURES = ("score", "low", "high", "coverage", "whole", "consistent")

KERNEL = r"""
#include <math.h>
#define BLOCKS 5
#define EACH 10
#define CHUNK 4096
/* codes: a column a practice, -1 unanswered; out: 36 columns, six a block and six of the whole */
void kernel(const signed char *codes, long rows, double *out) {
  static double points[CHUNK], answered[CHUNK], all[6][CHUNK], defined[CHUNK], held[CHUNK];
  for (long start = 0; start < rows; start += CHUNK) {
    long n = rows - start < CHUNK ? rows - start : CHUNK;
    for (int f = 0; f < 6; f++) for (long i = 0; i < n; i++) all[f][i] = 0;
    for (long i = 0; i < n; i++) defined[i] = 0;
    for (int b = 0; b < BLOCKS; b++) {
      for (long i = 0; i < n; i++) { points[i] = 0; answered[i] = 0; held[i] = 0; }
      for (int p = 0; p < EACH; p++) {
        const signed char *c = codes + (b * EACH + p) * rows + start;
        const signed char *before = c - rows;
        for (long i = 0; i < n; i++) {
          double is = c[i] >= 0, x = is * c[i] * 0.25, least = x;
          if (p == 1) { double lowered = c[i] > 1 && before[i] >= 0 && before[i] < 2 ? 0.25 : x; least = lowered; }
          points[i] += x; answered[i] += is; held[i] += least;
        }
      }
      double *o = out + (b + 1) * 6 * rows + start;
      for (long i = 0; i < n; i++) {
        double value = points[i] / answered[i], low = points[i] / EACH, cover = answered[i] / EACH;
        double high = (points[i] + EACH - answered[i]) / EACH, consistent = held[i] / answered[i];
        int is = answered[i] > 0, shown = cover >= 0.5 - 1e-9;
        o[i] = shown ? value : NAN; o[rows + i] = low; o[2 * rows + i] = high; o[3 * rows + i] = cover;
        o[4 * rows + i] = shown ? value : NAN; o[5 * rows + i] = shown ? consistent : NAN;
        all[0][i] += is ? value : 0; all[1][i] += low; all[2][i] += high; all[3][i] += cover;
        all[5][i] += is ? consistent : 0; defined[i] += is;
      }
    }
    double *o = out + start;
    for (long i = 0; i < n; i++) {
      double cover = all[3][i] / BLOCKS, value = all[0][i] / defined[i];
      int shown = cover >= 0.5 - 1e-9;
      o[i] = shown ? value : NAN; o[rows + i] = all[1][i] / BLOCKS; o[2 * rows + i] = all[2][i] / BLOCKS;
      o[3 * rows + i] = cover; o[4 * rows + i] = shown ? value : NAN;
      o[5 * rows + i] = shown ? all[5][i] / defined[i] : NAN;
    }
  }
}
"""


def framework() -> eb.Framework:
    """Give fifty practices; the second of each block needs the third level of the first to hold its own third."""
    blocks = []
    for b in range(BLOCKS):
        practices: list[dict[str, Any]] = [{"id": f"p{b}-{i}", "title": f"P{b}-{i}"} for i in range(EACH)]
        practices[1]["requires"] = [{"practice": f"p{b}-0", "level": "l2", "from": "l2", "why": "first things first"}]
        blocks.append({"id": f"b{b}", "title": f"B{b}", "practices": practices})
    scale = [f"l{i}" for i in range(LEVELS)]
    return eb.Framework.model_validate({"id": "fifty", "title": "Fifty", "scale": scale, "blocks": blocks})


def in_c(folder: Path) -> Callable[[np.ndarray], np.ndarray]:
    """Compile the yardstick."""
    source, library = folder / "kernel.c", folder / "kernel.so"
    source.write_text(KERNEL, encoding="utf-8")
    flags = ["-O3", "-march=native", "-shared", "-fPIC"]
    subprocess.run(["gcc", *flags, "-o", str(library), str(source)], check=True)
    loaded = ctypes.CDLL(str(library))

    def run(codes: np.ndarray) -> np.ndarray:
        out = np.empty((6 * (BLOCKS + 1), codes.shape[1]))
        loaded.kernel(
            ctypes.c_void_p(codes.ctypes.data), ctypes.c_long(codes.shape[1]), ctypes.c_void_p(out.ctypes.data)
        )
        return out

    return run


def in_naive_numpy(codes: np.ndarray) -> np.ndarray:
    """Score whole matrices of doubles at once."""
    answered = codes >= 0
    values = np.where(answered, codes * 0.25, 0.0).astype(np.float64)
    lowered = values.copy()
    for b in range(BLOCKS):
        first, second = codes[b * EACH], codes[b * EACH + 1]
        lowered[b * EACH + 1] = np.where((second > 1) & (first >= 0) & (first < 2), 0.25, values[b * EACH + 1])
    shape = (BLOCKS, EACH, codes.shape[1])
    is_so = answered.astype(np.float64).reshape(shape)
    count, points = is_so.sum(axis=1), values.reshape(shape).sum(axis=1)
    with np.errstate(all="ignore"):
        value, held = points / count, lowered.reshape(shape).sum(axis=1) / count
    low, high, cover = points / EACH, (points + EACH - count) / EACH, count / EACH
    out = []
    shown = cover.mean(axis=0) >= 0.5 - 1e-9
    point, consistent = (np.where(shown, np.nanmean(v, axis=0), np.nan) for v in (value, held))
    out += [point, low.mean(axis=0), high.mean(axis=0), cover.mean(axis=0), point, consistent]
    for b in range(BLOCKS):
        shown = cover[b] >= 0.5 - 1e-9
        point, consistent = np.where(shown, value[b], np.nan), np.where(shown, held[b], np.nan)
        out += [point, low[b], high[b], cover[b], point, consistent]
    return np.stack(out)


def in_polars(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Score by expressions written by hand, with null for no answer."""
    col, sums, figures = pl.col, {}, {}
    for b in range(BLOCKS):
        names = [f"p{b}-{i}" for i in range(EACH)]
        first, second = col(names[0]), col(names[1])
        lowered = pl.when((second > 1) & (first < 2)).then(1).otherwise(second)
        others = [col(name) for name in names if name != names[1]]
        sums[f"n{b}"] = pl.sum_horizontal(*(col(name).is_not_null().cast(pl.Int32) for name in names))
        sums[f"x{b}"] = pl.sum_horizontal(*(col(name).cast(pl.Int32) for name in names)) * 0.25
        sums[f"y{b}"] = pl.sum_horizontal(*(e.cast(pl.Int32) for e in (*others, lowered))) * 0.25
    for b in range(BLOCKS):
        n, x, y = (col(f"{which}{b}") for which in "nxy")
        figures |= {f"v{b}": pl.when(n > 0).then(x / n), f"l{b}": x / EACH, f"h{b}": (x + EACH - n) / EACH,
                    f"c{b}": n / EACH, f"k{b}": pl.when(n > 0).then(y / n)}  # fmt: skip
    whole = {f"{which}": pl.mean_horizontal(*(col(f"{which}{b}") for b in range(BLOCKS))) for which in "vlhck"}
    blocks = ["", *(str(b) for b in range(BLOCKS))]
    out = []
    for b in blocks:
        prefix, name = (f"b{b}:" if b else ""), (lambda which, b=b: f"{which}{b}" if b else f"w{which}")
        shown = col(name("c")) >= 0.5 - 1e-9
        for figure, which in zip(FIGURES, "vlhcvk", strict=True):
            value = col(name(which))
            out.append((value if which in "lhc" else pl.when(shown).then(value)).alias(prefix + figure))
    whole = {f"w{which}": value for which, value in whole.items()}
    return frame.with_columns(**sums).with_columns(**figures).with_columns(**whole).select(*out)


def in_expressions(program: Program, frame: pl.LazyFrame) -> pl.LazyFrame:
    """Score by the expressions of narwhals that databases get, which a lazy Polars takes, too."""
    given = nw.from_native(frame)
    scored = expressions.run(program, given, cells_of(program, given.collect_schema()), given.columns)
    return scored.to_native()


def least(run: Callable[[], Any], runs: int) -> tuple[float, Any]:
    """Give the least time of several runs, and what the last one gave."""
    best, result = float("inf"), None
    for _ in range(runs):
        start = time.perf_counter()
        result = run()
        best = min(best, time.perf_counter() - start)
    return best, result


def matrix(result: Any, columns: list[str]) -> np.ndarray:
    """Give the figures of a frame as rows of numbers."""
    if isinstance(result, np.ndarray):
        return result
    if isinstance(result, dict):
        return np.stack([result[name] for name in columns])
    frame = pl.from_pandas(result[columns]) if isinstance(result, pd.DataFrame) else pl.DataFrame(result)
    frame = frame.sort("row") if "row" in frame.columns else frame  # a database has no order
    return np.stack([frame[name].cast(pl.Float64).fill_null(float("nan")).to_numpy() for name in columns])


def measured(rows: int, kernel: Callable[[np.ndarray], np.ndarray]) -> dict[str, float]:
    """Time every way on the same cells, and make sure that all say the same."""
    fifty, dice = framework(), np.random.default_rng(1)
    codes = dice.integers(-1, LEVELS, (BLOCKS * EACH, rows), dtype=np.int8)
    names = [*fifty.practices]
    table = pa.table({n: pa.array(c, mask=c < 0) for n, c in zip(names, codes, strict=True)})
    frame = pl.from_arrow(table)
    by_pandas = pd.DataFrame({n: np.where(c < 0, np.nan, c) for n, c in zip(names, codes, strict=True)})
    database = duckdb.connect()
    database.register("cells", table.append_column("row", pa.array(np.arange(rows))))
    columns = [f"{prefix}{figure}" for prefix in ("", *(f"b{b}:" for b in range(BLOCKS))) for figure in FIGURES]
    program = compiled(fifty)
    cells = {
        n: numpy_kernel.Cells(np.where(c < 0, np.int8(LEVELS), c), program.states[n], None, fifty.scale)
        for n, c in zip(names, codes, strict=True)
    }

    ways: dict[str, Callable[[], Any]] = {
        "C, one thread": lambda: kernel(codes),
        "numpy kernel": lambda: numpy_kernel.run(program, cells, rows),
        "score_frame, pandas": lambda: eb.score_frame(fifty, by_pandas),
        "score_frame, Polars": lambda: eb.score_frame(fifty, frame),
        "score_frame, PyArrow": lambda: eb.score_frame(fifty, table),
        "Polars by hand": lambda: in_polars(frame.lazy()).collect(),
        "score_frame, Polars lazy": lambda: eb.score_frame(fifty, frame.lazy()).collect(),
        "expressions, Polars lazy": lambda: in_expressions(program, frame.lazy()).collect(),
        "score_frame, DuckDB": lambda: eb.score_frame(fifty, database.sql("select * from cells")).to_arrow_table(),
        "naive numpy": lambda: in_naive_numpy(codes),
    }
    times, first = {}, kernel(codes)
    for way, run in ways.items():
        times[way], result = least(run, 2 if rows > 500_000 else 4)
        assert np.allclose(matrix(result, columns), first, atol=1e-12, rtol=0, equal_nan=True), way
    said = [
        eb.Assessment(framework="fifty", ratings={n: int(c) for n, c in zip(names, row, strict=True) if c >= 0})
        for row in codes.T[:LOOP]
    ]
    times["loop over score"] = least(lambda: [eb.score(fifty, each) for each in said], 1)[0] * rows / len(said)
    return times


def main() -> None:
    """Print a table for each number of rows."""
    with tempfile.TemporaryDirectory() as folder:
        kernel = in_c(Path(folder))
        for rows in [int(given) for given in sys.argv[1:]] or [100_000, 1_000_000]:
            times = measured(rows, kernel)
            print(f"\nLoad {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
            print(f"{rows:,} rows x {BLOCKS * EACH} practices, {len(FIGURES) * (BLOCKS + 1)} columns\n")
            print("| way | seconds | µs a row | x C | x Polars by hand | loop over score is x |")
            print("|---|---|---|---|---|---|")
            for way, seconds in times.items():
                ratios = [seconds / times["C, one thread"], seconds / times["Polars by hand"]]
                ratios.append(times["loop over score"] / seconds)
                figures = [f"{seconds:.3f}", f"{1e6 * seconds / rows:.3f}", *(f"{ratio:.2f}" for ratio in ratios)]
                print(f"| {way} | {' | '.join(figures)} |")


if __name__ == "__main__":
    main()
