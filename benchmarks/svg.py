"""Pictures as SVG, by hand: lines over logarithmic axes, and bars.

No library, no font of its own, and no colour that vanishes on a dark page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT, LEFT, BELOW = 720, 320, 90, 50
_INK = ("#2563eb", "#d97706", "#059669", "#dc2626", "#7c3aed", "#6b7280")
_GREY = "#8b949e"

Line = Sequence[tuple[float, float]]


def lines(title: str, across: str, up: str, drawn: Mapping[str, Line]) -> str:
    """Lines by name, over logarithmic axes; of a line without points, nothing."""
    kept = {name: line for name, line in drawn.items() if line}
    points = [point for line in kept.values() for point in line]
    if not points:
        return _picture(title, [_text(LEFT, HEIGHT / 2, "not measured")])
    (left, right), (low, high) = (_decades(values) for values in zip(*points, strict=True))

    def at(x: float, y: float) -> tuple[float, float]:
        wide, tall = WIDTH - LEFT - 20, HEIGHT - BELOW - 40
        along, upwards = (log10(x) - left) / (right - left), (log10(y) - low) / (high - low)
        return LEFT + along * wide, HEIGHT - BELOW - upwards * tall

    parts = [_text(LEFT, HEIGHT - 8, across), _text(6, 26, up)]
    for power in range(left, right + 1):
        x, _ = at(10**power, 10**low)
        parts += [_stroke([(x, 40), (x, HEIGHT - BELOW)], _GREY, 0.3)]
        parts += [_text(x, HEIGHT - BELOW + 16, f"{10**power:,}", "middle")]
    for power in range(low, high + 1):
        _, y = at(10**left, 10**power)
        parts += [_stroke([(LEFT, y), (WIDTH - 20, y)], _GREY, 0.3)]
        parts += [_text(LEFT - 6, y + 4, f"{10**power:g}", "end")]
    for index, (name, line) in enumerate(kept.items()):
        ink, places = _INK[index % len(_INK)], [at(x, y) for x, y in line]
        parts += [_stroke(places, ink, 2), *(_dot(x, y, ink) for x, y in places)]
        parts += [_text(places[-1][0] - 8, places[-1][1] - 8, name, "end", ink)]
    return _picture(title, parts)


def bars(title: str, unit: str, drawn: Mapping[str, float], bound: float | None = None) -> str:
    """Bars by name, as long as their figures; a line stands where a bound is."""
    longest = max([*drawn.values(), bound or 0.0, 1e-9])
    wide, step = WIDTH - 330, 26
    parts: list[str] = []
    for index, (name, figure) in enumerate(drawn.items()):
        y = 50 + step * index
        ink = _INK[3] if bound is not None and figure > bound else _INK[0]
        parts += [_text(230, y + 13, name, "end")]
        parts += [
            f'<rect x="240" y="{y}" width="{wide * figure / longest:.1f}" height="18" fill="{ink}"/>'
        ]
        parts += [_text(246 + wide * figure / longest, y + 13, f"{figure:.3g} {unit}")]
    if bound is not None:
        x, bottom = 240 + wide * bound / longest, 50 + step * len(drawn)
        parts += [
            _stroke([(x, 44), (x, bottom)], _GREY, 1.5),
            _text(x, bottom + 14, f"{bound:g}", "middle"),
        ]
    return _picture(title, parts, 80 + step * len(drawn))


def _decades(values: Iterable[float]) -> tuple[int, int]:
    """The powers of ten around some values, at least one apart."""
    every = [max(value, 1e-6) for value in values]
    low, high = floor(log10(min(every))), ceil(log10(max(every)))
    return low, max(high, low + 1)


def _picture(title: str, parts: Iterable[str], height: int = HEIGHT) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{escape(title)}</title>'
        f'<text x="{WIDTH / 2:g}" y="20" text-anchor="middle" font-size="14" fill="{_GREY}">'
        f"{escape(title)}</text>"
    )
    return "\n".join([head, *parts, "</svg>"]) + "\n"


def _text(x: float, y: float, said: str, anchor: str = "start", ink: str = _GREY) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{ink}">{escape(said)}</text>'
    )


def _stroke(points: Iterable[tuple[float, float]], ink: str, width: float) -> str:
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{places}" fill="none" stroke="{ink}" stroke-width="{width:g}"/>'


def _dot(x: float, y: float, ink: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{ink}"/>'
