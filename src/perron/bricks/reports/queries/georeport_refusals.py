"""What the Open311 door refuses; the standard knows 400, 403 and 404."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from perron.kernel.errors import Refused


class NoSuchJurisdiction(Refused):
    """Fact `jurisdiction`."""

    code = "no_such_jurisdiction"
    status = 404
    sentence = _("jurisdiction_id “%(jurisdiction)s” was not found.")
    way_out = _("It is the short name of an authority that takes reports here.")


class NoSuchService(Refused):
    """Fact `service`."""

    code = "no_such_service"
    status = 404
    sentence = _("service_code “%(service)s” was not found.")
    way_out = _("GET services lists the codes.")


class NoSuchRequest(Refused):
    """Fact `number`."""

    code = "no_such_request"
    status = 404
    sentence = _("service_request_id “%(number)s” was not found.")


class NoSuchToken(Refused):
    """Fact `token`."""

    code = "no_such_token"
    status = 404
    sentence = _("token “%(token)s” was not found.")


class ParameterMissing(Refused):
    """Fact `name`."""

    code = "parameter_missing"
    sentence = _("%(name)s was not provided.")


class ParameterWrong(Refused):
    """Facts `name`, `may_be` (in English, as all of the standard)."""

    code = "parameter_wrong"
    sentence = _("%(name)s must be %(may_be)s.")


class AddressUnknown(Refused):
    """Fact `address`."""

    code = "address_unknown"
    sentence = _("No commune was found in the address “%(address)s”.")
    way_out = _("Give lat and long, or end the address with the postal code and the name of the commune.")


class KeyRefused(Refused):
    """No key, one that nobody made, one that was taken back, or one of another authority."""

    code = "key_refused"
    status = 403
    sentence = _("The api_key is missing or is not good for this jurisdiction.")
    way_out = _("An administrator of the authority can make one.")


class NoSuchFormat(Refused):
    """Fact `format`."""

    code = "no_such_format"
    status = 404
    sentence = _("“%(format)s” is no format of this interface: there are xml and json.")
