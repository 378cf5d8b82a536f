"""File names that a system runs, mounts, installs or obeys instead of showing: never opened from here.

Sources: the attachments that Outlook blocks, those that Windows' Attachment Manager holds to be of high
risk, the types that macOS's Launch Services calls unsafe, and what Linux desktops start.
"""

from __future__ import annotations

from stockage_partage.documents.tree.segments import clean

_EVERYWHERE = """
    app appimage application class jar jnlp js jse mjs pl py pyc pyo pyw pyz pyzw rb sh bash csh ksh zsh
    fish tcl lua php htm html mht mhtml shtml svg svgz xht xhtml xsl xslt htc swf
"""
_WINDOWS = """
    ade adp appcontent-ms appinstaller appref-ms appx appxbundle asp aspx asx bas bat bgi cab cdxml cer
    chm cmd cnt com cpl crt der desklink deskthemepack diagcab diagcfg diagpkg dll drv dqy exe fon fxp
    gadget grp hlp hpj hta img inf ins iqy iso isp its job library-ms lnk local mad maf mag mam manifest
    maq mar mas mat mau mav maw mcf mda mdb mde mdt mdw mdz msc msh msh1 msh1xml msh2 msh2xml mshxml msi
    msix msixbundle msp msrcincident mst msu mui mydocs ocx odc ops oqy osd pcd pif plg prf prg
    printerexport provxml ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psdm1 psm1 pssc pst rdp reg rqy scf scr sct
    search-ms searchconnector-ms settingcontent-ms shb shs slk sys tap theme themepack tmp udl url vb vbe
    vbp vbs vcd vhd vhdx vsmacros vsto vsw vxd wax webpnp website wim wiz wmd wms wpl ws wsb wsc wsf wsh
    wvx xbap xla xlam xld xll xlm xnk xps-ms zfsendtotarget
    accda accdb accde accdr accdu mapimail diagpack cpgz onepkg gpj symlink
"""
_MACOS = """
    action applescript caction command definition dmg fileloc inetloc afploc vncloc ftploc mailloc
    mobileconfig mobileprovision mpkg osx pkg plugin prefpane qlgenerator saver scpt scptd sdef
    service sparsebundle sparseimage terminal tool webarchive webbookmark webloc wflow workflow xip
    dfont kext bundle framework dylib
"""
_LINUX = """
    deb desktop flatpak flatpakref flatpakrepo kdelnk out rpm run service snap so bin elf mount
    directory
"""

#: Their endings, with the dot, in small letters.
PROGRAMS = frozenset(f".{ending}" for ending in (_EVERYWHERE + _WINDOWS + _MACOS + _LINUX).split())
#: Windows takes `facture.{00021401-0000-0000-C000-000000000046}` for a shortcut, whatever it holds.
_CLASS = ".{"


def is_program(name: str) -> bool:
    """True when the system would run what has that name, seen as Windows sees it."""
    settled = clean(name).lower().rstrip(". ")
    dot = settled.rfind(".")
    return dot >= 0 and (settled[dot:] in PROGRAMS or settled.startswith(_CLASS, dot))
