; The installer for Windows: for one person, without administrator's rights, in French.
;
;   ISCC /DVersion=1.0.0 installer\stockage-partage.iss
;   ISCC /DVersion=1.0.0 /DSigned "/Ssignature=signtool sign /fd SHA256 /tr ADRESSE /td SHA256 $f" ...
;
; It takes dist\stockage-partage as `installer\build_windows.ps1` builds it. What a person made of the program
; (settings, sealed session, journal, the companies' databases) is elsewhere and stays when it is removed.

#ifndef Version
  #error Say which version: /DVersion=1.0.0
#endif
#define Product "Stockage et partage"
#define Window "stockage-partage-fenetre.exe"

[Setup]
; Never changes: by it Windows knows that a newer version is the same program.
AppId={{6C0F8E2B-5B5E-4B1E-9E0B-2B0D5C8A7F14}
AppName={#Product}
AppVersion={#Version}
AppVerName={#Product} {#Version}
PrivilegesRequired=lowest
DefaultDirName={localappdata}\Programs\{#Product}
DisableProgramGroupPage=yes
DisableDirPage=auto
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; PySide6's oldest Windows.
MinVersion=10.0.17763
OutputDir=..\dist
OutputBaseFilename=stockage-partage-{#Version}-windows
SetupIconFile=..\dist\stockage-partage.ico
UninstallDisplayIcon={app}\{#Window}
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
; A window or the service that still runs is asked to end, and the window is opened again.
CloseApplications=yes
RestartApplications=yes
#ifdef Signed
SignTool=signature
SignedUninstaller=yes
#endif

[Languages]
Name: "french"; MessagesFile: "compiler:Languages\French.isl"

[InstallDelete]
; Modules of an earlier version must not be found by this one.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\dist\stockage-partage\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[Icons]
Name: "{autoprograms}\{#Product}"; Filename: "{app}\{#Window}"; AppUserModelID: "StockagePartage.Fenetre"
Name: "{autodesktop}\{#Product}"; Filename: "{app}\{#Window}"; AppUserModelID: "StockagePartage.Fenetre"; Tasks: desktop

[Registry]
; An address shows a document or a page, and never acts; as `stockage-partage integration installer` writes it.
Root: HKCU; Subkey: "Software\Classes\stockage-partage"; ValueType: string; ValueData: "URL:{#Product}"; Flags: uninsdeletekey
Root: HKCU; Subkey: "Software\Classes\stockage-partage"; ValueType: string; ValueName: "URL Protocol"; ValueData: ""
Root: HKCU; Subkey: "Software\Classes\stockage-partage\shell\open\command"; ValueType: string; ValueData: """{app}\{#Window}"" ouvrir ""%1"""

[Tasks]
Name: "desktop"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[Run]
Filename: "{app}\{#Window}"; Description: "{cm:LaunchProgram,{#Product}}"; Flags: nowait postinstall skipifsilent
