"""The tables of reports: the reports, the people behind them, their story, and how each authority treats them."""

from perron.bricks.reports.models.forwardings import Forwarding
from perron.bricks.reports.models.handbooks import Handbook, TeamMember
from perron.bricks.reports.models.mails import InboundMail
from perron.bricks.reports.models.managed_places import ManagedPlace
from perron.bricks.reports.models.others import ApiKey, Connection, OutsideReport, Webhook, WebhookDelivery
from perron.bricks.reports.models.photos import Photo
from perron.bricks.reports.models.reporters import Reporter
from perron.bricks.reports.models.reports import Report
from perron.bricks.reports.models.statistics import Statistic
from perron.bricks.reports.models.story import Transfer, Update
from perron.bricks.reports.models.views import SavedView

__all__ = [
    "ApiKey",
    "Connection",
    "Forwarding",
    "Handbook",
    "InboundMail",
    "ManagedPlace",
    "OutsideReport",
    "Photo",
    "Report",
    "Reporter",
    "SavedView",
    "Statistic",
    "TeamMember",
    "Transfer",
    "Update",
    "Webhook",
    "WebhookDelivery",
]
