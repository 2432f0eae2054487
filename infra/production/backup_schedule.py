"""When backups are made, and how long each kind of them is kept."""

from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_backup as backup
from aws_cdk import aws_events as events

LEAST_COLD_DAYS = 90
"""How long what is in cold storage has to stay there (AWS Backup, "Lifecycle").

https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """Backups of one kind: when they are made, and for how many days they are kept."""

    name: str
    schedule: events.Schedule
    days: int
    cold_after_days: int | None = None

    def rule(self, most_days: int) -> backup.BackupPlanRule:
        """Return the rule of the plan, by which nothing is kept for longer than it may be."""
        days, cold = min(self.days, most_days), self.cold_after_days
        return backup.BackupPlanRule(
            rule_name=self.name,
            schedule_expression=self.schedule,
            delete_after=Duration.days(days),
            move_to_cold_storage_after=Duration.days(cold)
            if cold and cold + LEAST_COLD_DAYS <= days
            else None,
        )


SCHEDULE = (
    Scheduled(name="Daily", schedule=events.Schedule.cron(hour="5", minute="0"), days=35),
    Scheduled(
        name="Weekly",
        schedule=events.Schedule.cron(week_day="SAT", hour="5", minute="0"),
        days=90,
    ),
    Scheduled(
        name="Monthly",
        schedule=events.Schedule.cron(day="1", hour="5", minute="0"),
        days=1825,
        cold_after_days=90,
    ),
)
"""The tutorial's plan, the most frequent first: what is made less often is kept for longer."""


def scheduled(most_days: int) -> list[backup.BackupPlanRule]:
    """Return the rules for what may be kept for so many days.

    A backup that is made less often is worth it only if it outlives those that are made
    more often.
    """
    lives = [0, *(each.days for each in SCHEDULE)]
    return [
        each.rule(most_days)
        for each, before in zip(SCHEDULE, lives, strict=False)
        if before < most_days
    ]
