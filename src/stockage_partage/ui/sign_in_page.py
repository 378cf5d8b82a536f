"""One throw-away browser for one sign-in. The only module that knows QtWebEngine; imported late.

Not off the record when a certificate authority is set: QWebEngineProfileBuilder's off-the-record
profile is made by a static method, which silently drops the builder's certificates. A named profile in
a temporary folder, with no cookie kept on disk, deleted afterwards, is as forgetful.
"""

from __future__ import annotations

import atexit
import itertools
import re
import shutil
import tempfile
import threading
from pathlib import Path
from urllib.parse import parse_qsl

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtNetwork import QSslCertificate
from PySide6.QtWebEngineCore import (
    QWebEngineCertificateError,
    QWebEngineDownloadRequest,
    QWebEngineLoadingInfo,
    QWebEngineNewWindowRequest,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineProfile,
    QWebEngineProfileBuilder,
    QWebEngineSettings,
    QWebEngineWebAuthUxRequest,
)

from stockage_partage.words.sign_in import LANGUAGE, POLICY_SAID

_SWEEP_MS = 100
_CALM_SWEEPS = 3
_MOST_SWEEPS = 50

_ABORTED = -3  # Chromium's net::ERR_ABORTED
_names = itertools.count(1)
_living: set[ThrowAwayBrowser] = set()

_POLICY = re.compile(POLICY_SAID, re.IGNORECASE)


class SignInPage(QWebEnginePage):
    """Stops at the redirect before any network call, and refuses what a sign-in does not need."""

    landed = Signal(dict)
    policy_refused = Signal()
    certificate_refused = Signal(str)  # host
    unsafe_refused = Signal()
    failed = Signal()

    def __init__(self, profile: QWebEngineProfile, redirect_uri: str) -> None:
        super().__init__(profile)
        self._redirect = _place(QUrl(redirect_uri))
        self._over = False
        _harden(self.settings())
        self.certificateError.connect(self._refuse_certificate)
        self.newWindowRequested.connect(self._same_view)
        self.permissionRequested.connect(_deny)
        self.webAuthUxRequested.connect(self._no_passkey)
        self.loadingChanged.connect(self._loading)

    def acceptNavigationRequest(
        self, url: QUrl | str, type: QWebEnginePage.NavigationType, main_frame: bool
    ) -> bool:
        """True for what may load. Small on purpose: Qt only prints what is raised in here."""
        url = QUrl(url)
        if not main_frame:
            return True
        if _place(url) == self._redirect:
            if not self._over:
                self._over = True
                answer = dict(parse_qsl(url.query(QUrl.ComponentFormattingOption.FullyEncoded)))
                QTimer.singleShot(0, self, lambda: self.landed.emit(answer))
            return False
        if url.scheme() != "https" and url.toString() != "about:blank":
            QTimer.singleShot(0, self, self.unsafe_refused.emit)
            return False
        return True

    def javaScriptConsoleMessage(self, *args: object) -> None:
        """A page's own chatter may quote what was typed: it is not logged."""

    def _same_view(self, request: QWebEngineNewWindowRequest) -> None:
        self.setUrl(request.requestedUrl())

    def _refuse_certificate(self, error: QWebEngineCertificateError) -> None:
        error.rejectCertificate()
        if error.isMainFrame():
            self.certificate_refused.emit(error.url().host())

    def _no_passkey(self, request: QWebEngineWebAuthUxRequest) -> None:
        # Passkeys need the system's own dialogs: the system's browser has them.
        request.cancel()
        self.policy_refused.emit()

    def _loading(self, info: QWebEngineLoadingInfo) -> None:
        if self._over:
            return
        status = QWebEngineLoadingInfo.LoadStatus
        if info.status() is status.LoadSucceededStatus:
            self.toPlainText(self._read)
        elif info.status() is status.LoadFailedStatus:
            domain = QWebEngineLoadingInfo.ErrorDomain
            if info.errorDomain() is domain.HttpStatusCodeDomain:
                self.toPlainText(self._read)
            elif info.errorDomain() is domain.CertificateErrorDomain:
                return
            # A page left for another one was not refused by anybody, and may say so late.
            elif info.errorCode() != _ABORTED:
                self.failed.emit()

    def _read(self, text: str) -> None:
        if _POLICY.search(self.title()) or _POLICY.search(text):
            self.policy_refused.emit()


class ThrowAwayBrowser(QObject):
    """Profile, page and folder of one sign-in, taken apart in the order Chromium wants."""

    gone = Signal()

    def __init__(self, redirect_uri: str, ca_file: Path | None) -> None:
        super().__init__()
        self._folder = Path(tempfile.mkdtemp(prefix="stockage-partage-"))
        # Asking a page for its profile makes shiboken tie the two wrappers; a holder of our own is
        # what stays certain of deleting the profile after the page.
        self._holder = QObject()
        profile = _profile(self._folder, ca_file)
        profile.setParent(self._holder)
        profile.downloadRequested.connect(_cancel_download)
        self.page = SignInPage(profile, redirect_uri)
        self.page.setParent(self)
        self._calm = self._sweeps = 0
        # Should the program end before the event loop has seen to it.
        atexit.register(shutil.rmtree, self._folder, ignore_errors=True)
        _living.add(self)

    @property
    def folder(self) -> Path:
        """Where Chromium was told to keep what it must; gone at the end."""
        return self._folder

    @property
    def is_gone(self) -> bool:
        """True once nothing of it is left."""
        return self not in _living

    def dismantle(self) -> None:
        """Page first, then profile, then folder, each once the one before is really gone."""
        if self in _living:
            self.page.triggerAction(QWebEnginePage.WebAction.Stop)
            self.page.destroyed.connect(self._drop_profile)
            self.page.deleteLater()

    def _drop_profile(self) -> None:
        self._holder.destroyed.connect(self._drop_folder)
        self._holder.deleteLater()

    def _drop_folder(self) -> None:
        # Chromium's own threads may still write a moment after the profile is gone.
        self._calm = 0 if self._folder.exists() else self._calm + 1
        # Hundreds of small files: not on the window's thread, and done before the program ends.
        threading.Thread(
            target=shutil.rmtree, args=(self._folder,), kwargs={"ignore_errors": True}
        ).start()
        self._sweeps += 1
        if self._calm < _CALM_SWEEPS and self._sweeps < _MOST_SWEEPS:
            QTimer.singleShot(_SWEEP_MS, self, self._drop_folder)
        else:
            _living.discard(self)
            self.gone.emit()


def _profile(folder: Path, ca_file: Path | None) -> QWebEngineProfile:
    builder = QWebEngineProfileBuilder()
    builder.setPersistentStoragePath(str(folder / "storage"))
    builder.setCachePath(str(folder / "cache"))
    builder.setHttpCacheType(QWebEngineProfile.HttpCacheType.MemoryHttpCache)
    builder.setPersistentCookiesPolicy(
        QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies
    )
    builder.setPersistentPermissionsPolicy(
        QWebEngineProfile.PersistentPermissionsPolicy.AskEveryTime
    )
    if ca_file is not None:
        builder.setAdditionalTrustedCertificates(QSslCertificate.fromPath(str(ca_file)))
    profile = builder.createProfile(f"sign-in-{next(_names)}")
    profile.setHttpAcceptLanguage(LANGUAGE)
    profile.setSpellCheckEnabled(False)
    return profile


def _harden(settings: QWebEngineSettings) -> None:
    attribute = QWebEngineSettings.WebAttribute
    for refused in (
        attribute.ErrorPageEnabled,  # our own words instead of Chromium's
        attribute.JavascriptCanAccessClipboard,
        attribute.JavascriptCanPaste,
        attribute.PluginsEnabled,
        attribute.PdfViewerEnabled,
        attribute.ScreenCaptureEnabled,
        attribute.LocalContentCanAccessRemoteUrls,
        attribute.LocalContentCanAccessFileUrls,
        attribute.AllowRunningInsecureContent,
        attribute.HyperlinkAuditingEnabled,
        attribute.FullScreenSupportEnabled,
    ):
        settings.setAttribute(refused, False)


def _deny(permission: QWebEnginePermission) -> None:
    permission.deny()


def _cancel_download(download: QWebEngineDownloadRequest) -> None:
    download.cancel()


def _place(url: QUrl) -> tuple[str, str, int, str]:
    """Compared piece by piece: PySide6 raises TypeError on QUrl.adjusted."""
    return url.scheme(), url.host(), url.port(), url.path()
