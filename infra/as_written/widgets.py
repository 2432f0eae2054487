"""Widgets of the seed's dashboards."""

# See security_foundation.py.
# pyright: reportArgumentType=false

from collections.abc import Sequence
from typing import Any

from aws_cdk import aws_cloudwatch as cloudwatch


class LogWidget(cloudwatch.ConcreteWidget):
    """A widget of log lines, as CDK would write it if it did not ask for log groups."""

    def __init__(
        self, title: str, *, log_groups: Sequence[str], query_lines: Sequence[str]
    ) -> None:
        """Take what CDK's own takes."""
        super().__init__(12, 6)
        self._title = title
        sources = " | ".join(f"SOURCE '{name}'" for name in log_groups)
        self._query = f"{sources} | " + "\n| ".join(query_lines)

    def to_json(self) -> list[Any]:
        """Return the widget as the dashboard's body holds it."""
        properties = {"view": "table", "title": self._title, "query": self._query}
        place = {"x": self._x, "y": self._y, "width": self.width, "height": self.height}
        return [{"type": "log", **place, "properties": properties}]

    def position(self, x: float, y: float) -> None:
        """Take a place on the dashboard."""
        self._x, self._y = x, y


def graph(
    title: str,
    left: Sequence[cloudwatch.IMetric],
    right: Sequence[cloudwatch.IMetric] = (),
    width: int = 24,
) -> cloudwatch.GraphWidget:
    """Draw metrics."""
    return cloudwatch.GraphWidget(
        title=title, left=list(left), right=list(right), width=width, height=6
    )


def account_metric(metric_name: str, namespace: str) -> cloudwatch.Metric:
    """Return a metric without dimensions."""
    return cloudwatch.Metric(metric_name=metric_name, namespace=namespace, statistic="Sum")
