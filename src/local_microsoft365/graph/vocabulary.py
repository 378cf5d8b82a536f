"""The properties that Graph knows of each kind of thing, and which of them `$expand` follows here.

Names as Microsoft's published description of v1.0 has them, navigation properties included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
