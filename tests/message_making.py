"""Life-cycle messages made for the tests, as the French profiles write them."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

_NAMES = (
    'xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossDomainAcknowledgementAndResponse:100" '
    'xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" '
    'xmlns:qdt="urn:un:unece:uncefact:data:standard:QualifiedDataType:100" '
    'xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"'
)


@dataclass(frozen=True)
class Message:
    """What is to be said of an invoice."""

    number: str = "F9"
    code: str = "210"
    at: str = "20260402101500"
    day: str = "20260315"
    seller: str = "423456789"
    reason_code: str = ""
    reason: str = ""
    more: str = ""

    def xml(self) -> bytes:
        """The message, of a status that a person gave."""
        why = "<ram:SpecifiedDocumentStatus>"
        why += f"<ram:ReasonCode>{self.reason_code}</ram:ReasonCode>" if self.reason_code else ""
        why += f"<ram:Reason>{escape(self.reason)}</ram:Reason>" if self.reason else ""
        why += "<ram:SequenceNumeric>1</ram:SequenceNumeric></ram:SpecifiedDocumentStatus>"
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><rsm:CrossDomainAcknowledgementAndResponse {_NAMES}>'
            "<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>"
            "<ram:ID>urn.cpro.gouv.fr:1p0:CDV:invoice</ram:ID>"
            "</ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>"
            f"<rsm:ExchangedDocument><ram:ID>{self.number}_{self.code}</ram:ID><ram:IssueDateTime>"
            f'<udt:DateTimeString format="204">{self.at}</udt:DateTimeString></ram:IssueDateTime>'
            "<ram:SenderTradeParty><ram:RoleCode>WK</ram:RoleCode></ram:SenderTradeParty>"
            "<ram:IssuerTradeParty><ram:GlobalID schemeID='0002'>552100554</ram:GlobalID>"
            "</ram:IssuerTradeParty></rsm:ExchangedDocument><rsm:AcknowledgementDocument>"
            "<ram:TypeCode>23</ram:TypeCode><ram:IssueDateTime>"
            f'<udt:DateTimeString format="204">{self.at}</udt:DateTimeString></ram:IssueDateTime>'
            f"{self._about(why)}{self.more}"
            "</rsm:AcknowledgementDocument></rsm:CrossDomainAcknowledgementAndResponse>"
        ).encode()

    def _about(self, why: str) -> str:
        return (
            f"<ram:ReferenceReferencedDocument><ram:IssuerAssignedID>{self.number}</ram:IssuerAssignedID>"
            "<ram:StatusCode>47</ram:StatusCode><ram:TypeCode>380</ram:TypeCode>"
            "<ram:FormattedIssueDateTime>"
            f'<qdt:DateTimeString format="102">{self.day}</qdt:DateTimeString></ram:FormattedIssueDateTime>'
            f"<ram:ProcessConditionCode>{self.code}</ram:ProcessConditionCode>"
            f'<ram:IssuerTradeParty><ram:GlobalID schemeID="0002">{self.seller}</ram:GlobalID>'
            f"</ram:IssuerTradeParty>{why}</ram:ReferenceReferencedDocument>"
        )
