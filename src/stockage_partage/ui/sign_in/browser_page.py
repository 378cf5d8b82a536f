"""One throw-away browser for one sign-in. The only module that knows QtWebEngine; imported late.

Not off the record when a certificate authority is set: QWebEngineProfileBuilder's off-the-record
profile is made by a static method, which silently drops the builder's certificates. A named profile in
a temporary folder, with no cookie kept on disk, deleted afterwards, is as forgetful.
"""

from __future__ import annotations

import atexit
import itertools
import shutil
import tempfile
import threading
import time
from contextlib import suppress
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
    QWebEngineScript,
    QWebEngineSettings,
    QWebEngineWebAuthUxRequest,
)

from stockage_partage.messages.sign_in import LANGUAGE
from stockage_partage.ui.sign_in.page_reading import LOOK, PageVerdict, SeenPage, judge

PREFIX = "stockage-partage-"
#: Seconds: no sign-in lasts so long.
_OLD_S = 24 * 3600.0
_SWEEP_MS = 100
_CALM_SWEEPS = 3
_MOST_SWEEPS = 50
_BLANK = "about:blank"
_ABORTED = -3  # Chromium's net::ERR_ABORTED
_NO_ERROR = 0
_STOPPED_MS = 500  # a load that was stopped says so much sooner
_names = itertools.count(1)
_living: set[TemporaryBrowser] = set()


def remove_left_folders() -> None:
    """Removes, in a thread, folders older than a day: hundreds of small files each. One that is held stays for later."""
    threading.Thread(target=_remove, name="left-folders", daemon=True).start()


def _remove() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            found = folder.lstat()
            mine = found.st_uid == Path.home().stat().st_uid  # 0 for everybody on Windows
            if mine and time.time() - found.st_mtime > _OLD_S:
                shutil.rmtree(folder, ignore_errors=True)  # a link is refused


class SignInPage(QWebEnginePage):
    """Stops at the redirect before any network call, and refuses what a sign-in does not need."""

    landed = Signal(dict)
    judged = Signal(object)  # Verdict, of a page that cannot be used
    certificate_refused = Signal(str)  # host
    unsafe_refused = Signal(str, bool)  # the address; True when a person pressed a link to it
    link_refused = Signal(str)  # the address: the page stays
    leaves = Signal()  # for what a link wanted in a window of its own
    failed = Signal()

    def __init__(self, profile: QWebEngineProfile, redirect_uri: str) -> None:
        super().__init__(profile)
        self._redirect = _place(QUrl(redirect_uri))
        self._over = False
        self._settled = False  # what the load came to was said while it went on
        self._begun = 0
        self._wanted: QUrl | None = None  # to be loaded once what goes on has ended
        _harden(self.settings())
        self.certificateError.connect(self._refuse_certificate)
        self.newWindowRequested.connect(self._same_view)
        self.permissionRequested.connect(_deny)
        self.webAuthUxRequested.connect(self._no_passkey)
        self.authenticationRequired.connect(self._no_password_dialog)
        self.loadingChanged.connect(self._loading)
        self.loadFinished.connect(lambda _: QTimer.singleShot(0, self, self._load_wanted))

    def begin(self, url: QUrl) -> None:
        """Loads `url`. What an earlier load still comes to, a stopped one for instance, is no news."""
        self._settled = True  # until the new load says that it starts
        self._begun += 1
        self._wanted = url
        if self.isLoading():
            # Two loads at once are told as one: the new one would end without a word.
            self.triggerAction(QWebEnginePage.WebAction.Stop)
            QTimer.singleShot(_STOPPED_MS, self, self._load_wanted)
        else:
            self._load_wanted()

    def _load_wanted(self) -> None:
        if self._wanted is not None and not self._over:
            url, self._wanted = self._wanted, None
            self.load(url)

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
        if url.scheme() == "http":
            pressed = type is QWebEnginePage.NavigationType.NavigationTypeLinkClicked
            address = url.toString()
            QTimer.singleShot(0, self, lambda: self.unsafe_refused.emit(address, pressed))
            return False
        if url.scheme() != "https" and url.toString() != _BLANK:
            QTimer.singleShot(0, self, lambda: self.link_refused.emit(url.toString()))
            return False
        return True

    def javaScriptConsoleMessage(self, *args: object) -> None:
        """A page's own chatter may quote what was typed: it is not logged."""

    def _same_view(self, request: QWebEngineNewWindowRequest) -> None:
        """Opens what wants a new window in place of the page; an address without a page opens nothing."""
        url = request.requestedUrl()
        if url.scheme() == "https":
            self.leaves.emit()
            self.setUrl(url)
        elif url.scheme() and url.toString() != _BLANK:
            self.link_refused.emit(url.toString())

    def _refuse_certificate(self, error: QWebEngineCertificateError) -> None:
        error.rejectCertificate()
        if error.isMainFrame():
            self.certificate_refused.emit(error.url().host())

    def _no_passkey(self, request: QWebEngineWebAuthUxRequest) -> None:
        # Passkeys need the system's own dialogs: the system's browser has them.
        request.cancel()
        self.judged.emit(PageVerdict.POLICY)

    def _no_password_dialog(self) -> None:
        """The page wants the browser itself to ask: Basic, or NTLM."""
        self._settled = True
        self.judged.emit(PageVerdict.NOT_FOR_US)

    def _loading(self, info: QWebEngineLoadingInfo) -> None:
        if self._over:
            return
        status = QWebEngineLoadingInfo.LoadStatus
        if info.status() is status.LoadStartedStatus:
            self._settled = False
        elif info.status() is status.LoadSucceededStatus:
            self._look(info.errorCode())
        elif info.status() is status.LoadFailedStatus and not self._settled:
            domain = QWebEngineLoadingInfo.ErrorDomain
            if info.errorDomain() is domain.HttpStatusCodeDomain:
                self._look(info.errorCode())
            elif info.errorDomain() is domain.CertificateErrorDomain:
                return
            # A page left for another one was not refused by anybody, and may say so late; so may one
            # whose process ended, which names no error and was told by itself.
            elif info.errorCode() not in (_ABORTED, _NO_ERROR):
                self.failed.emit()

    def _look(self, http_status: int) -> None:
        if self.url().scheme() != "https":
            return
        apart, begun = QWebEngineScript.ScriptWorldId.ApplicationWorld.value, self._begun
        self.runJavaScript(LOOK, apart, lambda answer: self._read(answer, http_status, begun))

    def _read(self, answer: object, http_status: int, begun: int) -> None:
        page = SeenPage.told(answer)
        if page is not None and not self._over and begun == self._begun:
            verdict = judge(page, http_status)
            if verdict is not PageVerdict.USABLE:
                self.judged.emit(verdict)


class TemporaryBrowser(QObject):
    """Profile, page and folder of one sign-in, taken apart in the order Chromium wants."""

    gone = Signal()

    def __init__(self, redirect_uri: str, ca_file: Path | None) -> None:
        super().__init__()
        remove_left_folders()
        self._folder = Path(tempfile.mkdtemp(prefix=PREFIX))
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
