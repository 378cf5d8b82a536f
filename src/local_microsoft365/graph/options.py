"""`$select` and `$expand`: read, and refused where they name what there is not.

What there is are the properties that Graph knows of each kind of thing, named as Microsoft's published
description of v1.0 has them, navigation properties included, and which of those `$expand` follows here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from local_microsoft365.graph.errors import GraphError, bad_request

Options = Mapping[str, str]
#: What may stand in the brackets of an expansion.
_INSIDE = frozenset(
    {"$count", "$expand", "$filter", "$levels", "$orderby", "$select", "$skip", "$top"}
)
_DEEPEST = 5


@dataclass(frozen=True)
class Kind:
    """`name` as errors write it; `follows`: navigation property → kind of what is there."""

    name: str
    properties: frozenset[str]
    follows: Mapping[str, str] = field(default_factory=dict)
    is_open: bool = False

    def knows(self, property_: str) -> bool:
        """True for a property of this kind, whatever its letters' case; annotations pass."""
        name = property_.lower().partition("/")[0]
        return self.is_open or name.startswith("@") or name in self.properties


def _kind(name: str, properties: str, is_open: bool = False, **follows: str) -> Kind:
    known = frozenset(properties.lower().split()) | {each.lower() for each in follows} | {"id"}
    return Kind(f"microsoft.graph.{name}", known, follows, is_open)


_BASE = (
    "createdBy createdByUser createdDateTime description eTag lastModifiedBy lastModifiedByUser "
    "lastModifiedDateTime name parentReference webUrl "
)
_DIRECTORY = "deletedDateTime "
_GROUP = _DIRECTORY + (
    "acceptedSenders accessType allowExternalSenders appRoleAssignments assignedLabels "
    "assignedLicenses autoSubscribeNewMembers calendar classification conversations "
    "createdDateTime creationOptions createdOnBehalfOf description displayName drive drives events "
    "expirationDateTime groupLifecyclePolicies groupTypes hasMembersWithLicenseErrors "
    "hideFromAddressLists hideFromOutlookClients infoCatalogs isArchived isAssignableToRole "
    "isFavorite isManagementRestricted isSubscribedByMail licenseProcessingState mail mailEnabled "
    "mailNickname memberOf membershipRule membershipRuleProcessingState onenote "
    "onPremisesDomainName onPremisesExtensionAttributes onPremisesLastSyncDateTime "
    "onPremisesNetBiosName onPremisesProvisioningErrors onPremisesSamAccountName "
    "onPremisesSecurityIdentifier onPremisesSyncEnabled organizationId permissionGrants photo "
    "photos planner preferredDataLocation preferredLanguage proxyAddresses rejectedSenders "
    "renewedDateTime resourceBehaviorOptions resourceProvisioningOptions securityEnabled "
    "securityIdentifier serviceProvisioningErrors settings sites team theme threads "
    "transitiveMemberOf transitiveMembers uniqueName unseenConversationsCount unseenCount "
    "unseenMessagesCount visibility welcomeMessageEnabled writebackConfiguration "
)
_USER = _DIRECTORY + (
    "aboutMe accountEnabled ageGroup assignedLicenses assignedPlans authorizationInfo birthday "
    "businessPhones calendar city companyName consentProvidedForMinor country createdDateTime "
    "creationType customSecurityAttributes department deviceEnrollmentLimit directReports "
    "displayName drive drives employeeHireDate employeeId employeeLeaveDateTime employeeOrgData "
    "employeeType events extensions externalUserState externalUserStateChangeDateTime faxNumber "
    "givenName hireDate identities identityParentId imAddresses interests isManagementRestricted "
    "isResourceAccount jobTitle joinedTeams lastPasswordChangeDateTime legalAgeGroupClassification "
    "licenseAssignmentStates licenseDetails mail mailboxSettings mailFolders mailNickname manager "
    "messages mobilePhone mySite officeLocation onenote onPremisesDistinguishedName "
    "onPremisesDomainName onPremisesExtensionAttributes onPremisesImmutableId "
    "onPremisesLastSyncDateTime onPremisesProvisioningErrors onPremisesSamAccountName "
    "onPremisesSecurityIdentifier onPremisesSyncEnabled onPremisesUserPrincipalName otherMails "
    "ownedDevices ownedObjects passwordPolicies passwordProfile pastProjects photo photos planner "
    "postalCode preferredDataLocation preferredLanguage preferredName presence print "
    "provisionedPlans proxyAddresses registeredDevices responsibilities schools "
    "securityIdentifier serviceProvisioningErrors settings showInAddressList signInActivity "
    "signInSessionsValidFromDateTime skills sponsors state streetAddress surname "
    "transitiveMemberOf usageLocation userPrincipalName userType "
)
_ROLE = _DIRECTORY + "description displayName members roleTemplateId scopedMembers "

KINDS: Mapping[str, Kind] = {
    "driveItem": _kind(
        "driveItem",
        _BASE + "analytics audio bundle content content.downloadUrl cTag deleted file "
        "fileSystemInfo folder image location malware package pendingOperations photo publication "
        "remoteItem retentionLabel root searchResult shared sharepointIds size specialFolder "
        "subscriptions video webDavUrl workbook",
        children="driveItem",
        listItem="listItem",
        permissions="permission",
        thumbnails="thumbnailSet",
        versions="driveItemVersion",
    ),
    "drive": _kind(
        "drive",
        _BASE + "bundles driveType following items owner quota sharePointIds special system",
        list="list",
        root="driveItem",
    ),
    "site": _kind(
        "site",
        _BASE + "analytics columns contentTypes displayName error externalColumns isPersonalSite "
        "items lists onenote operations pages permissions root sharepointIds siteCollection sites "
        "termStore termStores",
        drive="drive",
        drives="drive",
    ),
    "list": _kind(
        "list",
        _BASE + "contentTypes displayName drive items list operations sharepointIds subscriptions "
        "system",
        columns="columnDefinition",
    ),
    "listItem": _kind(
        "listItem",
        _BASE + "analytics contentType deleted documentSetVersions sharepointIds versions",
        driveItem="driveItem",
        fields="fieldValueSet",
    ),
    "fieldValueSet": _kind("fieldValueSet", "", is_open=True),
    "permission": _kind(
        "permission",
        "expirationDateTime grantedTo grantedToIdentities grantedToIdentitiesV2 grantedToV2 "
        "hasPassword inheritedFrom invitation link roles shareId",
    ),
    "driveItemVersion": _kind(
        "driveItemVersion", "content lastModifiedBy lastModifiedDateTime publication size"
    ),
    "thumbnailSet": _kind("thumbnailSet", "large medium small source"),
    "columnDefinition": _kind(
        "columnDefinition",
        "boolean calculated choice columnGroup contentApprovalStatus currency dateTime "
        "defaultValue description displayName enforceUniqueValues geolocation hidden "
        "hyperlinkOrPicture indexed isDeletable isReorderable isSealed lookup name number "
        "personOrGroup propagateChanges readOnly required sourceColumn sourceContentType term text "
        "thumbnail type validation",
    ),
    "sharedDriveItem": _kind(
        "sharedDriveItem",
        _BASE + "items list owner permission root",
        driveItem="driveItem",
        listItem="listItem",
        site="site",
    ),
    "group": _kind(
        "group",
        _GROUP,
        extensions="extension",
        members="directoryObject",
        owners="directoryObject",
    ),
    "user": _kind("user", _USER, memberOf="directoryObject"),
    # A collection of people, groups and roles: what one of them has may be asked for.
    "directoryObject": _kind(
        "directoryObject", f"{_USER} {_GROUP} {_ROLE} extensions memberOf owners"
    ),
    "directoryRole": _kind("directoryRole", _ROLE),
    "extension": _kind("extension", "", is_open=True),
    "organization": _kind(
        "organization",
        _DIRECTORY + "assignedPlans branding businessPhones certificateBasedAuthConfiguration city "
        "country countryLetterCode createdDateTime defaultUsageLocation displayName extensions "
        "marketingNotificationEmails mobileDeviceManagementAuthority onPremisesLastSyncDateTime "
        "onPremisesSyncEnabled partnerTenantType postalCode preferredLanguage privacyProfile "
        "provisionedPlans securityComplianceNotificationMails "
        "securityComplianceNotificationPhones state street technicalNotificationMails tenantType "
        "verifiedDomains",
    ),
    "licenseDetails": _kind("licenseDetails", "servicePlans skuId skuPartNumber"),
    "subscribedSku": _kind(
        "subscribedSku",
        "accountId accountName appliesTo capabilityStatus consumedUnits prepaidUnits servicePlans "
        "skuId skuPartNumber subscriptionIds",
    ),
    "groupSetting": _kind("groupSetting", "displayName templateId values"),
    "groupSettingTemplate": _kind(
        "groupSettingTemplate", _DIRECTORY + "description displayName values"
    ),
    "authorizationPolicy": _kind(
        "authorizationPolicy",
        _DIRECTORY + "allowedToSignUpEmailBasedSubscriptions allowedToUseSSPR "
        "allowEmailVerifiedUsersToJoinOrganization allowInvitesFrom allowUserConsentForRiskyApps "
        "blockMsolPowerShell defaultUserRolePermissions description displayName guestUserRoleId",
    ),
    "schemaExtension": _kind("schemaExtension", "description owner properties status targetTypes"),
}
#: However its letters are written.
_FOLLOWED = {name.lower(): name for kind in KINDS.values() for name in kind.follows}


def expansions(options: Options) -> dict[str, Options]:
    """Each navigation property to follow, with the options in its brackets. Raises GraphError."""
    found: dict[str, Options] = {}
    for part in _split(options.get("$expand", ""), ","):
        name, bracket, inside = part.partition("(")
        if bracket and not inside.endswith(")"):
            raise bad_request(f"Syntax error in $expand: '{part}'.")
        pairs = (each.partition("=") for each in _split(inside[:-1], ";"))
        found[_FOLLOWED.get(name.strip().lower(), name.strip())] = {
            key.strip(): value.strip() for key, _, value in pairs
        }
    return found


def selected_names(options: Options) -> tuple[str, ...]:
    """The properties that `$select` names, as written."""
    return tuple(name.strip() for name in options.get("$select", "").split(",") if name.strip())


def check(options: Options, kind: str, depth: int = 0) -> None:
    """Raises GraphError (400) for a property that things of that kind do not have, however deep."""
    known = KINDS[kind]
    for name in selected_names(options):
        if name != "*" and not known.knows(name):
            raise _unknown(name, known)
    for name, inside in expansions(options).items():
        if name not in known.follows:
            raise _not_followed(name, known)
        if not _INSIDE.issuperset(inside) or depth > _DEEPEST:
            raise bad_request(f"Syntax error in the options of '{name}'.")
        check(inside, known.follows[name], depth + 1)


def _unknown(name: str, kind: Kind) -> GraphError:
    return bad_request(
        "Parsing OData Select and Expand failed: Could not find a property named "
        f"'{name}' on type '{kind.name}'."
    )


def _not_followed(name: str, kind: Kind) -> GraphError:
    if kind.knows(name):
        return bad_request(f"Expanding the property '{name}' is not supported.")
    return _unknown(name, kind)


def _split(text: str, by: str) -> Iterator[str]:
    """The parts between `by`, those inside brackets or quotes left whole."""
    part, depth, quoted = "", 0, False
    for letter in text:
        quoted ^= letter == "'"
        if not quoted:
            depth += (letter == "(") - (letter == ")")
        if letter == by and depth == 0 and not quoted:
            if part.strip():
                yield part.strip()
            part = ""
        else:
            part += letter
    if depth or quoted:
        raise bad_request(f"Syntax error: unbalanced brackets or quotes in '{text}'.")
    if part.strip():
        yield part.strip()
